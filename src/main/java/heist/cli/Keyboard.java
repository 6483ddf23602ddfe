package heist.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What a person types, line by line. Reading cannot be interrupted, so that a thread of its own
 * waits for it; there is one such thread, begun with the first question. Used by one thread.
 */
final class Keyboard {
  private static final long LOOK = 100;

  private final InputStream in;
  private final AtomicBoolean interrupted;
  private final LinkedBlockingQueue<Optional<String>> typed = new LinkedBlockingQueue<>();
  private boolean reading;
  private boolean ended;

  Keyboard(InputStream in, AtomicBoolean interrupted) {
    this.in = in;
    this.interrupted = interrupted;
  }

  /** What came. */
  sealed interface Typed {
    /** A line. */
    record Line(String text) implements Typed {}

    /** No more input will come. */
    record End() implements Typed {}

    /** Nothing was typed in time, or Ctrl-C was. */
    record Nothing() implements Typed {}
  }

  /** The next line, waiting so long at most. */
  Typed next(Duration most) {
    if (ended) {
      return new Typed.End();
    }
    if (!reading) {
      reading = true;
      Thread unused = Thread.ofVirtual().name("keyboard").start(this::read);
    }
    long until = System.nanoTime() + most.toNanos();
    try {
      while (!interrupted.get() && System.nanoTime() < until) {
        Optional<String> line = typed.poll(LOOK, TimeUnit.MILLISECONDS);
        if (line != null) {
          ended = line.isEmpty();
          return line.<Typed>map(Typed.Line::new).orElseGet(Typed.End::new);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      interrupted.set(true);
    }
    return new Typed.Nothing();
  }

  private void read() {
    BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    try {
      String line;
      do {
        line = reader.readLine();
        typed.add(Optional.ofNullable(line));
      } while (line != null);
    } catch (IOException e) {
      typed.add(Optional.empty());
    }
  }
}
