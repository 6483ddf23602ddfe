package heist.service.memory;

import heist.HeistException;
import heist.service.memory.Memory.Whose;
import heist.store.Database;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * What agents keep: for themselves, under the {@code sub} of their token, or for the crew.
 * Thread-safe.
 */
final class Notebook {
  /** More than any session needs; forgotten ones count, too. */
  static final int MOST_NOTES = 10_000;

  private final MemoryStore store;
  private final Database database;

  Notebook(MemoryStore store) {
    this.store = store;
    this.database = store.database();
  }

  /**
   * Keeps {@code text} for who has the token, and tells nobody else.
   *
   * @param sub the token's
   * @param author its agent's name
   * @param call id of the tool call; a repeated one stores nothing new
   * @return the number of the note
   */
  long keep(
      String session, String sub, String author, long seq, String text, @Nullable String call) {
    return keep(new Entry(session, sub, sub, author, seq, text, call));
  }

  /** Keeps {@code text} for the whole crew. */
  long share(
      String session, String sub, String author, long seq, String text, @Nullable String call) {
    // Of each who shares: two tokens may number their calls alike.
    String own = call == null ? null : sub + " " + call;
    return keep(new Entry(session, MemoryStore.SHARED, sub, author, seq, text, own));
  }

  private record Entry(
      String session,
      String owner,
      String sub,
      String author,
      long seq,
      String text,
      @Nullable String call) {}

  private long keep(Entry entry) {
    for (int attempt = 1; ; attempt++) {
      try {
        long n = database.writer().submit(h -> keep(h, entry));
        store.hasStored();
        return n;
      } catch (RuntimeException e) {
        // PostgreSQL: another call of the same owner took the number meanwhile.
        if (attempt == 5 || !database.dialect().isDuplicateKey(e)) {
          throw e;
        }
      }
    }
  }

  private long keep(Handle handle, Entry entry) {
    if (entry.call() != null) {
      var known =
          handle
              .createQuery("SELECT n FROM memory WHERE session = ? AND owner = ? AND call = ?")
              .bind(0, entry.session())
              .bind(1, entry.owner())
              .bind(2, entry.call())
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
            .bind(0, entry.session())
            .bind(1, entry.owner())
            .mapTo(Long.class)
            .one();
    if (n > MOST_NOTES) {
      throw new HeistException(
          HeistException.Kind.LIMIT,
          "there are %d notes already; no more are kept in this session".formatted(MOST_NOTES));
    }
    boolean shared = entry.owner().equals(MemoryStore.SHARED);
    Whose whose = shared ? Whose.SHARED : Whose.OWN;
    Memory note = Memory.of(whose, n, entry.seq(), "note", entry.author(), 0, entry.text());
    Optional<Long> unused =
        store.insert(
            handle, entry.session(), entry.owner(), entry.sub(), note, entry.call(), false);
    if (shared) {
      withdraw(handle, entry.session(), entry.author());
    }
    return n;
  }

  /**
   * What a member of the crew shared counts no longer once it was expelled. Who else acts under its
   * name keeps its word; only where nobody knows whose a note or the crew is, the name decides.
   */
  static void withdraw(Handle handle, String session, String member) {
    handle
        .createUpdate(
            """
            UPDATE memory SET withdrawn =
              (SELECT MIN(seq) FROM memory
               WHERE session = :session AND owner = '' AND author = :author AND kind = :left)
            WHERE session = :session AND owner = '*'
            AND (sub = :sub OR ((sub = '' OR :sub = '') AND author = :author))
            """)
        .bind("session", session)
        .bind("author", member)
        .bind("left", Memory.LEFT)
        .bind("sub", Opening.find(handle, session).map(o -> o.owner(member)).orElse(""))
        .execute();
  }

  /**
   * Forgets one of a token's own notes for good: its text is gone, its words find nothing, its
   * number is not given again.
   *
   * @return false if there is no such note
   */
  boolean forget(String session, String sub, long n) {
    return forget(handle ->
        handle
            .createQuery(
                """
                SELECT id FROM memory
                WHERE session = ? AND owner = ? AND n = ? AND kind = 'note'
                """)
            .bind(0, session)
            .bind(1, sub)
            .bind(2, n));
  }

  /**
   * Forgets a note that a token shared, likewise.
   *
   * @param author the token's agent, who decides where an earlier build has not kept the sub
   * @return false if it has shared no such note
   */
  boolean forgetShared(String session, String sub, String author, long n) {
    return forget(handle ->
        handle
            .createQuery(
                """
                SELECT id FROM memory
                WHERE session = ? AND owner = '*' AND n = ? AND kind = 'note'
                AND (sub = ? OR (sub = '' AND author = ?))
                """)
            .bind(0, session)
            .bind(1, n)
            .bind(2, sub)
            .bind(3, author));
  }

  private boolean forget(Function<Handle, Query> note) {
    return database
        .writer()
        .submit(handle -> {
          Optional<Long> id = note.apply(handle).mapTo(Long.class).findOne();
          id.ifPresent(row -> {
            store.terms().remove(handle, row);
            handle.execute("DELETE FROM memory_vector WHERE id = ?", row);
            handle.execute(
                "UPDATE memory SET text = '', words = '', kind = 'forgotten' WHERE id = ?", row);
          });
          return id.isPresent();
        });
  }

  /**
   * The newest {@code count} notes that an agent may be told: its own, and what was shared and
   * still counts; in order.
   *
   * @param owner whose own notes may be told; {@link MemoryStore#CREW}: nobody's
   */
  List<Memory> notes(String session, String owner, long upto, int count) {
    return database
        .jdbi()
        .withHandle(h ->
            h.createQuery(
                    """
                    SELECT * FROM memory
                    WHERE session = :session AND owner <> '' AND kind = 'note' AND seq <= :upto
                    AND owner IN ('*', :owner) AND (withdrawn IS NULL OR withdrawn > :upto)
                    ORDER BY seq DESC, id DESC LIMIT :count
                    """)
                .bind("session", session)
                .bind("upto", upto)
                .bind("owner", owner)
                .bind("count", count)
                .map(MemoryStore.row(upto))
                .list()
                .reversed());
  }
}
