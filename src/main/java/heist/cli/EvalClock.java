package heist.cli;

import heist.detect.Assessment;
import heist.detect.Detector;
import heist.detect.Transcript;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** A detector whose assessments are timed. Not thread-safe. */
final class EvalClock implements Detector {
  /** The first games are scored while the program warms up. */
  private static final int WARM_UP = 500;

  private static final double PER = 100;

  private final Detector timed;
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final List<Double> took = new ArrayList<>();
  private final List<Double> computed = new ArrayList<>();

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
    long cpu = threads.getCurrentThreadCpuTime();
    Assessment a = timed.assess(t);
    double messages = Math.max(1, t.messages().size()) / PER;
    took.add((System.nanoTime() - begin) / 1e6 / messages);
    computed.add((threads.getCurrentThreadCpuTime() - cpu) / 1e6 / messages);
    return a;
  }

  /** Tells how long it took, if there were enough games. */
  void print(PrintStream out) {
    median(took)
        .ifPresent(ms ->
            out.printf(
                "%nScoring 100 messages took %.2f ms, %.2f ms of it computing (medians).%n",
                ms, median(computed).orElse(0)));
  }

  /** Milliseconds for a hundred messages, median after a warm-up; empty for few games. */
  private static OptionalDouble median(List<Double> all) {
    double[] warm = all.stream().skip(WARM_UP).mapToDouble(x -> x).sorted().toArray();
    return warm.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(warm[warm.length / 2]);
  }
}
