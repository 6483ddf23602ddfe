package heist.session;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Asks that wait for their session to take them at its next turn boundary. Durable; thread-safe.
 */
public interface Inbox {
  /** An ask with its number in the session's inbox and who asked. */
  record Row(long number, Ask ask, String by, Instant at) {}

  /** Puts an ask in; durable when this returns. Returns its number. */
  long put(String session, Ask ask, String by, Instant at);

  /** Rows that are not done yet, oldest first. */
  List<Row> waiting(String session);

  /** Which of these sessions have somebody waiting for them to stop. */
  Set<String> stopsWaiting(Set<String> sessions);
}
