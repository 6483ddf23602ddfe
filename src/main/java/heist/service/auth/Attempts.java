package heist.service.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Slows guessing down. Wrong proofs of one client from one address are counted: ten at once, then
 * one every six seconds; until then no proof of this client from this address is looked at, and the
 * same client is served from everywhere else. Guesses at clients that do not exist count for their
 * address. Memory is bounded: 20,000 counts, the rest forgotten. Thread-safe.
 */
final class Attempts {
  private static final double BURST = 10;
  private static final Duration EVERY = Duration.ofSeconds(6);
  private static final double UNKNOWN_BURST = 100;
  private static final Duration UNKNOWN_EVERY = Duration.ofSeconds(1);

  private final InstantSource clock;
  private final Cache<Pair, AtomicReference<Left>> counts =
      Caffeine.newBuilder().maximumSize(20_000).build();

  private record Pair(String client, String address) {}

  /** How many wrong proofs were left at a moment; {@code told} once their end has been noted. */
  private record Left(double wrong, Instant at, boolean told) {}

  Attempts(InstantSource clock) {
    this.clock = clock;
  }

  /** Who tries, and whether there is such a client. */
  record Try(String client, String address, boolean exists) {
    private Pair pair() {
      return exists ? new Pair(client, network(address)) : new Pair("", network(address));
    }

    private double burst() {
      return exists ? BURST : UNKNOWN_BURST;
    }

    private Duration every() {
      return exists ? EVERY : UNKNOWN_EVERY;
    }

    /** A household has 2^64 addresses of IPv6: they count as one. */
    private static String network(String address) {
      String[] groups = address.split(":", -1);
      return groups.length < 5
          ? address
          : String.join(":", java.util.List.of(groups).subList(0, 4));
    }
  }

  /**
   * Lets a try come, or not.
   *
   * @throws OAuthException 429 with the seconds to wait
   */
  void check(Try attempt) {
    AtomicReference<Left> count = counts.getIfPresent(attempt.pair());
    if (count == null) {
      return;
    }
    double left = now(count.get(), attempt);
    if (left < 1) {
      double wait = (1 - left) * attempt.every().toMillis() / 1000;
      throw OAuthException.tooMany(Duration.ofSeconds((long) Math.ceil(wait)), attempt.client());
    }
  }

  /** A wrong proof. */
  void failed(Try attempt) {
    Instant now = clock.instant();
    counts
        .get(attempt.pair(), any -> new AtomicReference<>(new Left(attempt.burst(), now, false)))
        .updateAndGet(left -> new Left(now(left, attempt) - 1, now, false));
  }

  /** Whether this refusal is the first in a row, and so belongs into the audit. */
  boolean isNews(Try attempt) {
    AtomicReference<Left> count = counts.getIfPresent(attempt.pair());
    return count != null && !count.getAndUpdate(left -> new Left(left.wrong, left.at, true)).told;
  }

  /** A right proof. */
  void succeeded(Try attempt) {
    counts.invalidate(attempt.pair());
  }

  private double now(Left left, Try attempt) {
    double refilled =
        (double) Duration.between(left.at, clock.instant()).toMillis() / attempt.every().toMillis();
    return Math.min(attempt.burst(), left.wrong + Math.max(0, refilled));
  }
}
