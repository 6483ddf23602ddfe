package heist.session;

import heist.event.Envelope;
import heist.event.SessionEvent;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The log of every session: the truth. Thread-safe; each session has one writer at a time. */
public interface EventLog {
  /**
   * Appends facts in one short transaction, durable when this returns.
   *
   * @param expected where the writer believes the log ends
   * @param taken inbox rows that are done with the same stroke
   * @param summary the session's row as it is after these facts
   * @throws ZombieWriterException if somebody else has written since
   */
  List<Envelope> append(
      String session,
      Position expected,
      List<? extends SessionEvent> events,
      Instant at,
      Collection<Long> taken,
      Summary summary);

  /** Facts of a session after {@code n}, at most {@code limit}, in order. */
  List<Envelope> read(String session, long n, int limit);

  /**
   * Facts of a session that outsiders may see, after {@code seq}, at most {@code limit}, in order.
   */
  List<Envelope> readOutside(String session, long seq, int limit);

  /**
   * Facts of all sessions after a place in the global order, at most {@code limit}.
   *
   * @param outside whether only facts that outsiders may see
   */
  Page readAll(String after, int limit, boolean outside);

  /** Facts of many sessions and where they end. */
  record Page(List<Placed> events, String last) {}

  /** A fact, its session, and its place in the global order. */
  record Placed(String session, String place, Envelope envelope) {}

  /** All facts of a session. */
  default List<Envelope> readAllOf(String session) {
    return read(session, 0, Integer.MAX_VALUE);
  }

  /** The session's row. */
  Optional<SessionRow> find(String session);

  /** The newest sessions first. */
  List<SessionRow> list(int limit, int offset);

  /** How many sessions there are. */
  long count();
}
