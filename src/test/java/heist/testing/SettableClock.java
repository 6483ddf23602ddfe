package heist.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Time for tests: stands still until told. Thread-safe. */
public final class SettableClock implements InstantSource {
  private volatile Instant now;

  public SettableClock(Instant now) {
    this.now = now;
  }

  public static SettableClock atNewYear() {
    return new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
  }

  @Override
  public Instant instant() {
    return now;
  }

  public void advance(Duration by) {
    now = now.plus(by);
  }
}
