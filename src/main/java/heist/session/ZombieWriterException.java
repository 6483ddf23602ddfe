package heist.session;

import heist.HeistException;

/**
 * Somebody else has written this session's log: this writer's time is over. Nothing was written.
 */
public final class ZombieWriterException extends HeistException {
  private static final long serialVersionUID = 1L;

  /** The writer believed the log of {@code session} to end at {@code expected}. */
  public ZombieWriterException(String session, Position expected, Throwable cause) {
    super(
        Kind.CONFLICT,
        "Session "
            + session
            + " has gone on beyond event "
            + expected.n()
            + " elsewhere; this worker lets it go.",
        cause);
  }
}
