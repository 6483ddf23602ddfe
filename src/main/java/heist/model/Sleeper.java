package heist.model;

import java.time.Duration;

/** Waits; tests wait without time passing. */
@FunctionalInterface
public interface Sleeper {
  /** The wall clock's. */
  Sleeper REAL = Thread::sleep;

  /**
   * Waits that long.
   *
   * @throws InterruptedException if the thread is interrupted meanwhile
   */
  void sleep(Duration duration) throws InterruptedException;
}
