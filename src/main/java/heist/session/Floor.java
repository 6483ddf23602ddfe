package heist.session;

import heist.event.SessionEvent;
import heist.event.SessionEvent.ApprovalAsked;
import heist.event.SessionEvent.ApprovalGiven;
import heist.event.SessionEvent.CommandDelivered;
import heist.event.SessionEvent.ModelReplied;
import heist.event.SessionEvent.RoundStarted;
import heist.event.SessionEvent.SeatAnswered;
import heist.event.SessionEvent.SeatAwaited;
import heist.event.SessionEvent.SeatLeft;
import heist.event.SessionEvent.ToolCall;
import heist.event.SessionEvent.ToolRequested;
import heist.event.SessionEvent.ToolReturned;
import heist.event.SessionEvent.TurnEnded;
import heist.event.SessionEvent.TurnKind;
import heist.event.SessionEvent.TurnOutcome;
import heist.event.SessionEvent.TurnStarted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who has the floor.
 *
 * @param round the round under way, 0 before the first
 * @param order the order of this round
 * @param taken turns of this round that have begun
 * @param turn number of the last turn that has begun, 0 before the first
 * @param failedInARow turns that failed since one succeeded
 * @param lastFailure why the last failed turn failed
 * @param open the turn under way, if any
 */
record Floor(
    int round,
    List<String> order,
    int taken,
    int turn,
    int failedInARow,
    @Nullable String lastFailure,
    @Nullable OpenTurn open) {

  static final Floor EMPTY = new Floor(0, List.of(), 0, 0, 0, null, null);

  /**
   * A turn under way and what of it is recorded; a crash resumes here.
   *
   * @param steps replies, tool requests and returns, waits and their ends, in order
   * @param delivered commands that were put into its prompt
   */
  record OpenTurn(
      int turn,
      int round,
      String agent,
      TurnKind kind,
      List<SessionEvent> steps,
      List<Long> delivered) {
    OpenTurn with(SessionEvent step) {
      List<SessionEvent> more = new ArrayList<>(steps);
      more.add(step);
      return new OpenTurn(turn, round, agent, kind, List.copyOf(more), delivered);
    }

    OpenTurn delivering(long command) {
      List<Long> more = new ArrayList<>(delivered);
      more.add(command);
      return new OpenTurn(turn, round, agent, kind, steps, List.copyOf(more));
    }

    /** Model calls recorded so far. */
    int modelCalls() {
      return (int) steps.stream().filter(ModelReplied.class::isInstance).count();
    }

    /** Tool calls recorded so far, answered or not. */
    int toolCalls() {
      return (int) steps.stream().filter(ToolRequested.class::isInstance).count();
    }

    /** What the model, or the person who plays the agent, said last. */
    Optional<Reply> lastReply() {
      return steps.stream().map(Reply::of).flatMap(Optional::stream).reduce((a, b) -> b);
    }

    /** The decision on a tool call that waited for a person, if it is recorded. */
    Optional<ApprovalGiven> decision(String call) {
      return steps.stream()
          .filter(s -> s instanceof ApprovalGiven g && g.call().equals(call))
          .map(ApprovalGiven.class::cast)
          .findFirst();
    }

    /** Whether the person who plays the agent took too long in this turn. */
    boolean seatLeft() {
      return steps.stream().anyMatch(SeatLeft.class::isInstance);
    }

    /** The answer to a tool call, if it is recorded. */
    Optional<ToolReturned> returned(String call) {
      return steps.stream()
          .filter(s -> s instanceof ToolReturned r && r.call().equals(call))
          .map(ToolReturned.class::cast)
          .findFirst();
    }

    boolean requested(String call) {
      return steps.stream().anyMatch(s -> s instanceof ToolRequested r && r.call().equals(call));
    }
  }

  /** What a model or a person said in a turn, and the tools it asked for. */
  record Reply(String text, List<ToolCall> tools) {
    static Optional<Reply> of(SessionEvent step) {
      return switch (step) {
        case ModelReplied e -> Optional.of(new Reply(e.text(), e.tools()));
        case SeatAnswered e -> Optional.of(new Reply(e.text(), e.tools()));
        default -> Optional.empty();
      };
    }
  }

  Floor apply(SessionEvent event) {
    return switch (event) {
      case RoundStarted e ->
          new Floor(e.round(), e.order(), 0, turn, failedInARow, lastFailure, null);
      case TurnStarted e ->
          new Floor(
              round,
              order,
              e.kind() == TurnKind.TALK ? order.indexOf(e.agent()) + 1 : taken,
              e.turn(),
              failedInARow,
              lastFailure,
              new OpenTurn(e.turn(), e.round(), e.agent(), e.kind(), List.of(), List.of()));
      case TurnEnded e -> {
        boolean failed = e.outcome() == TurnOutcome.FAILED;
        yield new Floor(
            round,
            order,
            taken,
            turn,
            failed ? failedInARow + 1 : 0,
            failed ? e.cause() : lastFailure,
            null);
      }
      case ModelReplied e -> step(e);
      case ToolRequested e -> step(e);
      case ToolReturned e -> step(e);
      case ApprovalAsked e -> step(e);
      case ApprovalGiven e -> step(e);
      case SeatAwaited e -> step(e);
      case SeatAnswered e -> step(e);
      case SeatLeft e -> step(e);
      case CommandDelivered e ->
          open == null
              ? this
              : new Floor(
                  round,
                  order,
                  taken,
                  turn,
                  failedInARow,
                  lastFailure,
                  open.delivering(e.command()));
      default -> this;
    };
  }

  private Floor step(SessionEvent event) {
    return open == null
        ? this
        : new Floor(round, order, taken, turn, failedInARow, lastFailure, open.with(event));
  }
}
