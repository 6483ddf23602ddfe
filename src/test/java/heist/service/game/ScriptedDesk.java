package heist.service.game;

import heist.crew.Agent;
import heist.model.ModelClient;
import heist.model.ModelException;
import heist.model.ModelReply;
import heist.model.ModelRequest;
import heist.model.ToolAsk;
import heist.model.ToolOffer;
import heist.session.AgentTools;
import heist.session.Desk;
import heist.web.Json;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A desk whose models and tools answer by a script drawn from a seed and the request's own number:
 * never from what a prompt says. So two sessions of one seed hear the same replies whoever is the
 * mole.
 */
final class ScriptedDesk implements Desk {
  private static final List<String> WORDS =
      List.of(
          "planner",
          "hacker",
          "intel",
          "driver",
          "lookout",
          "vault",
          "camera",
          "22:15",
          "B2",
          "mole",
          "false_info",
          "trust",
          "I",
          "checked",
          "not",
          "the",
          "guard",
          "4711",
          "<b>",
          "…");

  /** Texts of one length differ by up to so many tokens. */
  private static final int SPREAD = 61;

  private final long script;
  private final List<String> crew;
  private final InstantSource clock;
  private final IntConsumer before;
  private final AtomicInteger calls = new AtomicInteger();

  /**
   * @param script the script's seed
   * @param before called with the number of each model call before it answers, from 1
   */
  ScriptedDesk(long script, List<String> crew, InstantSource clock, IntConsumer before) {
    this.script = script;
    this.crew = crew;
    this.clock = clock;
    this.before = before;
  }

  @Override
  public ModelClient model(Agent agent) {
    return new ModelClient() {
      @Override
      public ModelReply chat(ModelRequest request) {
        if (!request.messages().getFirst().text().startsWith("Summarise")) {
          before.accept(calls.incrementAndGet()); // summaries are made beside the turns
        }
        if (Thread.currentThread().isInterrupted()) {
          throw new ModelException(ModelException.Trouble.CANCELLED, "cancelled");
        }
        return reply(agent, request);
      }

      @Override
      public void close() {}
    };
  }

  private ModelReply reply(Agent agent, ModelRequest request) {
    long seed = request.seed() == null ? 0 : request.seed();
    SplittableRandom random = new SplittableRandom(script ^ seed);
    int kind = random.nextInt(100);
    if (kind < 6) {
      throw new ModelException(
          ModelException.Trouble.SERVER_ERROR, "http://model answered 500; look at its log");
    }
    List<ToolAsk> asks = new ArrayList<>();
    if (kind < 40 && !request.tools().isEmpty()) {
      for (int i = random.nextInt(1, 3); i > 0; i--) {
        asks.add(ask(agent, random));
      }
    }
    StringBuilder text = new StringBuilder(kind < 46 ? "" : words(random, 2, 30));
    if (random.nextInt(3) == 0) {
      text.append("\nVOTE: ").append(crew.get(random.nextInt(crew.size())));
    }
    if (random.nextInt(3) > 0) {
      text.append("\n<note>").append(words(random, 1, 20)).append("</note>");
    }
    var usage =
        new ModelReply.Usage(
            random.nextInt(50, 2000), random.nextInt(1, 200), random.nextBoolean());
    return new ModelReply(
        text.toString(), asks, usage, asks.isEmpty() ? "stop" : "tool_calls", List.of());
  }

  private static ToolAsk ask(Agent agent, SplittableRandom random) {
    List<String> known = agent.tools();
    String tool =
        known.isEmpty() || random.nextInt(8) == 0
            ? "teleport"
            : known.get(random.nextInt(known.size()));
    ObjectNode arguments = Json.mapper().createObjectNode();
    if (tool.equals("submit_plan")) {
      arguments
          .putObject("plan")
          .put("entry", words(random, 1, 2))
          .put("window", "22:" + random.nextInt(10, 59))
          .put("vault_code", String.valueOf(random.nextInt(9999)));
    } else {
      arguments.put("argument", words(random, 1, 4));
    }
    return new ToolAsk("x" + random.nextInt(), tool, arguments);
  }

  private static String words(SplittableRandom random, int least, int most) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(least, most + 1); i > 0; i--) {
      text.append(WORDS.get(random.nextInt(WORDS.size()))).append(' ');
    }
    return text.toString().strip();
  }

  @Override
  public AgentTools tools() {
    return new AgentTools() {
      @Override
      public List<ToolOffer> offers(Agent agent) {
        return agent.tools().stream()
            .map(t -> new ToolOffer(t, t, Json.mapper().createObjectNode()))
            .toList();
      }

      @Override
      public Outcome call(Agent agent, Request request) {
        SplittableRandom random = new SplittableRandom(script ^ request.id().hashCode());
        return new Outcome(random.nextInt(4) > 0, words(random, 1, 40));
      }
    };
  }

  @Override
  public String remember(Recollection asked) {
    return words(new SplittableRandom(script ^ asked.upto()), 1, 30);
  }

  @Override
  public @Nullable String suspect() {
    int chosen = new SplittableRandom(script).nextInt(crew.size() + 1);
    return chosen == crew.size() ? null : crew.get(chosen);
  }

  @Override
  public int tokens(String text) {
    // Any difference of two texts makes a difference here, and so in what a budget refuses.
    return text.isEmpty() ? 0 : text.length() / 5 + Math.floorMod(text.hashCode(), SPREAD);
  }

  @Override
  public InstantSource clock() {
    return clock;
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
