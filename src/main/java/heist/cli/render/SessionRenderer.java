package heist.cli.render;

import heist.event.Envelope;
import heist.event.SessionEvent.AccessRevoked;
import heist.event.SessionEvent.AccusationLocked;
import heist.event.SessionEvent.AgentExpelled;
import heist.event.SessionEvent.ApprovalAsked;
import heist.event.SessionEvent.ApprovalGiven;
import heist.event.SessionEvent.BudgetChanged;
import heist.event.SessionEvent.CommandDelivered;
import heist.event.SessionEvent.CommandQueued;
import heist.event.SessionEvent.CommandWithdrawn;
import heist.event.SessionEvent.DeliberationEnded;
import heist.event.SessionEvent.InformationShared;
import heist.event.SessionEvent.MessageSpoken;
import heist.event.SessionEvent.ModelReplied;
import heist.event.SessionEvent.MoleRevealed;
import heist.event.SessionEvent.NoteWritten;
import heist.event.SessionEvent.OutcomeReached;
import heist.event.SessionEvent.PauseRequested;
import heist.event.SessionEvent.Paused;
import heist.event.SessionEvent.PlanSubmitted;
import heist.event.SessionEvent.Resumed;
import heist.event.SessionEvent.RoundStarted;
import heist.event.SessionEvent.RoundsExtended;
import heist.event.SessionEvent.SeatAnswered;
import heist.event.SessionEvent.SeatAwaited;
import heist.event.SessionEvent.SeatGivenUp;
import heist.event.SessionEvent.SeatLeft;
import heist.event.SessionEvent.SessionCreated;
import heist.event.SessionEvent.SessionEnded;
import heist.event.SessionEvent.SessionPrepared;
import heist.event.SessionEvent.StatementsWithdrawn;
import heist.event.SessionEvent.StepExecuted;
import heist.event.SessionEvent.StopRequested;
import heist.event.SessionEvent.SummaryAsked;
import heist.event.SessionEvent.SummaryMade;
import heist.event.SessionEvent.SummaryReplied;
import heist.event.SessionEvent.SuspectNamed;
import heist.event.SessionEvent.ToolRequested;
import heist.event.SessionEvent.ToolReturned;
import heist.event.SessionEvent.TurnEnded;
import heist.event.SessionEvent.TurnStarted;
import heist.event.SessionEvent.VerdictTold;
import heist.event.SessionEvent.VoteCast;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Turns the events of one session into the lines that a person reads, one event after another.
 * Keeps what it needs of the events so far (crew, rounds, who is at it); give it the events in
 * order. Not thread-safe.
 */
public final class SessionRenderer {
  private static final String SUBMIT_PLAN = "submit_plan";

  private final Cast cast;
  private final Paint paint;
  private final EndingRenderer ending;
  private final PlanLines plans;
  private final Map<Long, CommandQueued> commands = new HashMap<>();
  private String status = "";
  private @Nullable String speaker;
  private boolean unblinded;
  private int rounds;
  private int turn;

  /** A renderer for a new session. */
  public SessionRenderer(Screen screen) {
    this.cast = new Cast(screen);
    this.paint = cast.paint();
    this.ending = new EndingRenderer(cast);
    this.plans = new PlanLines(cast);
  }

  /** What is going on now, in one line that fits the screen; empty if nothing is. */
  public String status() {
    return status.isEmpty()
        ? ""
        : paint.dim(
            Text.cut(paint.text("  " + status), paint.screen().width() - 1, paint.ellipsis()));
  }

  /** The agent's sign and name in its colour. */
  public String agent(String name) {
    return cast.inColour(cast.badge(name));
  }

