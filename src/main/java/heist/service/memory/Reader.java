package heist.service.memory;

import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * Who looks into memory, and how far. No look crosses sessions, and nobody's notes are told to
 * another.
 *
 * @param owner whose own notes may be told: the {@code sub} of its token; empty for nobody's
 * @param upto the last event that may count
 */
record Reader(String session, String owner, long upto) {
  /** What of the table {@code memory m} a reader may be told, and wants. See {@link #bind}. */
  static final String MAY_SEE =
      """
      m.session = :session AND m.owner IN ('', '*', :owner) AND m.seq <= :upto
      AND m.seq > :after AND m.seq < :before AND (:author = '' OR m.author = :author)
      AND (:standing = 0 OR m.withdrawn IS NULL OR m.withdrawn > :upto)
      """;

  /** Gives a question with {@link #MAY_SEE} in it its values. */
  Query bind(Query question, Filter filter) {
    return question
        .bind("session", session)
        .bind("owner", owner)
        .bind("upto", upto)
        .bind("after", filter.after())
        .bind("before", filter.before())
        .bind("author", filter.author() == null ? "" : filter.author())
        .bind("standing", filter.standing() ? 1 : 0);
  }

  /**
   * What of it is wanted.
   *
   * @param author only what this agent said or stored; null: anybody
   * @param after only what is newer than this event
   * @param before only what is older than this event
   * @param standing only what has not been withdrawn
   */
  record Filter(@Nullable String author, long after, long before, boolean standing) {
    static final Filter NONE = new Filter(null, -1, Long.MAX_VALUE, false);
  }
}
