package heist.client;

import com.fasterxml.jackson.annotation.JsonProperty;
import heist.HeistException;
import heist.HeistException.Kind;
import heist.web.Caller;
import heist.web.TakenBack;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows which tokens have been taken back. What it knows is never older than a second: an older
 * state is brought up to date by the request that asks, so an idle service polls nothing. While
 * auth does not answer, what is known holds; until it has answered once, no token is good.
 * Thread-safe.
 */
final class RevocationWatch implements TakenBack {
  private static final Logger LOG = LoggerFactory.getLogger(RevocationWatch.class);

  /** Longer than any token lives: after that nobody asks for it. */
  private static final Duration REMEMBERED = Duration.ofHours(2);

  private static final int SWEEP_AT = 10_000;

  /** Under a second, so that with the call itself a revocation acts within one. */
  private static final Duration FRESH = Duration.ofMillis(700);

  private final HttpJson auth;
  private final InstantSource clock;
  private final ReentrantLock updating = new ReentrantLock();
  private final Map<String, Instant> tokens = new ConcurrentHashMap<>();
  private final Set<InSession> agents = ConcurrentHashMap.newKeySet();
  private final Map<String, Long> clients = new ConcurrentHashMap<>();
  private volatile Instant updated = Instant.EPOCH;
  private volatile boolean told;
  private volatile @Nullable Keys keys;
  private long last;

  private record InSession(String clientId, String session) {}

  private record Entry(
      long n,
      @Nullable String jti,
      @JsonProperty("client_id") @Nullable String clientId,
      @Nullable String sid,
      @JsonProperty("before_ms") @Nullable Long beforeMs) {}

  private record Answer(List<Entry> revocations, long last, @Nullable List<String> keys) {}

  /** The keys in use, as auth told them. */
  private record Keys(Set<String> ids, Instant at) {}

  /** Asks through {@code auth}, which carries a token with {@code revocations:read}. */
  RevocationWatch(HttpJson auth, InstantSource clock) {
    this.auth = auth.withTimeout(Duration.ofSeconds(2));
    this.clock = clock;
  }

  @Override
  public boolean test(Caller caller) {
    if (isStale()) {
      update();
    }
    if (!told) {
      throw new HeistException(
          Kind.UNAVAILABLE,
          "Tokens cannot be checked: the authorization server has not told yet which were taken back.");
    }
    String session = caller.sessionId();
    return tokens.containsKey(caller.tokenId())
        || session != null && agents.contains(new InSession(caller.clientId(), session))
        || caller.issuedAt().toEpochMilli() <= clients.getOrDefault(caller.clientId(), -1L);
  }

  @Override
  public @Nullable Instant withdrawn(String keyId) {
    Keys told = keys;
    return told == null || told.ids.contains(keyId) ? null : told.at;
  }

  private boolean isStale() {
    return !clock.instant().isBefore(updated.plus(FRESH));
  }

  private void update() {
    updating.lock();
    @Nullable Instant asked = null;
    boolean known = false;
    try {
      if (!isStale()) {
        return;
      }
      asked = clock.instant();
      Answer answer = auth.get("/revocations?after=" + last, Answer.class);
      if (answer.last < last) {
        // Another database than before: its numbers begin anew.
        answer = auth.get("/revocations?after=0", Answer.class);
      }
      answer.revocations.forEach(this::remember);
      sweep();
      last = answer.last;
      keys = answer.keys == null ? null : new Keys(Set.copyOf(answer.keys), asked);
      known = true;
      told = true;
    } catch (HeistException e) {
      LOG.warn("Revocations are not up to date: {}", e.getMessage());
    } finally {
      // What is known is as old as the question. After a failure the pause begins now: one request
      // a second waits for an auth that is gone, not each.
      if (asked != null) {
        updated = known ? asked : clock.instant();
      }
      updating.unlock();
    }
  }

  private void sweep() {
    if (tokens.size() > SWEEP_AT) {
      Instant horizon = clock.instant().minus(REMEMBERED);
      tokens.values().removeIf(at -> at.isBefore(horizon));
    }
  }

  private void remember(Entry entry) {
    if (entry.jti != null) {
      tokens.put(entry.jti, clock.instant());
    } else if (entry.clientId != null && entry.sid != null) {
      agents.add(new InSession(entry.clientId, entry.sid));
    } else if (entry.clientId != null && entry.beforeMs != null) {
      clients.merge(entry.clientId, entry.beforeMs, Math::max);
    }
  }
}
