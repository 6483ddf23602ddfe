package heist.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/** Waits within a turn for the row of the inbox that answers it. Used by the session's thread. */
final class Waiter {
  /** Rows that another worker put in make no nudge here. */
  private static final Duration LOOK = Duration.ofMillis(500);

  private final String session;
  private final Inbox inbox;
  private final Desk desk;

  Waiter(String session, Inbox inbox, Desk desk) {
    this.session = session;
    this.inbox = inbox;
    this.desk = desk;
  }

  /**
   * The first row that answers; empty if there is none until then.
   *
   * @throws InterruptedException if the session is stopped or the program ends
   */
  Optional<Inbox.Row> await(Instant until, Predicate<Ask> answers) throws InterruptedException {
    while (true) {
      desk.look();
      for (Inbox.Row row : inbox.waiting(session)) {
        if (answers.test(row.ask())) {
          return Optional.of(row);
        }
      }
      Duration left = Duration.between(desk.clock().instant(), until);
      if (left.isNegative() || left.isZero()) {
        return Optional.empty();
      }
      desk.await(left.compareTo(LOOK) < 0 ? left : LOOK);
    }
  }
}
