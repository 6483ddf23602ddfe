package heist.cli;

import heist.detect.Assessment;
import heist.detect.Detector;
import heist.detect.Transcript;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A detector whose assessments are timed: of the games as they are, and of transcripts of exactly a
 * hundred messages, put together from games of the same agents that follow one another. Not
 * thread-safe.
 */
final class EvalClock implements Detector {
  /** The first games are scored while the program warms up. */
  private static final int WARM_UP = 100;

  /** So many more are needed to tell how long it takes. */
  private static final int LEAST = 100;

  private static final int LONG_WARM_UP = 20;
  private static final int LONG_LEAST = 10;
  private static final int LENGTH = 100;

  private final Detector timed;
  private final boolean alsoLong;
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final Times games = new Times();
  private final Times hundreds = new Times();
  private Stitched stitched = new Stitched(List.of());

  /** How long assessments took, in milliseconds: by the clock, and computing. */
  private record Times(List<Double> took, List<Double> computed) {
    Times() {
      this(new ArrayList<>(), new ArrayList<>());
    }

    private static double median(List<Double> all, int skip) {
      double[] warm = all.stream().skip(skip).mapToDouble(x -> x).sorted().toArray();
      return warm[warm.length / 2];
    }
  }

  /**
   * @param alsoLong whether to score transcripts of a hundred messages, too; not for detectors that
   *     cost something
   */
  EvalClock(Detector timed, boolean alsoLong) {
    this.timed = timed;
    this.alsoLong = alsoLong;
  }

  @Override
  public String name() {
    return timed.name();
  }

  @Override
  public List<String> signals() {
    return timed.signals();
  }

  @Override
  public Detector without(String signal) {
    return timed.without(signal);
  }

  @Override
  public Assessment assess(Transcript t) {
    Assessment a = time(t, games, Math.max(1, t.messages().size()) / (double) LENGTH);
    if (alsoLong) {
      if (!stitched.agents().equals(Set.copyOf(t.agents()))) {
        stitched = new Stitched(t.agents());
      }
      stitched.add(t);
      if (stitched.messages() >= LENGTH) {
        time(stitched.first(LENGTH), hundreds, 1);
        stitched = new Stitched(t.agents());
      }
    }
    return a;
  }

  private Assessment time(Transcript t, Times into, double hundreds) {
    long begin = System.nanoTime();
    long cpu = threads.getCurrentThreadCpuTime();
    Assessment a = timed.assess(t);
    into.took().add((System.nanoTime() - begin) / 1e6 / hundreds);
    into.computed().add((threads.getCurrentThreadCpuTime() - cpu) / 1e6 / hundreds);
    return a;
  }

  /** Tells how long it took, if there were enough games. */
  void print(PrintStream out) {
    if (games.took().size() >= WARM_UP + LEAST) {
      out.printf(
          "%nScoring took %.2f ms for 100 messages, %.2f ms of it computing (medians over %d games"
              + " of any length, scaled).%n",
          Times.median(games.took(), WARM_UP),
          Times.median(games.computed(), WARM_UP),
          games.took().size() - WARM_UP);
    }
    if (hundreds.took().size() >= LONG_WARM_UP + LONG_LEAST) {
      out.printf(
          "Scoring a transcript of exactly 100 messages took %.2f ms, %.2f ms of it computing"
              + " (medians over %d, each put together from games of the same agents).%n",
          Times.median(hundreds.took(), LONG_WARM_UP),
          Times.median(hundreds.computed(), LONG_WARM_UP),
          hundreds.took().size() - LONG_WARM_UP);
    }
  }
}
