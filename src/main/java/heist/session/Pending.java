package heist.session;

import heist.event.Envelope;
import heist.event.SessionEvent.ApprovalAsked;
import heist.event.SessionEvent.ApprovalGiven;
import heist.event.SessionEvent.SeatAnswered;
import heist.event.SessionEvent.SeatAwaited;
import heist.event.SessionEvent.SeatLeft;
import heist.event.SessionEvent.TurnEnded;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the turn under way waits for a person to do.
 *
 * @param approvals approvals asked for so far
 * @param approval the tool call that waits for leave, if one does
 * @param seat whose person is to act, if somebody is
 * @param since since when
 */
record Pending(
    long approvals, @Nullable ApprovalAsked approval, @Nullable SeatAwaited seat, Instant since) {

  static final Pending NOTHING = new Pending(0, null, null, Instant.EPOCH);

  Pending apply(Envelope envelope) {
    return switch (envelope.event()) {
      case ApprovalAsked e -> new Pending(e.approval(), e, null, envelope.at());
      case SeatAwaited e -> new Pending(approvals, null, e, envelope.at());
      case ApprovalGiven _, SeatAnswered _, SeatLeft _, TurnEnded _ ->
          new Pending(approvals, null, null, Instant.EPOCH);
      default -> this;
    };
  }

  /** When the wait is over, whatever happens. */
  Instant until() {
    long seconds = approval != null ? approval.seconds() : seat != null ? seat.seconds() : 0;
    return since.plusSeconds(seconds);
  }
}
