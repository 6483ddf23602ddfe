package heist.testing;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Tries a sandbox with many inputs and keeps the worst figures: CPU time and memory of the calling
 * thread, which neighbours on the machine do not change. The sandboxes work on it alone. The wall
 * clock is kept beside it and must stay below a bound that only something that hangs exceeds.
 */
public final class Fuzzing {
  private static final com.sun.management.ThreadMXBean THREADS =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final Duration HANGS = Duration.ofSeconds(60);

  private Fuzzing() {}

  /**
   * The figures of a campaign.
   *
   * @param slowest most CPU time that an input took
   * @param longest most time by the wall clock that an input took
   * @param largest most bytes that one input made the thread allocate
   */
  public record Figures(
      String what, int inputs, Duration slowest, Duration longest, long largest, String culprit) {
    @Override
    public String toString() {
      return "%s: %,d inputs, slowest %d ms of CPU, %d ms by the clock, most memory %,d KB (%s)"
          .formatted(what, inputs, slowest.toMillis(), longest.toMillis(), largest / 1024, culprit);
    }
  }

  /** Whether a campaign's long form was asked for: its inputs, else few. */
  public static Figures run(
      String what,
      int inputs,
      long seed,
      Function<Random, String> generator,
      Consumer<String> trial) {
    Random random = new Random(seed);
    long slowest = 0;
    long longest = 0;
    long largest = 0;
    String culprit = "";
    for (int i = 0; i < inputs; i++) {
      String input = generator.apply(random);
      long allocated = THREADS.getCurrentThreadAllocatedBytes();
      long cpu = THREADS.getCurrentThreadCpuTime();
      long start = System.nanoTime();
      trial.accept(input);
      longest = Math.max(longest, System.nanoTime() - start);
      long took = THREADS.getCurrentThreadCpuTime() - cpu;
      largest = Math.max(largest, THREADS.getCurrentThreadAllocatedBytes() - allocated);
      if (took > slowest) {
        slowest = took;
        culprit = input.length() > 80 ? input.substring(0, 80) + "..." : input;
      }
    }
    Figures figures =
        new Figures(
            what,
            inputs,
            Duration.ofNanos(slowest),
            Duration.ofNanos(longest),
            largest,
            culprit.replace('\n', ' '));
    System.out.println(figures);
    if (figures.longest.compareTo(HANGS) > 0) {
      throw new AssertionError("something hung: " + figures);
    }
    return figures;
  }

  /** Changes a text somewhere: characters inserted, removed, doubled, swapped, cut off. */
  public static String mutate(Random random, String text, String alphabet) {
    StringBuilder changed = new StringBuilder(text);
    for (int n = random.nextInt(4); n >= 0; n--) {
      int at = changed.isEmpty() ? 0 : random.nextInt(changed.length());
      switch (random.nextInt(6)) {
        case 0 -> changed.insert(at, alphabet.charAt(random.nextInt(alphabet.length())));
        case 1 -> changed.delete(at, Math.min(changed.length(), at + 1 + random.nextInt(3)));
        case 2 -> changed.insert(at, changed.substring(at));
        case 3 -> changed.setLength(at);
        case 4 -> changed.insert(at, (char) random.nextInt(0x3000));
        default -> {
          if (!changed.isEmpty()) {
            changed.setCharAt(at, alphabet.charAt(random.nextInt(alphabet.length())));
          }
        }
      }
      if (changed.length() > 6_000) {
        changed.setLength(6_000);
      }
    }
    return changed.toString();
  }
}
