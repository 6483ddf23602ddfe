package heist.web;

import java.time.Instant;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What is not good any more though it is well signed; asked at each request. Thread-safe. */
@FunctionalInterface
public interface TakenBack extends Predicate<Caller> {
  /**
   * Since when the server has been known to use the key {@code keyId} no more; null if it is in
   * use, or nothing is known. It says when to look at the server's keys, which decide.
   */
  default @Nullable Instant withdrawn(String keyId) {
    return null;
  }
}
