package heist.tool;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import heist.audit.AuditEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Lets refusals into the audit, but no flood of them. Of one kind, client and session twenty are
 * noted at once and then one every ten seconds; the rest is counted, and the next that is noted
 * tells how many there were. Strangers count as one client. Memory is bounded: 10,000 counts, the
 * rest forgotten. Thread-safe.
 */
final class RefusalLimit {
  static final int BURST = 20;
  static final Duration EVERY = Duration.ofSeconds(10);

  private final InstantSource clock;
  private final Cache<Key, AtomicReference<Count>> counts =
      Caffeine.newBuilder().maximumSize(10_000).build();

  private record Key(String action, @Nullable String actor, @Nullable String session) {}

  /**
   * How many may still be noted.
   *
   * @param passed how many have not been, since the last that was
   * @param room whether the newest may be noted
   */
  private record Count(double left, Instant at, long passed, boolean room) {
    Count next(Instant now) {
      double refilled = (double) Duration.between(at, now).toMillis() / EVERY.toMillis();
      double free = Math.min(BURST, left + Math.max(0, refilled));
      return free >= 1
          ? new Count(free - 1, now, 0, true)
          : new Count(free, now, passed + 1, false);
    }
  }

  RefusalLimit(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * What is to be noted of a refusal, if anything.
   *
   * @param actor whose refusals it counts with; null for strangers
   */
  Optional<AuditEntry> admit(AuditEntry entry, @Nullable String actor) {
    Instant now = clock.instant();
    var count =
        counts.get(
            new Key(entry.action(), actor, entry.session()),
            _ -> new AtomicReference<>(new Count(BURST, now, 0, true)));
    Count before;
    Count after;
    do {
      before = count.get();
      after = before.next(now);
    } while (!count.compareAndSet(before, after));
    if (!after.room) {
      return Optional.empty();
    }
    String more =
        before.passed > 0
            ? before.passed + " more before"
            : after.left < 1 ? "more of them are counted only" : null;
    return Optional.of(
        more == null
            ? entry
            : entry.saying(entry.detail() == null ? more : entry.detail() + "; " + more));
  }
}
