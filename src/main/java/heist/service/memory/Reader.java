package heist.service.memory;

import org.jspecify.annotations.Nullable;

/**
 * Who looks into memory, and how far. No look crosses sessions, and nobody's notes are told to
 * another.
 *
 * @param owner whose own notes may be told: the {@code sub} of its token; empty for nobody's
 * @param upto the last event that may count
 */
record Reader(String session, String owner, long upto) {

  /**
   * What of it is wanted.
   *
   * @param author only what this agent said or stored; null: anybody
   * @param after only what is newer than this event
   * @param before only what is older than this event
   */
  record Filter(@Nullable String author, long after, long before) {
    static final Filter NONE = new Filter(null, -1, Long.MAX_VALUE);
  }
}