  /** The lines that this event adds to the screen; empty for what a person need not see. */
  public List<String> lines(Envelope envelope) {
    return switch (envelope.event()) {
      case SessionCreated e -> created(e);
      case SessionPrepared e -> prepared(e);
      case RoundStarted e -> roundStarted(e);
      case TurnStarted e -> turnStarted(e);
      case ModelReplied _, SummaryAsked _, SummaryReplied _, SummaryMade _, InformationShared _ ->
          List.of();
      case SeatAnswered _ -> List.of();
      case ApprovalAsked e -> {
        status = e.agent() + " waits for leave to call " + e.tool();
        yield order(
            "approval %d: may %s call %s? heist approve ID %d allow|deny|edit; denied after %d s"
                .formatted(e.approval(), e.agent(), e.tool(), e.approval(), e.seconds()));
      }
      case ApprovalGiven e -> order(decision(e));
      case SeatAwaited e -> {
        status = "waiting for the person who plays " + e.agent();
        yield List.of();
      }
      case SeatLeft e ->
          order("the person who plays " + e.agent() + " took too long; the model goes on");
      case SeatGivenUp e ->
          order("the person who plays " + e.agent() + " left the seat; the model plays on");
      case ToolRequested e -> toolRequested(e);
      case ToolReturned e -> toolReturned(e);
      case MessageSpoken e -> spoken(envelope.seq(), e);
      case NoteWritten e -> unblinded ? note(e.agent(), e.text()) : List.of();
      case TurnEnded e -> turnEnded(e);
      case PlanSubmitted e -> plan(envelope.seq(), e);
      case CommandQueued e -> queued(e);
      case CommandDelivered e -> delivered(e);
      case CommandWithdrawn e -> order("order " + e.command() + " is withdrawn by " + name(e.by()));
      case PauseRequested e -> {
        status = "pausing after this turn";
        yield order(name(e.by()) + " asks for a pause");
      }
      case Paused e -> {
        status = "paused";
        yield cast.sign("‖", "=", "Paused after turn " + e.turn());
      }
      case Resumed e -> {
        status = "";
        String how = e.turns() == null ? "" : " for " + count(e.turns(), "turn");
        yield cast.sign("▶", ">", "Goes on" + how + " (" + name(e.by()) + ")");
      }
      case StopRequested e -> cast.sign("■", "#", name(e.by()) + " stops the session");
      case RoundsExtended e -> {
        rounds = e.rounds();
        yield order(name(e.by()) + " sets the rounds to " + e.rounds());
      }
      case BudgetChanged e ->
          order(name(e.by()) + " sets the budget " + e.budget() + " to " + e.limit());
      case AccessRevoked e ->
          order(name(e.by()) + " takes back " + name(e.agent()) + "'s access to tools");
      case DeliberationEnded _ -> {
        status = "";
        speaker = null;
        yield cast.layout().heading("The talking is over");
      }
      case VoteCast e -> {
        status = "";
        yield acting(
            null,
            e.agent(),
            List.of(paint.note("votes: " + (e.suspect() == null ? "nobody" : e.suspect()))));
      }
      case SuspectNamed e ->
          order(name(e.by()) + " suspects " + (e.suspect() == null ? "nobody" : e.suspect()));
      case AccusationLocked e -> ending.locked(e);
      case VerdictTold e -> ending.verdict(e.verdict());
      case AgentExpelled e ->
          cast.sign(
              "×",
              "x",
              e.agent() + " leaves the crew, and what only " + e.agent() + " knew goes along");
      case StatementsWithdrawn e -> ending.withdrawn(e);
      case StepExecuted e -> {
        status = "the plan is carried out";
        yield ending.step(e);
      }
      case OutcomeReached e -> {
        status = "";
        yield ending.outcome(e);
      }
      case MoleRevealed e -> ending.revealed(e);
      case SessionEnded e -> {
        status = "";
        yield ending.ended(e);
      }
    };
  }

  // ---- setting up

  private List<String> created(SessionCreated e) {
    rounds = e.rounds();
    unblinded = e.unblinded();
    cast.meet(e.crew());
    status = "the crew gathers";
    List<String> lines =
        new ArrayList<>(cast.layout().heading(paint.text(Text.oneLine(e.title()))));
    List<List<String>> rows = new ArrayList<>();
    String crew =
        e.crew().stream().map(m -> cast.badge(m.name())).collect(Collectors.joining("  "));
    rows.add(List.of("crew", crew));
    rows.add(List.of("rules", course(e)));
    if (e.commitment() != null) {
      rows.add(
          List.of(
              "sealed",
              "who is the mole, as SHA-256 "
                  + Text.cut(e.commitment(), 16, paint.ellipsis())
                  + "; opened at the end"));
    }
    for (String line : cast.layout().table(rows)) {
      lines.add(cast.inColour(line));
    }
    return lines;
  }

  private String course(SessionCreated e) {
    String mole = e.moleGame() ? "one of the crew may be a mole" : "no mole";
    List<String> facts = new ArrayList<>(List.of(count(e.rounds(), "round"), mole));
    if (e.rerunnable()) {
      facts.add("seed given, so it can be run again");
    }
    if (e.unblinded()) {
      facts.add("unblinded");
    }
    return String.join(paint.dot(), facts);
  }

  private List<String> prepared(SessionPrepared e) {
    if (!unblinded) {
      return List.of();
    }
    return order(
        e.mole() == null
            ? "unblinded: there is no mole"
            : "unblinded: the mole is " + e.mole() + " (" + e.strategy() + ")");
  }

  // ---- deliberation

  private List<String> roundStarted(RoundStarted e) {
    speaker = null;
    return cast.layout()
        .heading(e.round() > rounds ? "A last word" : "Round " + e.round() + " of " + rounds);
  }

