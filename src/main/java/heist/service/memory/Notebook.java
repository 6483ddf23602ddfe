package heist.service.memory;

import heist.HeistException;
import heist.service.memory.Memory.Whose;
import heist.store.Database;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
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
   * Keeps {@code text} for its owner, or, with the owner {@link MemoryStore#SHARED}, for the crew.
   *
   * @param call id of the tool call; a repeated one stores nothing new
   * @return the number of the note
   */
  long keep(
      String session, String owner, String author, long seq, String text, @Nullable String call) {
    for (int attempt = 1; ; attempt++) {
      try {
        long n = database.writer().submit(h -> keep(h, session, owner, author, seq, text, call));
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
    boolean shared = owner.equals(MemoryStore.SHARED);
    Whose whose = shared ? Whose.SHARED : Whose.OWN;
    Optional<Long> unused =
        store.insert(
            handle, session, owner, Memory.of(whose, n, seq, "note", author, 0, text), call, false);
    if (shared) {
      withdraw(handle, session, author);
    }
    return n;
  }

  /** What {@code author} shared counts no longer once it was expelled. */
  static void withdraw(Handle handle, String session, String author) {
    handle
        .createUpdate(
            """
            UPDATE memory SET withdrawn =
              (SELECT MIN(seq) FROM memory
               WHERE session = :session AND owner = '' AND author = :author AND kind = :left)
            WHERE session = :session AND owner = '*' AND author = :author
            """)
        .bind("session", session)
        .bind("author", author)
        .bind("left", Memory.LEFT)
        .execute();
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
            store.terms().remove(handle, row);
            handle.execute("DELETE FROM memory_vector WHERE id = ?", row);
            handle.execute(
                "UPDATE memory SET text = '', words = '', kind = 'forgotten' WHERE id = ?", row);
          });
          return id.isPresent();
        });
  }

  /**
   * The newest {@code count} notes that an agent may be told: its own, and what was shared; in
   * order.
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
                    AND owner IN ('*', :owner)
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
