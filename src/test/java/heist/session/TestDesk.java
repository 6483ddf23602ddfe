package heist.session;

import heist.crew.Agent;
import heist.model.ModelClient;
import heist.model.ModelReply;
import heist.model.ModelRequest;
import heist.model.ToolOffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** A desk whose model is a script; tools answer at once. */
class TestDesk implements Desk {
  private final Function<ModelRequest, ModelReply> script;
  final java.util.List<ModelRequest> requests =
      java.util.Collections.synchronizedList(new java.util.ArrayList<>());

  TestDesk(Function<ModelRequest, ModelReply> script) {
    this.script = script;
  }

  static ModelReply says(String text) {
    return new ModelReply(text, List.of(), new ModelReply.Usage(100, 10, false), "stop", List.of());
  }

  static ModelReply asks(String tool, JsonNode arguments) {
    return new ModelReply(
        "",
        List.of(new heist.model.ToolAsk("x", tool, arguments)),
        new ModelReply.Usage(100, 10, false),
        "tool_calls",
        List.of());
  }

  @Override
  public ModelClient model(Agent agent) {
    return new ModelClient() {
      @Override
      public ModelReply chat(ModelRequest request) {
        requests.add(request);
        return script.apply(request);
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public AgentTools tools() {
    return new AgentTools() {
      @Override
      public List<ToolOffer> offers(Agent agent) {
        return agent.tools().stream()
            .map(t -> new ToolOffer(t, t, JsonNodeFactory.instance.objectNode()))
            .toList();
      }

      @Override
      public Outcome call(Agent agent, Request request) {
        return new Outcome(true, "result of " + request.tool());
      }
    };
  }

  @Override
  public String remember(Recollection asked) {
    return "";
  }

  @Override
  public String suspect() {
    return "intel";
  }

  @Override
  public int tokens(String text) {
    return text.length() / 4;
  }

  @Override
  public InstantSource clock() {
    return InstantSource.fixed(Instant.parse("2026-11-22T20:00:00Z"));
  }

  @Override
  public long nanos() {
    return 0;
  }

  @Override
  public void look() {}

  @Override
  public void await(Duration most) throws InterruptedException {
    Thread.sleep(1);
  }

  @Override
  public void nudge() {}

  @Override
  public void close() {}
}
