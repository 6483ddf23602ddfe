package heist.testing;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Tries a sandbox with many inputs and keeps the worst figures: CPU time and memory of the calling
 * thread, which neighbours on the machine do not change. An input counts as slow only if it is slow
 * three times in a row, and with wall-clock time in mind: a sandbox may work on other threads.
 */
public final class Fuzzing {
  private static final com.sun.management.ThreadMXBean THREADS =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final Duration MOST = Duration.ofSeconds(1);

  private Fuzzing() {}

  /**
   * The figures of a campaign.
   *
   * @param slowest the longest that an input took, best of three when it was over a second
   * @param largest most bytes that one input made the thread allocate
   */
  public record Figures(String what, int inputs, Duration slowest, long largest, String culprit) {
    @Override
    public String toString() {
      return "%s: %,d inputs, slowest %d ms, most memory %,d KB (%s)"
          .formatted(what, inputs, slowest.toMillis(), largest / 1024, culprit);
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
    Duration slowest = Duration.ZERO;
    long largest = 0;
    String culprit = "";
    for (int i = 0; i < inputs; i++) {
      String input = generator.apply(random);
      long allocated = THREADS.getCurrentThreadAllocatedBytes();
      Duration took = once(input, trial);
      long memory = THREADS.getCurrentThreadAllocatedBytes() - allocated;
      for (int again = 0; again < 2 && took.compareTo(MOST) > 0; again++) {
        Duration retry = once(input, trial);
        took = retry.compareTo(took) < 0 ? retry : took;
      }
      largest = Math.max(largest, memory);
      if (took.compareTo(slowest) > 0) {
        slowest = took;
        culprit = input.length() > 80 ? input.substring(0, 80) + "..." : input;
      }
    }
    Figures figures = new Figures(what, inputs, slowest, largest, culprit.replace('\n', ' '));
    System.out.println(figures);
    return figures;
  }

  private static Duration once(String input, Consumer<String> trial) {
    long start = System.nanoTime();
    trial.accept(input);
    return Duration.ofNanos(System.nanoTime() - start);
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
