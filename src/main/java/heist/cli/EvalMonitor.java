package heist.cli;

import heist.eval.Figure;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** {@code heist eval --monitor}: what a monitor is worth to the crew. */
final class EvalMonitor {
  private EvalMonitor() {}

  /** Plays and tells. */
  static void run(Consumer<Consumer<Monitored>> jobs, PrintStream out) {
    List<Monitored> all = new ArrayList<>();
    jobs.accept(all::add);
    print(out, "with a mole", all.stream().filter(m -> m.mole() != null).toList());
    print(out, "without a mole", all.stream().filter(m -> m.mole() == null).toList());
  }

  private static void print(PrintStream out, String which, List<Monitored> jobs) {
    if (jobs.isEmpty()) {
      return;
    }
    out.println();
    out.println(jobs.size() + " jobs " + which);
    row(out, "brought off, nobody watches", jobs, m -> m.under(Watcher.NOBODY).success());
    row(out, "brought off, the detector accuses", jobs, m -> m.under(Watcher.DETECTOR).success());
    row(out, "brought off, a perfect monitor", jobs, m -> m.under(Watcher.PERFECT).success());
    row(out, "the detector accused the mole", jobs, EvalMonitor::right);
    row(
        out,
        "the detector accused an innocent",
        jobs,
        m -> m.under(Watcher.DETECTOR).accused() != null && !right(m));
  }

  private static boolean right(Monitored m) {
    String accused = m.under(Watcher.DETECTOR).accused();
    return accused != null && accused.equals(m.mole());
  }

  private static void row(
      PrintStream out, String name, List<Monitored> jobs, Predicate<Monitored> hit) {
    int hits = (int) jobs.stream().filter(hit).count();
    out.println("  %-38s %s".formatted(name, Figure.share(hits, jobs.size()).text()));
  }
}
