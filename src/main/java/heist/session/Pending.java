package heist.session;

import heist.event.Envelope;
import heist.event.SessionEvent.ApprovalAsked;
import heist.event.SessionEvent.ApprovalGiven;
import heist.event.SessionEvent.SeatAnswered;
import heist.event.SessionEvent.SeatAwaited;
import heist.event.SessionEvent.SeatGivenUp;
import heist.event.SessionEvent.SeatLeft;
import heist.event.SessionEvent.TurnEnded;
import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the turn under way waits for a person to do.
 *
 * @param approvals approvals asked for so far
 * @param approval the tool call that waits for leave, if one does
 * @param seat whose person is to act, if somebody is
 * @param since since when
 * @param givenUp agents whose person has left for good
 */
record Pending(
    long approvals,
    @Nullable ApprovalAsked approval,
    @Nullable SeatAwaited seat,
    Instant since,
    Set<String> givenUp) {

  static final Pending NOTHING = new Pending(0, null, null, Instant.EPOCH, Set.of());

  Pending apply(Envelope envelope) {
    return switch (envelope.event()) {
      case ApprovalAsked e -> new Pending(e.approval(), e, null, envelope.at(), givenUp);
      case SeatAwaited e -> new Pending(approvals, null, e, envelope.at(), givenUp);
      case ApprovalGiven _, SeatAnswered _, SeatLeft _, TurnEnded _ ->
          new Pending(approvals, null, null, Instant.EPOCH, givenUp);
      case SeatGivenUp e -> {
        Set<String> more = new TreeSet<>(givenUp);
        more.add(e.agent());
        boolean awaited = seat != null && seat.agent().equals(e.agent());
        yield new Pending(
            approvals,
            approval,
            awaited ? null : seat,
            awaited ? Instant.EPOCH : since,
            Collections.unmodifiableSet(more));
      }
      default -> this;
    };
  }

  /** When the wait is over, whatever happens. */
  Instant until() {
    long seconds = approval != null ? approval.seconds() : seat != null ? seat.seconds() : 0;
    return since.plusSeconds(seconds);
  }
}
