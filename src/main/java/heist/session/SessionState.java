package heist.session;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.crew.Agent;
import heist.crew.Crew;
import heist.event.Envelope;
import heist.event.SessionEvent.AccusationLocked;
import heist.event.SessionEvent.DeliberationEnded;
import heist.event.SessionEvent.End;
import heist.event.SessionEvent.PauseRequested;
import heist.event.SessionEvent.Paused;
import heist.event.SessionEvent.Resumed;
import heist.event.SessionEvent.RoundStarted;
import heist.event.SessionEvent.RoundsExtended;
import heist.event.SessionEvent.SessionCreated;
import heist.event.SessionEvent.SessionEnded;
import heist.event.SessionEvent.SessionPrepared;
import heist.event.SessionEvent.StopRequested;
import heist.event.SessionEvent.TurnKind;
import heist.event.SessionEvent.TurnStarted;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state of a session: a pure fold of its events. Crash recovery, replay and fork are this fold
 * and nothing else. Immutable.
 *
 * @param n number of the last event in the whole log
 * @param seq number of the last outside event
 */
public record SessionState(
    long n,
    long seq,
    Phase phase,
    @Nullable SessionCreated created,
    @Nullable Prepared prepared,
    Floor floor,
    Transcript transcript,
    Steering steering,
    Game game,
    Spent spent,
    Compression compression,
    Gauge gauge,
    Pending pending,
    @Nullable String cause) {

  /** Before the first event. */
  public static final SessionState EMPTY =
      new SessionState(
          0,
          0,
          Phase.CREATED,
          null,
          null,
          Floor.EMPTY,
          Transcript.EMPTY,
          Steering.EMPTY,
          Game.START,
          Spent.NOTHING,
          Compression.NONE,
          Gauge.NEW,
          Pending.NOTHING,
          null);

  /** The state after these events. */
  public static SessionState fold(Iterable<Envelope> events) {
    SessionState state = EMPTY;
    for (Envelope event : events) {
      state = state.apply(event);
    }
    return state;
  }

  /**
   * The state after one more event.
   *
   * @throws HeistException BAD_INPUT if the event is not the next one of the log
   */
  public SessionState apply(Envelope envelope) {
    if (envelope.n() != n + 1) {
      throw new HeistException(
          Kind.BAD_INPUT,
          "event " + envelope.n() + " (" + envelope.type() + ") does not follow event " + n);
    }
    var event = envelope.event();
    Game nextGame = game.apply(event);
    return new SessionState(
        envelope.n(),
        envelope.seq(),
        phaseAfter(envelope),
        event instanceof SessionCreated e ? e : created,
        event instanceof SessionPrepared e ? Prepared.of(e) : prepared,
        floor.apply(event),
        transcript.apply(envelope),
        steering.apply(event),
        nextGame,
        spent.apply(event),
        compression.apply(envelope),
        gauge.apply(event),
        pending.apply(envelope),
        event instanceof SessionEnded e ? e.cause() : cause);
  }

  private Phase phaseAfter(Envelope envelope) {
    return switch (envelope.event()) {
      case TurnStarted e when e.kind() == TurnKind.VOTE -> phase;
      case RoundStarted _, TurnStarted _ -> phase == Phase.PAUSING ? Phase.PAUSING : Phase.RUNNING;
      case PauseRequested _ -> Phase.PAUSING;
      case Paused _ -> Phase.PAUSED;
      case Resumed _, StopRequested _ -> awaitingAccusation() ? Phase.ACCUSING : Phase.RUNNING;
      case RoundsExtended _ ->
          phase == Phase.ACCUSING || phase == Phase.COMPLETED ? Phase.RUNNING : phase;
      case DeliberationEnded _ -> moleGame() && !game.locked() ? Phase.ACCUSING : phase;
      case AccusationLocked _ -> phase == Phase.ACCUSING ? Phase.RUNNING : phase;
      case SessionEnded e ->
          switch (e.end()) {
            case COMPLETED -> Phase.COMPLETED;
            case STOPPED -> Phase.STOPPED;
            case FAILED -> Phase.FAILED;
          };
      default -> phase;
    };
  }

  private boolean awaitingAccusation() {
    return game.talkOver() && moleGame() && !game.locked();
  }

  /** Whether the mole game is on. */
  public boolean moleGame() {
    return created != null && created.moleGame();
  }

  /** Whether the secret is out. */
  public boolean revealed() {
    return game.revealed();
  }

  /** Whether the accusation is final. */
  public boolean locked() {
    return game.locked();
  }

  /** The drawn world; empty for a free task. */
  public Optional<heist.scenario.World> world() {
    return need().world();
  }

  /** Who alone may read which source; nobody owns what an expelled agent owned. */
  public java.util.Map<String, String> owners() {
    java.util.Map<String, String> owners = new java.util.TreeMap<>(need().owners());
    owners.values().removeIf(owner -> owner.equals(game.expelled()));
    return owners;
  }

  /** Agents that a person played and left for good. */
  public java.util.Set<String> givenUpSeats() {
    return pending.givenUp();
  }

  /** Agents whose access was revoked: services deny their calls, and they read no sources. */
  public java.util.Set<String> cutOff() {
    return steering.cutOff();
  }

  /** The language of prompts and talk. */
  public String language() {
    return created == null ? "en" : created.language();
  }

  /** Names of who is present. */
  public List<String> crewNames() {
    return present().stream().map(Agent::name).toList();
  }

  /** The crew without whoever was expelled. */
  List<Agent> present() {
    return crew().agents().stream().filter(a -> !a.name().equals(game.expelled())).toList();
  }

  Crew crew() {
    return need().crew();
  }

  /** What was prepared. */
  Prepared need() {
    return Objects.requireNonNull(prepared, "the session is not prepared");
  }

  /** The agent that hands in the plan: the first present one that may. */
  Optional<Agent> planner() {
    return present().stream().filter(a -> a.tools().contains("submit_plan")).findFirst();
  }

  /**
   * What comes next. Pure.
   *
   * @param limits the session's hard budgets as configured
   * @param accuse who accuses
   */
  Next next(SessionConfig.Budgets limits, String accuse) {
    if (floor.open() != null) {
      return steering.stopBy() == null ? new Next.ContinueTurn(floor.open()) : new Next.CutTurn();
    }
    if (phase.ended()) {
      return afterEnd();
    }
    if (steering.stopBy() != null) {
      return new Next.Finish(End.STOPPED, "stopped by " + steering.stopBy());
    }
    if (game.locked() && game.verdict() == null && moleGame()) {
      return new Next.TellVerdict();
    }
    if (steering.paused()) {
      return new Next.Wait();
    }
    if (steering.restDue() && !awaitingAccusation()) {
      return new Next.Rest();
    }
    return game.talkOver() ? afterTalk(limits, accuse) : talk(limits);
  }

  private Next afterEnd() {
    if (!moleGame() || !game.locked() || game.revealed()) {
      return new Next.Wait();
    }
    return game.verdict() == null ? new Next.TellVerdict() : new Next.Reveal();
  }

  private Next talk(SessionConfig.Budgets limits) {
    int crewSize = Math.max(1, present().size());
    if (floor.failedInARow() >= crewSize) {
      return new Next.Finish(
          End.FAILED,
          "the last "
              + floor.failedInARow()
              + " turns all failed; the last one because "
              + floor.lastFailure());
    }
    if (Budget.exhausted(this, limits).isPresent()) {
      return new Next.EndTalk();
    }
    for (String name :
        floor
            .order()
            .subList(Math.min(floor.taken(), floor.order().size()), floor.order().size())) {
      if (!name.equals(game.expelled())) {
        return new Next.BeginTurn(name, TurnKind.TALK);
      }
    }
    return floor.round() < steering.rounds()
        ? new Next.StartRound(floor.round() + 1)
        : new Next.EndTalk();
  }

  private Next afterTalk(SessionConfig.Budgets limits, String accuse) {
    if (awaitingAccusation()) {
      return switch (accuse) {
        case "none" -> new Next.Lock(null, AccusationLocked.NO_ACCUSER);
        case "hybrid" -> new Next.AskDetector();
        case "vote" -> vote(limits);
        default -> new Next.Wait();
      };
    }
    if (need().world().isPresent() && game.outcome() == null) {
      boolean revise = game.expelled() != null && !game.revised() && transcript.plan() != null;
      if (revise && planner().isPresent() && Budget.exhausted(this, limits).isEmpty()) {
        Optional<Agent> heir = game.inherited() ? Optional.empty() : Handover.heir(this);
        return heir.isPresent()
            ? new Next.BeginTurn(heir.get().name(), TurnKind.HANDOVER)
            : new Next.BeginTurn(planner().get().name(), TurnKind.REVISION);
      }
      return new Next.Execute();
    }
    if (moleGame() && !game.revealed()) {
      return new Next.Reveal();
    }
    return new Next.Finish(End.COMPLETED, null);
  }

  private Next vote(SessionConfig.Budgets limits) {
    if (Budget.exhausted(this, limits).isEmpty()) {
      for (Agent agent : present()) {
        if (!game.voted().contains(agent.name())) {
          return new Next.BeginTurn(agent.name(), TurnKind.VOTE);
        }
      }
    }
    return new Next.Lock(MoleGame.majority(game.votes().values()).orElse(null), "vote");
  }
}
