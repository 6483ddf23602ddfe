package heist.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another thread does. */
public final class Waiting {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private Waiting() {}

  /**
   * Returns once it is so.
   *
   * @throws AssertionError if it is not so within a minute, or if the test is interrupted
   */
  public static void until(BooleanSupplier so) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!so.getAsBoolean()) {
      if (Thread.currentThread().isInterrupted() || System.nanoTime() > end) {
        throw new AssertionError("waited in vain");
      }
      // What it looks at should not be kept from happening by being looked at.
      LockSupport.parkNanos(1_000_000);
    }
  }
}
