package heist.tool;

import heist.web.Caller;
import org.jspecify.annotations.Nullable;

/**
 * How a caller refers to a call: what it says here goes into the audit as its own word.
 *
 * @param id the same when the call is repeated after a crash; null if the caller gave none
 * @param event the number of the session's event that asks for the call; null if it gave none
 */
public record CallRef(@Nullable String id, @Nullable Long event) {
  /** Keys in the {@code _meta} of an MCP call. */
  static final String META_ID = "heist/call";

  static final String META_EVENT = "heist/event";

  /** Headers of a REST call. */
  static final String HEADER_ID = "Idempotency-Key";

  static final String HEADER_EVENT = "Heist-Event";

  /** A caller that refers to it in no way. */
  static final CallRef NONE = new CallRef(null, null);

  private static final int LONGEST_ID = 200;
  private static final long LAST_EVENT = 1_000_000_000_000L;

  /**
   * What {@code caller} says of a call. What is not of the right form is left out: it is a remark,
   * not an argument. Only a token of a session can refer to one of its events.
   */
  static CallRef of(Caller caller, @Nullable Object id, @Nullable Object event) {
    return new CallRef(
        id instanceof String text && !text.isBlank() && text.length() <= LONGEST_ID ? text : null,
        caller.sessionId() == null ? null : event(event));
  }

  private static @Nullable Long event(@Nullable Object given) {
    long number =
        switch (given) {
          case Integer whole -> whole;
          case Long whole -> whole;
          case String text when text.matches("[0-9]{1,13}") -> Long.parseLong(text);
          case null, default -> 0;
        };
    return number >= 1 && number <= LAST_EVENT ? (Long) number : null;
  }
}
