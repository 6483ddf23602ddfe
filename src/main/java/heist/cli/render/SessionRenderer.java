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

  /** The words of the session's language. */
  public Words words() {
    return cast.words();
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
        status = cast.say("approval.status", e.agent(), e.tool());
        yield order("approval.asked", e.approval(), e.agent(), e.tool(), e.seconds());
      }
      case ApprovalGiven e -> decided(e);
      case SeatAwaited e -> {
        status = cast.say("seat.status", e.agent());
        yield List.of();
      }
      case SeatLeft e -> order("seat.late", e.agent());
      case SeatGivenUp e -> order("seat.left", e.agent());
      case ToolRequested e -> toolRequested(e);
      case ToolReturned e -> toolReturned(e);
      case MessageSpoken e -> spoken(envelope.seq(), e);
      case NoteWritten e -> unblinded ? note(e.agent(), e.text()) : List.of();
      case TurnEnded e -> turnEnded(e);
      case PlanSubmitted e -> plan(envelope.seq(), e);
      case CommandQueued e -> queued(e);
      case CommandDelivered e -> delivered(e);
      case CommandWithdrawn e -> order("order.withdrawn", e.command(), name(e.by()));
      case PauseRequested e -> {
        status = cast.say("pause.status");
        yield order("pause.asked", name(e.by()));
      }
      case Paused e -> {
        status = cast.say("paused.status");
        yield cast.sign("‖", "=", cast.say("paused", e.turn()));
      }
      case Resumed e -> {
        status = "";
        yield cast.sign(
            "▶",
            ">",
            e.turns() == null
                ? cast.say("resumed", name(e.by()))
                : cast.say("resumed.for", name(e.by()), cast.say("count.turn", e.turns())));
      }
      case StopRequested e -> cast.sign("■", "#", cast.say("stop.asked", name(e.by())));
      case RoundsExtended e -> {
        rounds = e.rounds();
        yield order("rounds.set", name(e.by()), e.rounds());
      }
      case BudgetChanged e -> order("budget.set", name(e.by()), e.budget(), e.limit());
      case AccessRevoked e -> order("access.revoked", name(e.by()), name(e.agent()));
      case DeliberationEnded _ -> {
        status = "";
        speaker = null;
        yield cast.heading("talk.over");
      }
      case VoteCast e -> {
        status = "";
        yield acting(
            null, e.agent(), List.of(paint.note(cast.say("turn.votes", suspect(e.suspect())))));
      }
      case SuspectNamed e -> order("suspects", name(e.by()), suspect(e.suspect()));
      case AccusationLocked e -> ending.locked(e);
      case VerdictTold e -> ending.verdict(e.verdict());
      case AgentExpelled e -> cast.sign("×", "x", cast.say("expelled", e.agent()));
      case StatementsWithdrawn e -> ending.withdrawn(e);
      case StepExecuted e -> {
        status = cast.say("job.status");
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
    cast.meet(e.crew(), e.language());
    status = cast.say("status.gathers");
    List<String> lines =
        new ArrayList<>(cast.layout().heading(paint.text(Text.oneLine(e.title()))));
    List<List<String>> rows = new ArrayList<>();
    String crew =
        e.crew().stream().map(m -> cast.badge(m.name())).collect(Collectors.joining("  "));
    rows.add(List.of(cast.say("created.crew"), crew));
    rows.add(List.of(cast.say("created.rules"), course(e)));
    if (e.commitment() != null) {
      rows.add(
          List.of(
              cast.say("created.sealed"),
              cast.say("created.commitment", Text.cut(e.commitment(), 16, paint.ellipsis()))));
    }
    for (String line : cast.layout().table(rows)) {
      lines.add(cast.inColour(line));
    }
    return lines;
  }

  private String course(SessionCreated e) {
    List<String> facts = new ArrayList<>();
    facts.add(cast.say("count.round", e.rounds()));
    facts.add(cast.say(e.moleGame() ? "created.mole" : "created.nomole"));
    if (e.rerunnable()) {
      facts.add(cast.say("created.seed"));
    }
    if (e.unblinded()) {
      facts.add(cast.say("created.unblinded"));
    }
    return String.join(paint.dot(), facts);
  }

  private List<String> prepared(SessionPrepared e) {
    if (!unblinded) {
      return List.of();
    }
    return e.mole() == null
        ? order("prepared.nobody")
        : order("prepared.mole", e.mole(), String.valueOf(e.strategy()));
  }

  // ---- deliberation

  private List<String> roundStarted(RoundStarted e) {
    speaker = null;
    return e.round() > rounds
        ? cast.heading("round.last")
        : cast.heading("round", e.round(), rounds);
  }

  private List<String> turnStarted(TurnStarted e) {
    turn = e.turn();
    speaker = null;
    status = cast.say("status.thinks", whereabouts(), e.agent());
    return List.of();
  }

  private String whereabouts() {
    int total = rounds * cast.size();
    String where = turn <= total ? cast.say("turn.of", turn, total) : cast.say("turn", turn);
    return where + paint.dot();
  }

  private List<String> toolRequested(ToolRequested e) {
    if (e.tool().equals(SUBMIT_PLAN)) {
      return List.of(); // the plan itself follows
    }
    status = cast.say("status.uses", whereabouts(), e.agent(), e.tool());
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
    status = cast.say("status.thinks", whereabouts(), e.agent());
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
        Text.wrap(cast.say("turn.note", text), cast.layout().textColumns()).stream()
            .map(paint::dim)
            .toList();
    return acting(null, agent, body);
  }

  private List<String> turnEnded(TurnEnded e) {
    status = "";
    return switch (e.outcome()) {
      case SPOKE -> List.of();
      case SILENT -> acting(null, e.agent(), List.of(paint.dim(cast.say("turn.silent"))));
      case FAILED -> {
        String cause = e.cause() == null ? cast.say("turn.failed.unknown") : e.cause();
        yield acting(
            null,
            e.agent(),
            Text.wrap(
                    paint.sign("✗ ", "x ") + cast.say("turn.failed", cause),
                    cast.layout().textColumns())
                .stream()
                .map(paint::bad)
                .toList());
      }
    };
  }

  private List<String> plan(long seq, PlanSubmitted e) {
    List<String> lines =
        new ArrayList<>(acting(seq, e.agent(), List.of(paint.bold(plans.announcement()))));
    lines.addAll(plans.handedIn(e.plan()));
    return lines;
  }

  // ---- steering

  private List<String> queued(CommandQueued e) {
    commands.put(e.command(), e);
    return order(e.standing() ? "order.standing" : "order", name(e.by()), e.agent(), e.text());
  }

  private List<String> delivered(CommandDelivered e) {
    CommandQueued command = commands.get(e.command());
    return command == null || command.standing() ? List.of() : order("order.read", command.agent());
  }

  private List<String> decided(ApprovalGiven e) {
    return switch (e.decision()) {
      case ALLOW -> order("approval.allowed", name(e.by()));
      case DENY -> order("approval.denied", name(e.by()));
      case EDIT ->
          order("approval.edited", name(e.by()), arguments(Objects.requireNonNull(e.arguments())));
    };
  }

  private List<String> order(String key, Object... values) {
    return cast.sign("»", ">", cast.say(key, values));
  }

  private String name(String by) {
    return by.isEmpty() ? cast.say("somebody") : Cast.capital(by);
  }

  private String suspect(@Nullable String agent) {
    return agent == null ? cast.say("nobody") : agent;
  }
}
