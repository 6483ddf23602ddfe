package heist.model;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait before asking again: 250 ms, doubled each time up to 8 s, half of it drawn, so
 * that many clients do not come back in step. What the server asks for comes first.
 *
 * @param random must be safe for use by many threads
 */
record Patience(Sleeper sleeper, RandomGenerator random) {
  private static final long FIRST_MS = 250;
  private static final long MOST_MS = 8_000;

  /**
   * @param attempt counts from 0
   */
  Duration pause(int attempt, @Nullable Duration asked) {
    long full = Math.min(MOST_MS, FIRST_MS << Math.min(attempt, 10));
    Duration own = Duration.ofMillis(full / 2 + random.nextLong(full / 2 + 1));
    return asked != null && asked.compareTo(own) > 0 ? asked : own;
  }
}
