package heist.service.memory;

import heist.model.Folding;
import heist.service.memory.Memory.Whose;
import heist.store.Database;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/**
 * The rows of memory, on SQLite or PostgreSQL. Whoever reads gives session, owner and the last
 * event that may count; no call crosses sessions. Thread-safe.
 */
final class MemoryStore {
  /** The owner of what was said to everybody. */
  static final String CREW = "";

  /** The owner of what agents shared on purpose. */
  static final String SHARED = "*";

  /** Reads a row as it stood after event {@code upto}: what was withdrawn later still counts. */
  static RowMapper<Memory> row(long upto) {
    return (r, _) -> {
      long withdrawn = r.getLong("withdrawn");
      return new Memory(
          r.getLong("id"),
          switch (r.getString("owner")) {
            case CREW -> Whose.CREW;
            case SHARED -> Whose.SHARED;
            default -> Whose.OWN;
          },
          r.getLong("n"),
          r.getLong("seq"),
          r.getString("kind"),
          r.getString("author"),
          r.getInt("round"),
          r.getString("text"),
          r.getString("words"),
          withdrawn > 0 && withdrawn <= upto);
    };
  }

  private static final int REINDEXED_AT_ONCE = 500;

  private final Database database;
  private final Terms terms;
  private volatile Runnable stored = () -> {};

  MemoryStore(Database database) {
    this.database = database;
    this.terms = new Terms(database);
  }

  /** Runs {@code then}, which must return at once, whenever something has been stored. */
  void whenStored(Runnable then) {
    stored = then;
  }

  /** Says that something was stored. */
  void hasStored() {
    stored.run();
  }

  /** The index of words. */
  Terms terms() {
    return terms;
  }

  Database database() {
    return database;
  }

  /** Puts into the index what an earlier build has stored. */
  void reindex() {
    while (true) {
      int done =
          database
              .writer()
              .submit(handle -> {
                List<ToIndex> rows =
                    handle
                        .createQuery(
                            "SELECT id, session, owner, author, text FROM memory WHERE indexed = 0 ORDER BY id LIMIT "
                                + REINDEXED_AT_ONCE)
                        .map((r, _) ->
                            new ToIndex(
                                r.getLong("id"),
                                r.getString("session"),
                                r.getString("owner"),
                                words(r.getString("author"), r.getString("text"))))
                        .list();
                for (ToIndex row : rows) {
                  terms.add(handle, row.id(), row.session(), row.owner(), row.words());
                  handle.execute(
                      "UPDATE memory SET indexed = 1, words = ? WHERE id = ?",
                      row.words(),
                      row.id());
                }
                return rows.size();
              });
      if (done < REINDEXED_AT_ONCE) {
        return;
      }
    }
  }

  private record ToIndex(long id, String session, String owner, String words) {}

  private static String words(String author, String text) {
    return String.join(" ", Folding.words(author + ": " + text));
  }

  /** The last event of the session's feed that has been read; 0 if none. */
  long progress(String session) {
    return database
        .jdbi()
        .withHandle(h ->
            h.createQuery("SELECT seq FROM progress WHERE session = ?")
                .bind(0, session)
                .mapTo(Long.class)
                .findOne()
                .orElse(0L));
  }

  /** How a session began, as far as its feed has been read. */
  Optional<Opening> opening(String session) {
    return database.jdbi().withHandle(h -> Opening.find(h, session));
  }

  /** Keeps how a session began, unless that is known. */
  void keep(String session, Opening opening) {
    database
        .writer()
        .submit(handle -> {
          opening.keep(handle, session);
          return session;
        });
  }

  /**
   * Takes in a stretch of the feed, and marks it as read up to {@code seq}. Repeating is harmless.
   */
  void take(String session, Stretch stretch, long seq) {
    int marked =
        database
            .writer()
            .submit(handle -> {
              if (stretch.opening() != null) {
                stretch.opening().keep(handle, session);
              }
              for (Memory memory : stretch.said()) {
                Optional<Long> unused = insert(handle, session, CREW, "", memory, null, true);
                if (memory.kind().equals(Memory.LEFT)) {
                  Notebook.withdraw(handle, session, memory.author());
                }
              }
              for (Told told : stretch.told()) {
                insert(handle, session, told);
              }
              for (Map.Entry<Long, Long> withdrawn : stretch.withdrawn().entrySet()) {
                handle.execute(
                    "UPDATE memory SET withdrawn = ? WHERE session = ? AND owner = '' AND n = ? AND withdrawn IS NULL",
                    withdrawn.getValue(),
                    session,
                    withdrawn.getKey());
              }
              if (stretch.inherited() != null) {
                stretch.inherited().copy(handle, this, session);
              }
              return handle.execute(
                  """
                  INSERT INTO progress (session, seq) VALUES (?, ?)
                  ON CONFLICT (session) DO UPDATE SET seq = excluded.seq
                  WHERE progress.seq < excluded.seq
                  """,
                  session,
                  seq);
            });
    if (marked > 0) {
      stored.run();
    }
  }

