package heist.cli;

import heist.cli.render.Paint;
import heist.event.Envelope;
import heist.event.SessionEvent.Paused;
import heist.event.SessionEvent.SessionCreated;
import heist.event.SessionEvent.TurnStarted;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code heist demo}: shows that a session can be steered. */
@Command(
    name = "demo",
    description =
        "Play a session that is paused at turn 3, gives the hacker an order, and goes on.",
    sortOptions = false)
final class DemoCommand implements Callable<Integer> {
  private static final int PAUSE_AT = 3;
  private static final String ORDER =
      "Tell the crew in one sentence which source you trust least, and why.";

  private final Context context;

  @Mixin private SessionRequest request;
  @Mixin private LlmOptions llm;
  @Mixin private DataOption data;

  @Option(names = "--json", description = "Print the events as JSON Lines, nothing else.")
  private boolean json;

  DemoCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    String accuse = context.asks() && !json ? "person" : "none";
    return new Play(context, request, llm, data.folder(context), json, accuse, null)
        .run(new Steering());
  }

  /** Pauses, commands, resumes; each once. */
  private final class Steering implements Play.Extra {
    private String agent = "hacker";
    private boolean asked;
    private boolean done;

    @Override
    public void seen(Door game, String id, Follower follower, Envelope envelope) {
      String session = "/api/v1/sessions/" + id;
      switch (envelope.event()) {
        case SessionCreated e -> {
          List<String> names =
              e.crew().stream().map(heist.event.SessionEvent.Member::name).toList();
          agent = names.contains(agent) ? agent : names.getFirst();
        }
        case TurnStarted e -> {
          if (e.turn() >= PAUSE_AT && !asked) {
            asked = true;
            explain(
                follower,
                "The demo asks for a pause; a turn that has begun ends first:",
                "pause ID");
            game.post(session + "/pause", by());
          }
        }
        case Paused _ -> {
          if (asked && !done) {
            done = true;
            explain(follower, "While it rests, an order:", "command ID " + agent + " TEXT");
            game.post(session + "/commands", by().put("agent", agent).put("text", ORDER));
            explain(follower, "And on:", "resume ID");
            game.post(session + "/resume", by());
          }
        }
        // The demo acts on these three; the follower shows the rest.
        default -> {}
      }
    }

    private ObjectNode by() {
      return JsonNodeFactory.instance.objectNode().put("by", "demo");
    }

    private void explain(Follower follower, String what, String command) {
      Paint paint = context.paint();
      follower.say("     " + paint.dim(what + " heist " + command));
    }
  }
}
