package heist.service.memory;

import heist.model.Folding;
import heist.store.Database;
import heist.store.Dialect;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/**
 * The rows of memory, on SQLite (FTS5) or PostgreSQL (tsvector). Whoever reads gives session, owner
 * and the last event that may count; no call crosses sessions. Thread-safe.
 */
final class MemoryStore {
  /** The owner of what was said to everybody. */
  static final String CREW = "";

  private static final int CANDIDATES = 2_000;

  private static final RowMapper<Memory> ROW =
      (r, _) ->
          new Memory(
              !r.getString("owner").equals(CREW),
              r.getLong("n"),
              r.getLong("seq"),
              r.getString("kind"),
              r.getString("author"),
              r.getInt("round"),
              r.getString("text"));

  private final Database database;

  MemoryStore(Database database) {
    this.database = database;
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
   * Takes in what was said, and marks the feed as read up to {@code seq}. Repeating is harmless.
   */
  void take(String session, List<Memory> said, long seq) {
    database
        .writer()
        .submit(handle -> {
          for (Memory memory : said) {
            insert(handle, session, CREW, memory, null);
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
  }

  /**
   * Keeps {@code text} for its owner.
   *
   * @param call id of the tool call; a repeated one stores nothing new
   * @return the number of the note
   */
  long keep(
      String session, String owner, String author, long seq, String text, @Nullable String call) {
    for (int attempt = 1; ; attempt++) {
      try {
        return database.writer().submit(h -> keep(h, session, owner, author, seq, text, call));
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
    insert(handle, session, owner, new Memory(true, n, seq, "note", author, 0, text), call);
    return n;
  }

  private void insert(
      Handle handle, String session, String owner, Memory memory, @Nullable String call) {
    String conflict = memory.own() ? "" : " ON CONFLICT (session, owner, n) DO NOTHING";
    handle
        .createQuery(
            """
            INSERT INTO memory (session, owner, n, seq, kind, author, round, text, call)
            VALUES (:session, :owner, :n, :seq, :kind, :author, :round, :text, :call)\
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
        .mapTo(Long.class)
        .findOne()
        .ifPresent(id -> index(handle, id, home(session, owner), memory.text()));
  }

  private void index(Handle handle, long id, String home, String text) {
    String words = String.join(" ", Folding.words(text));
    String sql =
        switch (database.dialect()) {
          case SQLITE -> "INSERT INTO memory_words (rowid, home, words) VALUES (?, ?, ?)";
          case POSTGRESQL ->
              "INSERT INTO memory_words (id, home, words) VALUES (?, ?, to_tsvector('simple', ?))";
        };
    handle.execute(sql, id, home, words);
  }

  /** The latest {@code count} things said, oldest first. */
  List<Memory> recent(String session, long upto, int count) {
    return database
        .jdbi()
        .withHandle(h ->
            h.createQuery(
                    """
                    SELECT * FROM memory
                    WHERE session = ? AND owner = '' AND n <= ? ORDER BY n DESC LIMIT ?
                    """)
                .bind(0, session)
                .bind(1, upto)
                .bind(2, count)
                .map(ROW)
                .list()
                .reversed());
  }

  /** All that was said, and all that {@code author} keeps for itself, in order. */
  List<Memory> all(String session, @Nullable String author, long upto) {
    return database
        .jdbi()
        .withHandle(h ->
            h.createQuery(
                    """
                    SELECT * FROM memory
                    WHERE session = :session AND seq <= :upto
                    AND (owner = '' OR author = :author)
                    ORDER BY seq, owner, n
                    """)
                .bind("session", session)
                .bind("upto", upto)
                .bind("author", author)
                .map(ROW)
                .list());
  }

  /** How many memories {@link #candidates} looks through. */
  long size(String session, String owner, long upto) {
    return database
        .jdbi()
        .withHandle(h ->
            h.createQuery(
                    """
                    SELECT COUNT(*) FROM memory
                    WHERE session = ? AND owner IN ('', ?) AND seq <= ?
                    """)
                .bind(0, session)
                .bind(1, owner)
                .bind(2, upto)
                .mapTo(Long.class)
                .one());
  }

  /** What holds any of {@code words}: said to everybody or kept by {@code owner}; newest first. */
  List<Memory> candidates(String session, String owner, Set<String> words, long upto) {
    if (words.isEmpty()) {
      return List.of();
    }
    Dialect dialect = database.dialect();
    List<String> homes = List.of(home(session, CREW), home(session, owner));
    String sql =
        switch (dialect) {
          case SQLITE ->
              """
              SELECT m.* FROM memory_words w JOIN memory m ON m.id = w.rowid
              WHERE memory_words MATCH :match
              """;
          case POSTGRESQL ->
              """
              SELECT m.* FROM memory_words w JOIN memory m ON m.id = w.id
              WHERE w.home IN (:one, :other) AND w.words @@ to_tsquery('simple', :match)
              """;
        };
    String match =
        switch (dialect) {
          case SQLITE -> "home : (%s) AND words : (%s)".formatted(any(homes), any(words));
          case POSTGRESQL -> String.join(" | ", words);
        };
    return database
        .jdbi()
        .withHandle(h -> {
          var query =
              h.createQuery(
                  sql
                      + " AND m.session = :session AND m.owner IN ('', :owner)"
                      + " AND m.seq <= :upto ORDER BY m.seq DESC, m.owner, m.n DESC LIMIT "
                      + CANDIDATES);
          if (dialect == Dialect.POSTGRESQL) {
            query.bind("one", homes.get(0)).bind("other", homes.get(1));
          }
          return query
              .bind("match", match)
              .bind("session", session)
              .bind("owner", owner)
              .bind("upto", upto)
              .map(ROW)
              .list();
        });
  }

  /** Quoted for FTS5; folded words and homes are letters and digits only. */
  private static String any(Collection<String> words) {
    return words.stream().map(w -> '"' + w + '"').collect(Collectors.joining(" OR "));
  }

  /** A term of letters and digits that stands for session and owner. */
  private static String home(String session, String owner) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest((session + "\n" + owner).getBytes(StandardCharsets.UTF_8));
      return "h" + HexFormat.of().formatHex(hash, 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
