package heist.service.game;

import heist.store.Database;
import heist.store.Dialect;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** What was said in talks with one agent. Durable; thread-safe. */
final class Chats {
  private final Database database;

  /**
   * A line of a talk.
   *
   * @param agent who is talked to
   * @param role {@code user} or {@code assistant}
   */
  record Line(long n, String agent, String role, String text, String at) {}

  Chats(Database database) {
    this.database = database;
  }

  /** Every line of a talk, oldest first; none if there is no such talk. */
  List<Line> history(String session) {
    return database
        .jdbi()
        .withHandle(h ->
            h.createQuery("SELECT * FROM chat WHERE session = :s ORDER BY n")
                .bind("s", session)
                .map((rs, ctx) ->
                    new Line(
                        rs.getLong("n"),
                        rs.getString("agent"),
                        rs.getString("role"),
                        rs.getString("text"),
                        rs.getString("at")))
                .list());
  }

  /** Adds a question and its answer; durable when this returns. */
  void add(String session, String agent, String message, String response, Instant at) {
    boolean unused =
        database
            .writer()
            .submit(handle -> {
              if (database.dialect() == Dialect.POSTGRESQL) {
                handle.execute("SELECT pg_advisory_xact_lock(hashtext(?))", "chat " + session);
              }
              long last =
                  handle
                      .createQuery("SELECT coalesce(max(n), 0) FROM chat WHERE session = :s")
                      .bind("s", session)
                      .mapTo(Long.class)
                      .one();
              insert(handle, session, new Line(last + 1, agent, "user", message, at.toString()));
              insert(
                  handle, session, new Line(last + 2, agent, "assistant", response, at.toString()));
              return true;
            });
  }

  private static void insert(Handle handle, String session, Line line) {
    handle
        .createUpdate(
            "INSERT INTO chat (session, n, agent, role, text, at) VALUES (:s, :n, :agent, :role, :text, :at)")
        .bind("s", session)
        .bind("n", line.n())
        .bind("agent", line.agent())
        .bind("role", line.role())
        .bind("text", line.text())
        .bind("at", line.at())
        .execute();
  }
}
