package heist.event;

import java.time.Instant;

/**
 * An event with its place in the log.
 *
 * <p>Facts that an outsider may see are numbered 1, 2, 3, ... in {@code seq}, with {@code sub} 0.
 * An engine fact carries the number of the outside fact before it, and its own place behind that in
 * {@code sub} (1, 2, ...). So the numbers that people see have no gaps that could betray what they
 * do not see, and every reference to an event (evidence, blame, links) is one plain number.
 *
 * @param v version of the event's form; readers refuse what is newer than {@link #VERSION}
 * @param seq number of the event, or of the last outside event before it
 * @param sub 0 for what outsiders may see, else the place among the engine facts that follow {@code
 *     seq}
 * @param at when it was appended
 */
public record Envelope(int v, long seq, int sub, Instant at, SessionEvent event) {
  /** The version that this program writes. */
  public static final int VERSION = 1;

  /** An event of the current version. */
  public Envelope(long seq, int sub, Instant at, SessionEvent event) {
    this(VERSION, seq, sub, at, event);
  }

  /** The wire name of the event's type, such as {@code message_spoken}. */
  public String type() {
    return EventTypes.name(event.getClass());
  }
}
