package heist.session;

import heist.session.Inbox.Row;
import heist.store.Database;
import heist.store.Dialect;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.json.JsonMapper;

/** The rows of the inbox. Thread-safe. */
final class InboxRows {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private final Database database;

  InboxRows(Database database) {
    this.database = database;
  }

  /** Copies rows up to a number to another session, as done. */
  void copy(String from, String to, long last) {
    int unused =
        database
            .writer()
            .submit(handle ->
                handle
                    .createUpdate(
                        """
                        INSERT INTO inbox (session, n, ask, stop, asked_by, at, done)
                        SELECT :to, n, ask, stop, asked_by, at, 1 FROM inbox WHERE session = :from AND n <= :last
                        """)
                    .bind("from", from)
                    .bind("to", to)
                    .bind("last", last)
                    .execute());
  }

  /** Marks rows as done, in a transaction under way. */
  static void done(Handle handle, String session, Collection<Long> numbers) {
    if (!numbers.isEmpty()) {
      handle
          .createUpdate(
              "UPDATE inbox SET done = 1 WHERE session = :s AND n IN (<numbers>) AND done = 0")
          .bind("s", session)
          .bindList("numbers", List.copyOf(numbers))
          .execute();
    }
  }

  long put(String session, Ask ask, String by, Instant at) {
    return database
        .writer()
        .submit(handle -> {
          if (database.dialect() == Dialect.POSTGRESQL) {
            handle.execute("SELECT pg_advisory_xact_lock(hashtext(?))", session);
          }
          long number =
              handle
                      .createQuery("SELECT coalesce(max(n), 0) FROM inbox WHERE session = :s")
                      .bind("s", session)
                      .mapTo(Long.class)
                      .one()
                  + 1;
          handle
              .createUpdate(
                  "INSERT INTO inbox (session, n, ask, stop, asked_by, at) VALUES (:s, :n, :ask, :stop, :by, :at)")
              .bind("s", session)
              .bind("n", number)
              .bind("ask", MAPPER.writerFor(Ask.class).writeValueAsString(ask))
              .bind("stop", ask instanceof Ask.Stop ? 1 : 0)
              .bind("by", by)
              .bind("at", at.toString())
              .execute();
          return number;
        });
  }

  List<Row> waiting(String session) {
    return database
        .jdbi()
        .withHandle(h ->
            h.createQuery("SELECT * FROM inbox WHERE session = :s AND done = 0 ORDER BY n")
                .bind("s", session)
                .map((rs, ctx) ->
                    new Row(
                        rs.getLong("n"),
                        MAPPER.readValue(rs.getString("ask"), Ask.class),
                        rs.getString("asked_by"),
                        Instant.parse(rs.getString("at"))))
                .list());
  }

  Set<String> asked() {
    return new HashSet<>(
        database
            .jdbi()
            .withHandle(h ->
                h.createQuery("SELECT DISTINCT session FROM inbox WHERE done = 0")
                    .mapTo(String.class)
                    .list()));
  }

  Set<String> stopsWaiting(Set<String> sessions) {
    if (sessions.isEmpty()) {
      return Set.of();
    }
    return new HashSet<>(
        database
            .jdbi()
            .withHandle(h ->
                h.createQuery(
                        "SELECT DISTINCT session FROM inbox WHERE done = 0 AND stop = 1 AND session IN (<ids>)")
                    .bindList("ids", sessions)
                    .mapTo(String.class)
                    .list()));
  }
}
