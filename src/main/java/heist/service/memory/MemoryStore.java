package heist.service.memory;

import heist.HeistException;
import heist.model.Folding;
import heist.service.memory.Memory.Whose;
import heist.store.Database;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  static final RowMapper<Memory> ROW =
      (r, _) ->
          new Memory(
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
              r.getObject("withdrawn") != null);

  private static final int REINDEXED_AT_ONCE = 500;

  /** More than any session needs; forgotten ones count, too. */
  static final int MOST_NOTES = 10_000;

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

  /**
   * Takes in a stretch of the feed, and marks it as read up to {@code seq}. Repeating is harmless.
   */
  void take(String session, Stretch stretch, long seq) {
    int marked =
        database
            .writer()
            .submit(handle -> {
              for (Memory memory : stretch.said()) {
                Optional<Long> unused = insert(handle, session, CREW, memory, null);
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
   * Keeps {@code text} for its owner, or, with the owner {@link #SHARED}, for the crew.
   *
   * @param call id of the tool call; a repeated one stores nothing new
   * @return the number of the note
   */
  long keep(
      String session, String owner, String author, long seq, String text, @Nullable String call) {
    for (int attempt = 1; ; attempt++) {
      try {
        long n = database.writer().submit(h -> keep(h, session, owner, author, seq, text, call));
        stored.run();
        return n;
      } catch (RuntimeException e) {
        // PostgreSQL: another call of the same owner took the number meanwhile.
        if (attempt == 5 || !database.dialect().isDuplicateKey(e)) {
          throw e;
        }
      }
    }
  }

  private long keep(
      Handle handle,
      String session,
      String owner,
      String author,
      long seq,
      String text,
      @Nullable String call) {
    if (call != null) {
      var known =
          handle
              .createQuery("SELECT n FROM memory WHERE session = ? AND owner = ? AND call = ?")
              .bind(0, session)
              .bind(1, owner)
              .bind(2, call)
              .mapTo(Long.class)
              .findOne();
      if (known.isPresent()) {
        return known.get();
      }
    }
    long n =
        handle
            .createQuery(
                "SELECT COALESCE(MAX(n), 0) + 1 FROM memory WHERE session = ? AND owner = ?")
            .bind(0, session)
            .bind(1, owner)
            .mapTo(Long.class)
            .one();
    if (n > MOST_NOTES) {
      throw new HeistException(
          HeistException.Kind.LIMIT,
          "there are %d notes already; no more are kept in this session".formatted(MOST_NOTES));
    }
    Whose whose = owner.equals(SHARED) ? Whose.SHARED : Whose.OWN;
    Optional<Long> unused =
        insert(handle, session, owner, Memory.of(whose, n, seq, "note", author, 0, text), call);
    return n;
  }

  /**
   * Forgets a note for good: its text is gone, its words find nothing, its number is not given
   * again.
   *
   * @return false if {@code author} has no such note
   */
  boolean forget(String session, String owner, String author, long n) {
    return database
        .writer()
        .submit(handle -> {
          Optional<Long> id =
              handle
                  .createQuery(
                      """
                      SELECT id FROM memory
                      WHERE session = ? AND owner = ? AND n = ? AND author = ? AND kind = 'note'
                      """)
                  .bind(0, session)
                  .bind(1, owner)
                  .bind(2, n)
                  .bind(3, author)
                  .mapTo(Long.class)
                  .findOne();
          id.ifPresent(row -> {
            terms.remove(handle, row);
            handle.execute("DELETE FROM memory_vector WHERE id = ?", row);
            handle.execute(
                "UPDATE memory SET text = '', words = '', kind = 'forgotten' WHERE id = ?", row);
          });
          return id.isPresent();
        });
  }

  private Optional<Long> insert(
      Handle handle, String session, String owner, Memory memory, @Nullable String call) {
    String words = words(memory.author(), memory.text());
    String conflict =
        memory.whose() == Whose.CREW ? " ON CONFLICT (session, owner, n) DO NOTHING" : "";
    Optional<Long> id =
        handle
            .createQuery(
                """
                INSERT INTO memory
                  (session, owner, n, seq, kind, author, round, text, call, words, indexed)
                VALUES
                  (:session, :owner, :n, :seq, :kind, :author, :round, :text, :call, :words, 1)\
                """
                    + conflict
                    + " RETURNING id")
            .bind("session", session)
            .bind("owner", owner)
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
    return said(session, 0, upto, count);
  }

  /**
   * What was said after one event and up to another: the newest {@code count} of it, oldest first.
   */
  List<Memory> said(String session, long after, long upto, int count) {
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
                .bind(2, upto)
                .bind(3, count)
                .map(ROW)
                .list()
                .reversed());
  }

  /**
   * The newest {@code count} notes that an agent may be told: its own, and what was shared; in
   * order.
   *
   * @param author name of the agent whose own notes may be told; null: nobody's
   */
  List<Memory> notes(String session, @Nullable String author, long upto, int count) {
    return database
        .jdbi()
        .withHandle(h ->
            h.createQuery(
                    """
                    SELECT * FROM memory
                    WHERE session = :session AND owner <> '' AND kind = 'note' AND seq <= :upto
                    AND (owner = '*' OR author = :author)
                    ORDER BY seq DESC, id DESC LIMIT :count
                    """)
                .bind("session", session)
                .bind("upto", upto)
                .bind("author", author)
                .bind("count", count)
                .map(ROW)
                .list()
                .reversed());
  }

  /** The owner of what {@code author} keeps for itself; of nobody if it keeps nothing. */
  String ownerOf(String session, @Nullable String author) {
    return database
        .jdbi()
        .withHandle(h ->
            h.createQuery(
                    """
                    SELECT owner FROM memory
                    WHERE session = ? AND author = ? AND owner NOT IN ('', '*') LIMIT 1
                    """)
                .bind(0, session)
                .bind(1, author)
                .mapTo(String.class)
                .findOne()
                .orElse(CREW));
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
