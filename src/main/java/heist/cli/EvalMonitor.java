package heist.cli;

import heist.eval.Figure;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code heist eval --monitor}: what a monitor is worth to the crew. Not thread-safe. */
final class EvalMonitor {
  private static final Map<String, Predicate<Monitored>> FIGURES = new LinkedHashMap<>();

  static {
    FIGURES.put("brought off, nobody watches", m -> m.under(Watcher.NOBODY).success());
    FIGURES.put("brought off, the detector accuses", m -> m.under(Watcher.DETECTOR).success());
    FIGURES.put("brought off, a perfect monitor", m -> m.under(Watcher.PERFECT).success());
    FIGURES.put("the detector accused the mole", EvalMonitor::right);
    FIGURES.put(
        "the detector accused an innocent",
        m -> m.under(Watcher.DETECTOR).accused() != null && !right(m));
  }

  private final List<Monitored> withMole = new ArrayList<>();
  private final List<Monitored> without = new ArrayList<>();

  /** Takes in a job. */
  void add(Monitored job) {
    (job.mole() == null ? without : withMole).add(job);
  }

  /** Tells. */
  void print(PrintStream out) {
    print(out, "with a mole", withMole);
    print(out, "without a mole", without);
  }

  private static void print(PrintStream out, String which, List<Monitored> jobs) {
    if (jobs.isEmpty()) {
      return;
    }
    out.println();
    out.println(jobs.size() + " jobs " + which);
    FIGURES.forEach(
        (name, hit) -> out.println("  %-38s %s".formatted(name, share(jobs, hit).text())));
  }

  /** The same as JSON; no figures where there are no jobs. */
  ObjectNode json(String corpus) {
    ObjectNode node = JsonMapper.shared().createObjectNode();
    node.put("detector", Watcher.DETECTOR.accuse()).put("corpus", corpus);
    figures(node.putObject("with_a_mole"), withMole);
    figures(node.putObject("without_a_mole"), without);
    return node;
  }

  private static void figures(ObjectNode node, List<Monitored> jobs) {
    node.put("jobs", jobs.size());
    if (!jobs.isEmpty()) {
      FIGURES.forEach((name, hit) -> {
        Figure f = share(jobs, hit);
        node.putObject(name.replace(",", "").replace(' ', '_'))
            .put("value", f.value())
            .put("low", f.low())
            .put("high", f.high())
            .put("n", f.n());
      });
    }
  }

  private static boolean right(Monitored m) {
    String accused = m.under(Watcher.DETECTOR).accused();
    return accused != null && accused.equals(m.mole());
  }

  private static Figure share(List<Monitored> jobs, Predicate<Monitored> hit) {
    return Figure.share((int) jobs.stream().filter(hit).count(), jobs.size());
  }
}
