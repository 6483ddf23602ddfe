package heist.service.memory;

import heist.service.memory.Memory.Whose;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The notes that a fork begins with: those its parent had after the last event they share, but for
 * what was forgotten since.
 *
 * @param parent the session it was forked from
 * @param from how the parent began
 * @param to how the fork began; its crew may have another name
 * @param last the last event they share
 */
record Inherited(String parent, Opening from, Opening to, long last) {
  private record Row(String owner, String sub, Memory note) {}

  /** Copies them, unless the fork's feed has been read so far already. */
  void copy(Handle handle, MemoryStore store, String session) {
    boolean done =
        handle
            .createQuery("SELECT 1 FROM progress WHERE session = ? AND seq >= ?")
            .bind(0, session)
            .bind(1, last)
            .mapTo(Integer.class)
            .findOne()
            .isPresent();
    if (done) {
      return;
    }
    for (Row row : rows(handle)) {
      Optional<Long> unused =
          store.insert(handle, session, row.owner(), row.sub(), row.note(), null, true);
      if (row.note().whose() == Whose.SHARED) {
        Notebook.withdraw(handle, session, row.note().author());
      }
    }
  }

  private List<Row> rows(Handle handle) {
    return handle
        .createQuery(
            "SELECT * FROM memory WHERE session = ? AND owner <> '' AND seq <= ? ORDER BY id")
        .bind(0, parent)
        .bind(1, last)
        .map((r, c) ->
            new Row(
                here(r.getString("owner"), r.getString("author")),
                here(r.getString("sub"), r.getString("author")),
                MemoryStore.row(last).map(r, c)))
        .list();
  }

  /** A member of the parent's crew is the member of that name here; anybody else stays. */
  private String here(String sub, String author) {
    return !sub.isEmpty() && sub.equals(from.owner(author)) ? to.owner(author) : sub;
  }
}
