package heist.session;

import heist.event.Envelope;
import heist.event.EventCodec;
import heist.event.SessionEvent;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes one session's log and keeps the state that follows from it. Facts may be gathered and
 * written in one stroke; the state is always ahead with them. Used by one thread.
 */
final class Scribe {
  private final EventLog log;
  private final String session;
  private final InstantSource clock;
  private final List<SessionEvent> gathered = new ArrayList<>();
  private Position written;
  private SessionState state;

  Scribe(EventLog log, String session, InstantSource clock) {
    this.log = log;
    this.session = session;
    this.clock = clock;
    this.state = SessionState.fold(log.readAllOf(session));
    this.written = new Position(state.n(), state.seq());
  }

  /** The state after everything noted, written or not. */
  SessionState state() {
    return state;
  }

  /**
   * Notes a fact; {@link #flush} makes it durable and visible. It is folded as it will be read back
   * (maps in the order of their keys, say): a session that is taken up again must go on from the
   * same state as one that was never disturbed.
   */
  void note(SessionEvent noted) {
    SessionEvent event = EventCodec.event(EventCodec.body(noted), noted.getClass());
    gathered.add(event);
    Position at = new Position(state.n(), state.seq());
    for (Envelope envelope : EventRows.number(at, List.of(event), clock.instant())) {
      state = state.apply(envelope);
    }
  }

  /** Makes durable what was noted. */
  void flush() {
    write(List.of());
  }

  /** Makes durable what was noted, and takes these rows off the inbox with the same stroke. */
  void write(List<Long> taken) {
    if (gathered.isEmpty() && taken.isEmpty()) {
      return;
    }
    log.append(session, written, List.copyOf(gathered), clock.instant(), taken, Summary.of(state));
    written = new Position(state.n(), state.seq());
    gathered.clear();
  }

  /** Notes and writes. */
  void write(SessionEvent event) {
    note(event);
    flush();
  }
}