  private List<String> turnStarted(TurnStarted e) {
    turn = e.turn();
    speaker = null;
    status = whereabouts() + e.agent() + " is thinking";
    return List.of();
  }

  private String whereabouts() {
    int total = rounds * cast.size();
    return turn <= total
        ? "turn " + turn + " of " + total + paint.dot()
        : "turn " + turn + paint.dot();
  }

  private List<String> toolRequested(ToolRequested e) {
    if (e.tool().equals(SUBMIT_PLAN)) {
      return List.of(); // the plan itself follows
    }
    status = whereabouts() + e.agent() + " uses " + e.tool();
    String line =
        paint.sign("→ ", "> ")
            + paint.text(Text.oneLine(e.tool() + " " + arguments(e.arguments())));
    return acting(
        null,
        e.agent(),
        List.of(paint.dim(Text.cut(line, cast.layout().textColumns(), paint.ellipsis()))));
  }

  private static String arguments(JsonNode arguments) {
    if (!arguments.isObject()) {
      return arguments.isNull() ? "" : value(arguments);
    }
    if (arguments.size() == 1) {
      return value(arguments.iterator().next());
    }
    return arguments.properties().stream()
        .map(p -> p.getKey() + "=" + value(p.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String value(JsonNode node) {
    return node.isString() ? node.asString("") : node.toString();
  }

  private List<String> toolReturned(ToolReturned e) {
    if (e.tool().equals(SUBMIT_PLAN) && e.success()) {
      return List.of();
    }
    status = whereabouts() + e.agent() + " is thinking";
    String sign = e.success() ? paint.sign("← ", "< ") : paint.sign("✗ ", "x ");
    String text =
        sign
            + paint.text(
                Text.oneLine(
                    e.result()
                        .strip()
                        .replaceAll("(?m)^#+ ", "")
                        .replaceAll("\\s*\\n\\s*", " / ")));
    String line = Text.cut(text, cast.layout().textColumns(), paint.ellipsis());
    return acting(null, e.agent(), List.of(e.success() ? paint.dim(line) : paint.bad(line)));
  }

  private List<String> spoken(long seq, MessageSpoken e) {
    status = "";
    return acting(seq, e.agent(), Text.wrap(paint.text(e.text()), cast.layout().textColumns()));
  }

  /** A block of the agent whose turn it is; its name stands once a turn. */
  private List<String> acting(@Nullable Long seq, String agent, List<String> body) {
    boolean first = !agent.equals(speaker);
    speaker = agent;
    return cast.layout().block(seq, first ? cast.who(agent) : null, body);
  }

  private List<String> note(String agent, String text) {
    List<String> body =
        Text.wrap(paint.text("(to itself) " + text), cast.layout().textColumns()).stream()
            .map(paint::dim)
            .toList();
    return acting(null, agent, body);
  }

  private List<String> turnEnded(TurnEnded e) {
    status = "";
    return switch (e.outcome()) {
      case SPOKE -> List.of();
      case SILENT -> acting(null, e.agent(), List.of(paint.dim("says nothing")));
      case FAILED -> {
        String cause = e.cause() == null ? "no cause was given" : e.cause();
        yield acting(
            null,
            e.agent(),
            Text.wrap(
                    paint.text(paint.sign("✗ ", "x ") + "the turn failed: " + cause),
                    cast.layout().textColumns())
                .stream()
                .map(paint::bad)
                .toList());
      }
    };
  }

  private List<String> plan(long seq, PlanSubmitted e) {
    List<String> lines =
        new ArrayList<>(acting(seq, e.agent(), List.of(paint.bold("hands in " + plans.name()))));
    lines.addAll(plans.handedIn(e.plan()));
    return lines;
  }

  // ---- steering

  private List<String> queued(CommandQueued e) {
    commands.put(e.command(), e);
    String kind = e.standing() ? "standing order" : "order";
    return order(name(e.by()) + ", " + kind + " to " + e.agent() + ": " + e.text());
  }

  private List<String> delivered(CommandDelivered e) {
    CommandQueued command = commands.get(e.command());
    return command == null || command.standing()
        ? List.of()
        : order(command.agent() + " has read the order");
  }

  private static String decision(ApprovalGiven e) {
    return switch (e.decision()) {
      case ALLOW -> name(e.by()) + " allows it";
      case DENY -> name(e.by()) + " denies it";
      case EDIT ->
          name(e.by()) + " changes it to " + arguments(Objects.requireNonNull(e.arguments()));
    };
  }

  private List<String> order(String text) {
    return cast.sign("»", ">", text);
  }

  private static String name(String by) {
    return by.isEmpty() ? "Somebody" : Cast.capital(by);
  }

  static String count(int n, String noun) {
    return n + " " + noun + (n == 1 ? "" : "s");
  }
}