  private static void insert(Handle handle, String session, Told told) {
    handle
        .createUpdate(
            """
            INSERT INTO summary (session, seq, level, from_seq, to_seq, covers, text, made_by)
            VALUES (:session, :seq, :level, :from, :to, :covers, :text, :by)
            ON CONFLICT (session, seq) DO NOTHING
            """)
        .bind("session", session)
        .bind("seq", told.seq())
        .bind("level", told.level())
        .bind("from", told.from())
        .bind("to", told.to())
        .bind("covers", told.coversText())
        .bind("text", told.text())
        .bind("by", told.by())
        .execute();
  }

  /**
   * Puts a memory into rows and index.
   *
   * @param sub of the token that stored it; empty if none did, or an earlier build did not keep it
   * @param unlessThere whether one that is there already stays as it is
   * @return its row; empty if it was there
   */
  Optional<Long> insert(
      Handle handle,
      String session,
      String owner,
      String sub,
      Memory memory,
      @Nullable String call,
      boolean unlessThere) {
    String words =
        memory.kind().equals(Memory.FORGOTTEN) ? "" : words(memory.author(), memory.text());
    String conflict = unlessThere ? " ON CONFLICT (session, owner, n) DO NOTHING" : "";
    Optional<Long> id =
        handle
            .createQuery(
                """
                INSERT INTO memory
                  (session, owner, sub, n, seq, kind, author, round, text, call, words, indexed)
                VALUES
                  (:session, :owner, :sub, :n, :seq, :kind, :author, :round, :text, :call, :words, 1)\
                """
                    + conflict
                    + " RETURNING id")
            .bind("session", session)
            .bind("owner", owner)
            .bind("sub", sub)
            .bind("call", call)
            .bind("n", memory.n())
            .bind("seq", memory.seq())
            .bind("kind", memory.kind())
            .bind("author", memory.author())
            .bind("round", memory.round())
            .bind("text", memory.text())
            .bind("words", words)
            .mapTo(Long.class)
            .findOne();
    id.ifPresent(row -> terms.add(handle, row, session, owner, words));
    return id;
  }

  /** The latest {@code count} things said, oldest first. */
  List<Memory> recent(String session, long upto, int count) {
    return said(session, upto, 0, upto, count);
  }

  /**
   * What was said after one event and up to another: the newest {@code count} of it, oldest first,
   * as it stood after event {@code upto}.
   */
  List<Memory> said(String session, long upto, long after, long last, int count) {
    return database
        .jdbi()
        .withHandle(h ->
            h.createQuery(
                    """
                    SELECT * FROM memory
                    WHERE session = ? AND owner = '' AND n > ? AND n <= ? ORDER BY n DESC LIMIT ?
                    """)
                .bind(0, session)
                .bind(1, after)
                .bind(2, last)
                .bind(3, count)
                .map(row(upto))
                .list()
                .reversed());
  }

  /** The messages that no longer count after event {@code upto}. */
  List<Memory> withdrawn(String session, long upto) {
    return database
        .jdbi()
        .withHandle(h ->
            h.createQuery(
                    "SELECT * FROM memory WHERE session = ? AND owner = '' AND withdrawn <= ? ORDER BY n")
                .bind(0, session)
                .bind(1, upto)
                .map(row(upto))
                .list());
  }

  /** Who has said anything up to an event. */
  Set<String> speakers(String session, long upto) {
    return database
        .jdbi()
        .withHandle(h ->
            h.createQuery(
                    "SELECT DISTINCT author FROM memory WHERE session = ? AND owner = '' AND n <= ?")
                .bind(0, session)
                .bind(1, upto)
                .mapTo(String.class)
                .set());
  }

  /** What is told in short, in the order in which it came to be. */
  List<Told> told(String session, long upto) {
    return database
        .jdbi()
        .withHandle(h ->
            h.createQuery("SELECT * FROM summary WHERE session = ? AND seq <= ? ORDER BY seq")
                .bind(0, session)
                .bind(1, upto)
                .map((r, _) ->
                    Told.of(
                        r.getLong("seq"),
                        r.getInt("level"),
                        r.getLong("from_seq"),
                        r.getLong("to_seq"),
                        r.getString("covers"),
                        r.getString("text"),
                        r.getString("made_by")))
                .list());
  }
}
