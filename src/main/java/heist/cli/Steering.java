package heist.cli;

import heist.cli.Launcher.Need;
import heist.cli.Launcher.Services;
import heist.event.EventCodec;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Commands that steer a session. What the session does next happens where its services run; if
 * nothing serves the data folder, commands that make it go on carry it on here, in sight.
 */
abstract class Steering extends Sessions implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "ID", description = "The session; last: the newest.")
  private String session;

  @Option(names = "--json", description = "Answer as JSON.")
  private boolean json;

  private final boolean carriesOn;

  Steering(Context context, boolean carriesOn) {
    super(context);
    this.carriesOn = carriesOn;
  }

  /** Where to post it, under the session's path. */
  abstract String route();

  /** Fills in the body. */
  void fill(ObjectNode body) {}

  /** What has been done, in words. */
  abstract String done();

  /** The same, when the answer tells more. */
  String done(String session, JsonNode answer) {
    return done();
  }

  JsonNode send(Door game, String path, ObjectNode body) {
    return game.post(path, body);
  }

  @Override
  public Integer call() {
    Need need = carriesOn ? Need.RUN : Need.READ;
    try (Services services = context.launcher().use(folder(), need, null)) {
      Door game = services.door("game");
      String id = id(game, session);
      long known = game.get(path(id) + "/events?after=0&wait=0").path("last").asLong(0);
      ObjectNode body = JsonNodeFactory.instance.objectNode().put("by", "operator");
      fill(body);
      JsonNode answer = send(game, path(id) + route(), body);
      if (json) {
        context.out().println(answer);
      } else {
        context.out().println(done(id, answer));
      }
      if (carriesOn && services.own()) {
        // A fork goes on under an id of its own, and its copied turns have been seen.
        boolean forked = answer.hasNonNull("id");
        return forked
            ? carryOn(game, answer.path("id").asString(id), answer.path("last_seq").asLong(0))
            : carryOn(game, id, known);
      }
      return 0;
    }
  }

  private int carryOn(Door game, String id, long known) {
    AtomicBoolean interrupted = new AtomicBoolean();
    Follower follower = new Follower(context, game, id, json, interrupted);
    Keyboard keyboard = new Keyboard(context.in(), interrupted);
    Question question = new Question(context, follower, keyboard, interrupted);
    LeaveQuestion leave = new LeaveQuestion(context, follower, keyboard);
    try (Interrupts.Handle _ =
        context
            .interrupts()
            .on(() -> {
              interrupted.set(true);
              game.post(
                  path(id) + "/pause", JsonNodeFactory.instance.objectNode().put("by", "operator"));
            })) {
      follower.follow(
          known,
          new Follower.Watch() {
            @Override
            public void seen(heist.event.Envelope event) {
              if (context.asks() && !json) {
                leave.seen(game, id, event);
              }
            }

            @Override
            public boolean paused() {
              return true;
            }

            @Override
            public boolean accusing() {
              return context.asks() && !json && question.ask(game, id);
            }
          });
      return 0;
    }
  }

  /** {@code heist pause}. */
  @Command(name = "pause", description = "Pause a session after the turn under way.")
  static final class Pause extends Steering {
    Pause(Context context) {
      super(context, true);
    }

    @Override
    String route() {
      return "/pause";
    }

    @Override
    String done() {
      return "It rests after the turn under way.";
    }
  }

  /** {@code heist resume}. */
  @Command(name = "resume", description = "Let a paused session go on.")
  static final class Resume extends Steering {
    Resume(Context context) {
      super(context, true);
    }

    @Override
    String route() {
      return "/resume";
    }

    @Override
    String done() {
      return "It goes on.";
    }
  }

  /** {@code heist step}. */
  @Command(name = "step", description = "Let a paused session take one turn.")
  static final class Step extends Steering {
    Step(Context context) {
      super(context, true);
    }

    @Override
    String route() {
      return "/step";
    }

    @Override
    String done() {
      return "It takes one turn.";
    }
  }

  /** {@code heist stop}. */
  @Command(name = "stop", description = "Stop a session at once; no plan is carried out.")
  static final class Stop extends Steering {
    Stop(Context context) {
      super(context, true);
    }

    @Override
    String route() {
      return "/stop";
    }

    @Override
    String done() {
      return "It is stopped.";
    }
  }

  /** {@code heist command}. */
  @Command(name = "command", description = "Give an agent an order; it ranks above its persona.")
  static final class Order extends Steering {
    @Parameters(index = "1", paramLabel = "AGENT", description = "Whom.")
    private String agent;

    @Parameters(index = "2..*", arity = "1..*", paramLabel = "TEXT", description = "What to do.")
    private String[] text;

    @Option(names = "--standing", description = "Holds until withdrawn (else: for one turn).")
    private boolean standing;

    Order(Context context) {
      super(context, false);
    }

    @Override
    String route() {
      return "/commands";
    }

    @Override
    void fill(ObjectNode body) {
      body.put("agent", agent).put("text", String.join(" ", text)).put("standing", standing);
    }

    @Override
    String done() {
      return agent
          + (standing ? " reads it in every turn from now on." : " reads it at the next turn.");
    }

    @Override
    String done(String session, JsonNode answer) {
      long number = answer.path("number").asLong();
      return "Order %d: %s%nTake it back with: heist withdraw %s %d"
          .formatted(number, done(), session, number);
    }
  }

  /** {@code heist withdraw}. */
  @Command(name = "withdraw", description = "Take an order back.")
  static final class Withdraw extends Steering {
    @Parameters(index = "1", paramLabel = "N", description = "The order's number.")
    private long number;

    Withdraw(Context context) {
      super(context, false);
    }

    @Override
    String route() {
      return "/commands/" + number;
    }

    @Override
    JsonNode send(Door game, String path, ObjectNode body) {
      return game.delete(path);
    }

    @Override
    String done() {
      return "Order " + number + " is withdrawn.";
    }
  }

  /** {@code heist revoke}. */
  @Command(
      name = "revoke",
      description = {
        "Take back an agent's access to tools in a session, for good.",
        "Every service denies its calls within a second. The session shows the denials and "
            + "goes on."
      })
  static final class Revoke extends Steering {
    @Parameters(index = "1", paramLabel = "AGENT", description = "Whom.")
    private String agent;

    Revoke(Context context) {
      super(context, false);
    }

    @Override
    String route() {
      return "/revoke";
    }

    @Override
    void fill(ObjectNode body) {
      body.put("agent", agent);
    }

    @Override
    String done() {
      return agent + " can use no tools any more.";
    }
  }

  /** {@code heist approve}. */
  @Command(name = "approve", description = "Decide on a tool call that waits for leave.")
  static final class Approve extends Steering {
    @Parameters(index = "1", paramLabel = "N", description = "The approval's number.")
    private long number;

    @Parameters(index = "2", paramLabel = "allow|deny|edit", description = "What you decide.")
    private String decision;

    @Parameters(
        index = "3",
        arity = "0..1",
        paramLabel = "ARGUMENTS",
        description = "With edit: what the tool is called with instead, as {\"name\": \"value\"}.")
    private @Nullable String arguments;

    Approve(Context context) {
      super(context, true);
    }

    @Override
    String route() {
      return "/approvals/" + number;
    }

    @Override
    void fill(ObjectNode body) {
      body.put("decision", decision);
      if (arguments != null) {
        body.set("arguments", EventCodec.parse(arguments));
      }
    }

    @Override
    String done() {
      return switch (decision) {
        case "deny" -> "The call is not made.";
        case "edit" -> "The call is made with your arguments.";
        default -> "The call is made.";
      };
    }
  }

  /** {@code heist guess}. */
  @Command(
      name = "guess",
      description = "Accuse an agent, or nobody, for good; then the plan is carried out.")
  static final class Guess extends Steering {
    @Parameters(index = "1", paramLabel = "AGENT|nobody", description = "Whom.")
    private String suspect;

    Guess(Context context) {
      super(context, true);
    }

    @Override
    String route() {
      return "/accusation";
    }

    @Override
    void fill(ObjectNode body) {
      if (suspect.toLowerCase(Locale.ROOT).equals("nobody")) {
        body.putNull("suspect");
      } else {
        body.put("suspect", suspect);
      }
      body.put("lock", true);
    }

    @Override
    String done() {
      return suspect + " is accused; that is final.";
    }
  }
}
