package heist.event;

import java.time.Instant;

/**
 * An event with its place in the log.
 *
 * <p>{@code n} counts every fact of the session. {@code seq} counts the facts that an outsider may
 * see; an engine fact carries the {@code seq} of the outside fact before it. So the numbers that
 * people see have no gaps that could betray what they do not see, and every reference to an event
 * (evidence, blame, links) is one {@code seq}.
 *
 * @param v version of the event's form; readers refuse what is newer than {@link #VERSION}
 * @param n number in the whole log, from 1, without gaps; never shown outside before the reveal
 * @param seq number among the outside facts, from 1, without gaps
 * @param at when it was appended
 */
public record Envelope(int v, long n, long seq, Instant at, SessionEvent event) {
  /** The version that this program writes. */
  public static final int VERSION = 1;

  /** An event of the current version. */
  public Envelope(long n, long seq, Instant at, SessionEvent event) {
    this(VERSION, n, seq, at, event);
  }

  /** The wire name of the event's type, such as {@code message_spoken}. */
  public String type() {
    return EventTypes.name(event.getClass());
  }
}
