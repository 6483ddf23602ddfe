package heist.cli;

import heist.detect.Assessment;
import heist.detect.Detector;
import heist.detect.Transcript;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** A detector whose assessments are timed. Not thread-safe. */
final class EvalClock implements Detector {
  /** The first games are scored while the program warms up. */
  private static final int WARM_UP = 100;

  private static final double PER = 100;

  private final Detector timed;
  private final List<Double> took = new ArrayList<>();

  EvalClock(Detector timed) {
    this.timed = timed;
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
    long begin = System.nanoTime();
    Assessment a = timed.assess(t);
    took.add((System.nanoTime() - begin) / 1e6 * PER / Math.max(1, t.messages().size()));
    return a;
  }

  /** Tells how long it took, if there were enough games. */
  void print(PrintStream out) {
    median().ifPresent(ms -> out.printf("%nScoring 100 messages took %.2f ms (median).%n", ms));
  }

  /** Milliseconds for a hundred messages, median after a warm-up; empty for few games. */
  private OptionalDouble median() {
    double[] warm = took.stream().skip(WARM_UP).mapToDouble(x -> x).sorted().toArray();
    return warm.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(warm[warm.length / 2]);
  }
}
