package heist.service.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.jwk.JWKSet;
import heist.service.auth.RegisteredClient.Kind;
import heist.service.auth.RegisteredClient.Method;
import heist.service.auth.RegisteredClient.Proof;
import heist.service.auth.RegisteredClient.Source;
import heist.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * All clients: our own and those of {@code heist.yaml}, fixed at start, and those made at run time,
 * in the database. Thread-safe.
 */
final class Clients {
  private final Map<String, RegisteredClient> fixed;
  private final Database database;
  private final InstantSource clock;
  private final Set<String> barred = ConcurrentHashMap.newKeySet();
  // One auth process owns the data, so what it has read stays true until it writes. Only clients
  // that exist are kept: names that somebody makes up would push them out.
  private final Cache<String, RegisteredClient> cache =
      Caffeine.newBuilder().maximumSize(10_000).build();

  private final AtomicInteger changes = new AtomicInteger();

  Clients(Map<String, RegisteredClient> fixed, Database database, InstantSource clock) {
    this.fixed = new ConcurrentHashMap<>(fixed);
    this.database = database;
    this.clock = clock;
    barred.addAll(
        database
            .jdbi()
            .withHandle(h ->
                h.createQuery("SELECT client_id FROM barred_client").mapTo(String.class).list()));
  }

  /** The client that is fixed at start under this id, if there is one. */
  Optional<RegisteredClient> fixed(String id) {
    return Optional.ofNullable(fixed.get(id));
  }

  Optional<RegisteredClient> find(String id) {
    RegisteredClient ours = fixed.get(id);
    RegisteredClient known = ours == null ? cache.getIfPresent(id) : ours;
    return known != null ? Optional.of(known) : load(id);
  }

  private Optional<RegisteredClient> load(String id) {
    int before = changes.get();
    Optional<RegisteredClient> found = read(id);
    found.ifPresent(client -> cache.put(id, client));
    if (changes.get() != before) {
      // It may have been changed since it was read.
      cache.invalidate(id);
    }
    return found;
  }

  private Optional<RegisteredClient> read(String id) {
    return database
        .jdbi()
        .withHandle(h ->
            h.createQuery("SELECT * FROM client WHERE client_id = :id")
                .bind("id", id)
                .map(Clients::read)
                .findOne());
  }

  List<RegisteredClient> all() {
    List<RegisteredClient> all = new ArrayList<>(fixed.values());
    all.addAll(
        database
            .jdbi()
            .withHandle(h -> h.createQuery("SELECT * FROM client").map(Clients::read).list()));
    all.sort(Comparator.comparing(RegisteredClient::id));
    return all;
  }

  /**
   * Keeps {@code client}, in place of one with the same id. One that is fixed is kept in memory.
   */
  void put(RegisteredClient client) {
    if (client.source() != Source.DATABASE) {
      fixed.put(client.id(), client);
      return;
    }
    String hash =
        client.proof() instanceof Proof.Secret secret
            ? HexFormat.of().formatHex(secret.hashes().getLast())
            : "";
    String keys =
        client.proof() instanceof Proof.Keys(JWKSet set) ? set.toPublicJWKSet().toString() : null;
    database
        .writer()
        .submit(h ->
            h.createUpdate(
                    """
                    INSERT INTO client (client_id, kind, agent, session, scopes, audiences, auth_method, secret_sha256, jwks, changed_at)
                    VALUES (:id, :kind, :agent, :session, :scopes, :audiences, :method, :hash, :jwks, :now)
                    ON CONFLICT (client_id) DO UPDATE SET kind = excluded.kind, agent = excluded.agent,
                      session = excluded.session, scopes = excluded.scopes, audiences = excluded.audiences,
                      auth_method = excluded.auth_method, secret_sha256 = excluded.secret_sha256,
                      jwks = excluded.jwks, changed_at = excluded.changed_at
                    """)
                .bind("id", client.id())
                .bind("kind", client.kind().id())
                .bind("agent", client.agent())
                .bind("session", client.session())
                .bind("scopes", String.join(" ", client.allScopes()))
                .bind("audiences", String.join(" ", client.audiences()))
                .bind("method", client.method().id())
                .bind("hash", hash)
                .bind("jwks", keys)
                .bind("now", clock.millis())
                .execute());
    forget(client.id());
  }

  /** Whether there was one to remove. */
  boolean remove(String id) {
    int rows =
        database
            .writer()
            .submit(h ->
                h.createUpdate("DELETE FROM client WHERE client_id = :id")
                    .bind("id", id)
                    .execute());
    forget(id);
    return rows > 0;
  }

  private void forget(String id) {
    changes.incrementAndGet();
    cache.invalidate(id);
  }

  /** Whether a client gets no tokens until it is restored. */
  boolean isBarred(String id) {
    return barred.contains(id);
  }

  /** Gives a client no more tokens, whoever registers it again. */
  void bar(String id) {
    barred.add(id);
    database
        .writer()
        .submit(h ->
            h.createUpdate(
                    """
                    INSERT INTO barred_client (client_id, at_ms) VALUES (:id, :now)
                    ON CONFLICT DO NOTHING
                    """)
                .bind("id", id)
                .bind("now", clock.millis())
                .execute());
  }

  /** Undoes {@link #bar}; tells whether it was. */
  boolean restore(String id) {
    database.writer().submit(h -> h.execute("DELETE FROM barred_client WHERE client_id = ?", id));
    return barred.remove(id);
  }

  /** A client that may do all it may do at each of its audiences. */
  static Map<String, Set<String>> everywhere(Set<String> audiences, Set<String> scopes) {
    Map<String, Set<String>> grants = new TreeMap<>();
    audiences.forEach(audience -> grants.put(audience, Set.copyOf(scopes)));
    return grants;
  }

  private static RegisteredClient read(ResultSet row, StatementContext context)
      throws SQLException {
    return new RegisteredClient(
        row.getString("client_id"),
        Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
        Source.DATABASE,
        row.getString("agent"),
        row.getString("session"),
        everywhere(words(row.getString("audiences")), words(row.getString("scopes"))),
        proof(row));
  }

  private static Proof proof(ResultSet row) throws SQLException {
    Method method = Method.valueOf(row.getString("auth_method").toUpperCase(Locale.ROOT));
    try {
      return method == Method.PRIVATE_KEY_JWT
          ? new Proof.Keys(JWKSet.parse(row.getString("jwks")))
          : new Proof.Secret(
              method, List.of(HexFormat.of().parseHex(row.getString("secret_sha256"))));
    } catch (ParseException e) {
      throw new SQLException("The keys of a client cannot be read", e);
    }
  }

  static Set<String> words(String text) {
    return text.isBlank() ? Set.of() : new TreeSet<>(List.of(text.strip().split(" +")));
  }
}
