package heist.service.memory;

import heist.service.memory.Reader.Filter;
import heist.store.Database;
import heist.store.Dialect;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * The index of words: FTS5 on SQLite, tsvector on PostgreSQL. A term is a word behind a hash of
 * session and owner, so that a search costs what its own session holds and never sees another's.
 * Thread-safe.
 */
final class Terms {
  private final Database database;

  Terms(Database database) {
    this.database = database;
  }

  void add(Handle handle, long id, String session, String owner, String words) {
    String home = home(session, owner);
    String terms =
        Stream.of(words.split(" ", -1))
            .filter(w -> !w.isEmpty())
            .distinct()
            .map(home::concat)
            .collect(Collectors.joining(" "));
    String sql =
        switch (database.dialect()) {
          case SQLITE -> "INSERT INTO memory_terms (rowid, terms) VALUES (?, ?)";
          case POSTGRESQL ->
              "INSERT INTO memory_terms (id, terms) VALUES (?, array_to_tsvector(string_to_array(?, ' ')))";
        };
    handle.execute(sql, id, terms);
  }

  void remove(Handle handle, long id) {
    handle.execute(
        switch (database.dialect()) {
          case SQLITE -> "DELETE FROM memory_terms WHERE rowid = ?";
          case POSTGRESQL -> "DELETE FROM memory_terms WHERE id = ?";
        },
        id);
  }

  /** How many memories that the reader may be told hold a word; beyond {@code most} it is most. */
  int holders(Reader reader, String word, int most) {
    String sql =
        switch (database.dialect()) {
          case SQLITE -> "SELECT 1 FROM memory_terms WHERE memory_terms MATCH :match";
          case POSTGRESQL -> "SELECT 1 FROM memory_terms WHERE terms @@ CAST(:match AS tsquery)";
        };
    return database
        .jdbi()
        .withHandle(h ->
            h.createQuery("SELECT count(*) FROM (" + sql + " LIMIT " + most + ") found")
                .bind("match", match(reader, List.of(word)))
                .mapTo(Integer.class)
                .one());
  }

  /** The newest memories that hold all of {@code words}. */
  List<Memory> holding(Reader reader, Collection<String> words, Filter filter, int most) {
    String sql =
        switch (database.dialect()) {
          case SQLITE ->
              """
              SELECT m.* FROM memory_terms t JOIN memory m ON m.id = t.rowid
              WHERE memory_terms MATCH :match
              """;
          case POSTGRESQL ->
              """
              SELECT m.* FROM memory_terms t JOIN memory m ON m.id = t.id
              WHERE t.terms @@ CAST(:match AS tsquery)
              """;
        };
    String order =
        switch (database.dialect()) {
          case SQLITE -> "t.rowid";
          case POSTGRESQL -> "t.id";
        };
    return database
        .jdbi()
        .withHandle(h ->
            reader
                .bind(
                    h.createQuery(
                        sql
                            + " AND "
                            + Reader.MAY_SEE
                            + " ORDER BY "
                            + order
                            + " DESC LIMIT "
                            + most),
                    filter)
                .bind("match", match(reader, words))
                .map(MemoryStore.row(reader.upto()))
                .list());
  }

  /** All of the words, each in any of the reader's homes. Terms are letters and digits only. */
  private String match(Reader reader, Collection<String> words) {
    boolean sqlite = database.dialect() == Dialect.SQLITE;
    List<String> homes =
        Stream.of(MemoryStore.CREW, MemoryStore.SHARED, reader.owner())
            .distinct()
            .map(owner -> home(reader.session(), owner))
            .toList();
    return words.stream()
        .map(word ->
            homes.stream()
                .map(home -> (sqlite ? '"' + home + word + '"' : "'" + home + word + "'"))
                .collect(Collectors.joining(sqlite ? " OR " : " | ", "(", ")")))
        .collect(Collectors.joining(sqlite ? " AND " : " & "));
  }

  /** Letters and digits of a fixed length that stand for session and owner. */
  private static String home(String session, String owner) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest((session + "\n" + owner).getBytes(StandardCharsets.UTF_8));
      return "h" + HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
