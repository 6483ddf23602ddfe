package heist.session;

/**
 * How far a log has come.
 *
 * @param n number of the last fact
 * @param seq number of the last outside fact
 */
public record Position(long n, long seq) {
  /** Before the first event. */
  public static final Position START = new Position(0, 0);
}
