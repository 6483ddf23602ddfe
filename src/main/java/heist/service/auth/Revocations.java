package heist.service.auth;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import heist.store.Database;
import heist.web.Caller;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What has been taken back: single tokens, agents in one session (for good), or all tokens a client
 * has got so far. Kept in the database, held in memory. Thread-safe.
 */
final class Revocations {
  /** Clocks that differ. */
  private static final Duration MARGIN = Duration.ofMinutes(1);

  private static final int SWEEP_AT = 10_000;

  private final Database database;
  private final InstantSource clock;
  private final Duration life;
  private final AtomicLong sweeps = new AtomicLong();
  private final Map<String, Long> tokens = new ConcurrentHashMap<>();
  private final Set<InSession> agents = ConcurrentHashMap.newKeySet();
  private final Map<String, Long> clients = new ConcurrentHashMap<>();

  private record InSession(String clientId, String session) {}

  /** One of them, as verifiers read it; what does not apply is null. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Entry(
      long n,
      @Nullable String jti,
      @JsonProperty("client_id") @Nullable String clientId,
      @Nullable String sid,
      @JsonProperty("before_ms") @Nullable Long beforeMs) {}

  /** {@code life} is the longest a token lives: what is older need not be remembered. */
  Revocations(Database database, InstantSource clock, Duration life) {
    this.database = database;
    this.clock = clock;
    this.life = life;
    after(0).forEach(this::remember);
  }

  void token(String jti) {
    add(new Entry(0, jti, null, null, null));
  }

  void agent(String clientId, String session) {
    add(new Entry(0, null, clientId, session, null));
  }

  void client(String clientId) {
    add(new Entry(0, null, clientId, null, clock.millis()));
  }

  private void add(Entry entry) {
    // First the memory: a token must be refused at once, also while the disk is slow.
    remember(entry);
    database
        .writer()
        .submit(h ->
            h.createUpdate(
                    """
                    INSERT INTO revocation (jti, client_id, sid, before_ms, at_ms)
                    VALUES (:jti, :client, :sid, :before, :now)
                    """)
                .bind("jti", entry.jti)
                .bind("client", entry.clientId)
                .bind("sid", entry.sid)
                .bind("before", entry.beforeMs)
                .bind("now", clock.millis())
                .execute());
  }

  /** Forgets tokens that have ended anyway. */
  private void sweep() {
    if (tokens.size() > SWEEP_AT && sweeps.incrementAndGet() % 1000 == 0) {
      long horizon = clock.instant().minus(life).minus(MARGIN).toEpochMilli();
      tokens.values().removeIf(at -> at < horizon);
    }
  }

  private void remember(Entry entry) {
    if (entry.jti != null) {
      sweep();
      tokens.put(entry.jti, clock.millis());
    } else if (entry.clientId != null && entry.sid != null) {
      agents.add(new InSession(entry.clientId, entry.sid));
    } else if (entry.clientId != null && entry.beforeMs != null) {
      clients.merge(entry.clientId, entry.beforeMs, Math::max);
    }
  }

  /** What a verifier does not know yet, and the newest number there is. */
  record News(List<Entry> revocations, long last) {}

  News news(long after) {
    // The number first: what comes in between is told again next time.
    long last =
        database
            .jdbi()
            .withHandle(h ->
                h.createQuery("SELECT COALESCE(MAX(n), 0) FROM revocation")
                    .mapTo(Long.class)
                    .one());
    return new News(after(after), last);
  }

  /** Those numbered above {@code n} that can still matter. */
  private List<Entry> after(long n) {
    long horizon = clock.instant().minus(life).minus(MARGIN).toEpochMilli();
    return database
        .jdbi()
        .withHandle(h ->
            h.createQuery(
                    """
                    SELECT n, jti, client_id, sid, before_ms FROM revocation
                    WHERE n > :n AND (sid IS NOT NULL OR at_ms >= :horizon) ORDER BY n
                    """)
                .bind("n", n)
                .bind("horizon", horizon)
                .map((row, context) -> {
                  long before = row.getLong("before_ms");
                  return new Entry(
                      row.getLong("n"),
                      row.getString("jti"),
                      row.getString("client_id"),
                      row.getString("sid"),
                      before == 0 ? null : (Long) before);
                })
                .list());
  }

  /** Whether this agent may get no more tokens for this session. */
  boolean isBarred(String clientId, @Nullable String session) {
    return session != null && agents.contains(new InSession(clientId, session));
  }

  boolean isRevoked(String jti, String clientId, @Nullable String session, Instant issuedAt) {
    // A token's iat has whole seconds, so a moment within the same second counts as before.
    return tokens.containsKey(jti)
        || isBarred(clientId, session)
        || issuedAt.toEpochMilli() <= clients.getOrDefault(clientId, -1L);
  }

  boolean isRevoked(Caller caller) {
    return isRevoked(caller.tokenId(), caller.clientId(), caller.sessionId(), caller.issuedAt());
  }
}
