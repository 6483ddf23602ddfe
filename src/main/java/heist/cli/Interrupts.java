package heist.cli;

/** Ctrl-C and SIGTERM. */
public interface Interrupts {
  /**
   * Runs {@code orderly} when the process is asked to end, then waits a few seconds for the command
   * to return, until the returned handle is closed.
   */
  Handle on(Runnable orderly);

  /** Takes the action back. */
  interface Handle extends AutoCloseable {
    @Override
    void close();
  }
}
