package heist.service.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import heist.service.auth.RegisteredClient.Kind;
import heist.service.auth.RegisteredClient.Method;
import heist.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
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
import org.jdbi.v3.core.statement.StatementContext;

/**
 * All clients: our own, fixed at start, and those made at run time, in the database. Thread-safe.
 */
final class Clients {
  private final Map<String, RegisteredClient> own;
  private final Database database;
  private final InstantSource clock;
  // One auth process owns the data, so what it has read stays true until it writes.
  private final Cache<String, Optional<RegisteredClient>> cache =
      Caffeine.newBuilder().maximumSize(10_000).build();

  Clients(Map<String, RegisteredClient> own, Database database, InstantSource clock) {
    this.own = own;
    this.database = database;
    this.clock = clock;
  }

  boolean isOurs(String id) {
    return own.containsKey(id);
  }

  Optional<RegisteredClient> find(String id) {
    RegisteredClient ours = own.get(id);
    return ours != null ? Optional.of(ours) : cache.get(id, this::load);
  }

  private Optional<RegisteredClient> load(String id) {
    return database
        .jdbi()
        .withHandle(h ->
            h.createQuery("SELECT * FROM client WHERE client_id = :id")
                .bind("id", id)
                .map(Clients::read)
                .findOne());
  }

  List<RegisteredClient> all() {
    List<RegisteredClient> all = new ArrayList<>(own.values());
    all.addAll(
        database
            .jdbi()
            .withHandle(h -> h.createQuery("SELECT * FROM client").map(Clients::read).list()));
    all.sort(Comparator.comparing(RegisteredClient::id));
    return all;
  }

  /** Keeps {@code client}, in place of one with the same id. */
  void put(RegisteredClient client) {
    database
        .writer()
        .submit(h ->
            h.createUpdate(
                    """
                    INSERT INTO client (client_id, kind, agent, scopes, audiences, auth_method, secret_sha256, changed_at)
                    VALUES (:id, :kind, :agent, :scopes, :audiences, :method, :hash, :now)
                    ON CONFLICT (client_id) DO UPDATE SET kind = excluded.kind, agent = excluded.agent,
                      scopes = excluded.scopes, audiences = excluded.audiences,
                      auth_method = excluded.auth_method, secret_sha256 = excluded.secret_sha256,
                      changed_at = excluded.changed_at
                    """)
                .bind("id", client.id())
                .bind("kind", client.kind().name().toLowerCase(Locale.ROOT))
                .bind("agent", client.agent())
                .bind("scopes", String.join(" ", client.allScopes()))
                .bind("audiences", String.join(" ", client.audiences()))
                .bind("method", client.method().id())
                .bind("hash", HexFormat.of().formatHex(client.secretHash()))
                .bind("now", clock.millis())
                .execute());
    cache.invalidate(client.id());
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
    cache.invalidate(id);
    return rows > 0;
  }

  /** An agent may do all it may do at each of its audiences. */
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
        row.getString("agent"),
        everywhere(words(row.getString("audiences")), words(row.getString("scopes"))),
        Method.valueOf(row.getString("auth_method").toUpperCase(Locale.ROOT)),
        HexFormat.of().parseHex(row.getString("secret_sha256")));
  }

  static Set<String> words(String text) {
    return text.isBlank() ? Set.of() : new TreeSet<>(List.of(text.strip().split(" +")));
  }
}
