package heist.app;

import heist.cli.Interrupts;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and SIGTERM by way of a shutdown hook. The hook starts the orderly end, waits for the
 * command to return, and ends the process with the command's own exit code.
 */
final class Shutdown implements Interrupts {
  /** A supervisor's patience is often ten seconds; ours is promised to be five. */
  private static final long PATIENCE_MS = 4_600;

  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile int code = 1;

  @Override
  public Handle on(Runnable orderly) {
    Thread hook = new Thread(() -> end(orderly), "shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
    return () -> {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The process is ending already, through that very hook.
      }
    };
  }

  /** The command has returned. */
  void finished(int exitCode) {
    code = exitCode;
    finished.countDown();
  }

  private void end(Runnable orderly) {
    try {
      orderly.run();
    } catch (RuntimeException e) {
      org.slf4j.LoggerFactory.getLogger(Shutdown.class).warn("stopping in order failed", e);
    }
    try {
      boolean inTime = finished.await(PATIENCE_MS, TimeUnit.MILLISECONDS);
      Runtime.getRuntime().halt(inTime ? code : 1);
    } catch (InterruptedException e) {
      Runtime.getRuntime().halt(1);
    }
  }
}
