package heist.event;

import heist.event.SessionEvent.ApprovalAsked;
import heist.event.SessionEvent.ApprovalGiven;
import heist.event.SessionEvent.CommandDelivered;
import heist.event.SessionEvent.MessageSpoken;
import heist.event.SessionEvent.ModelReplied;
import heist.event.SessionEvent.NoteWritten;
import heist.event.SessionEvent.PlanSubmitted;
import heist.event.SessionEvent.SeatAwaited;
import heist.event.SessionEvent.SeatGivenUp;
import heist.event.SessionEvent.SeatLeft;
import heist.event.SessionEvent.ToolRequested;
import heist.event.SessionEvent.ToolReturned;
import heist.event.SessionEvent.TurnStarted;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** The one function that makes every outside view of an event. Pure. */
public final class View {
  /** Who looks. */
  public enum Viewer {
    /** Players, viewers, and operators of a blind session. */
    OUTSIDE,
    /** The engine's own services, and the operator of an unblinded session. */
    ENGINE
  }

  private View() {}

  /**
   * What {@code viewer} may see of an event, or empty if nothing.
   *
   * <p>From outside, durations are left out, and a time stands only on facts between turns, in
   * whole seconds: how long a model or a tool took within a turn is a secret fact.
   *
   * @param revealed whether the session's reveal has happened
   */
  public static Optional<ObjectNode> of(Envelope envelope, Viewer viewer, boolean revealed) {
    if (viewer == Viewer.ENGINE) {
      return Optional.of(EventCodec.full(envelope));
    }
    boolean visible =
        switch (envelope.event().audience()) {
          case PUBLIC, AFTER_LOCK -> true;
          case AFTER_REVEAL -> revealed;
          case ENGINE -> false;
        };
    if (!visible) {
      return Optional.empty();
    }
    ObjectNode node = EventCodec.canonical(envelope);
    node.remove("n");
    if (!withinTurn(envelope.event())) {
      node.put("at", envelope.at().truncatedTo(ChronoUnit.SECONDS).toString());
    }
    return Optional.of(node);
  }

  private static boolean withinTurn(SessionEvent event) {
    return event instanceof TurnStarted
        || event instanceof ModelReplied
        || event instanceof ToolRequested
        || event instanceof ToolReturned
        || event instanceof MessageSpoken
        || event instanceof NoteWritten
        || event instanceof PlanSubmitted
        || event instanceof ApprovalAsked
        || event instanceof ApprovalGiven
        || event instanceof SeatAwaited
        || event instanceof SeatLeft
        || event instanceof SeatGivenUp
        || event instanceof CommandDelivered;
  }
}
