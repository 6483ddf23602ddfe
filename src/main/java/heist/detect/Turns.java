package heist.detect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Suspicious turns and plain words from findings. Pure. */
final class Turns {
  private static final int MOST = 8;

  private Turns() {}

  /** The worst turns first. */
  static List<Assessment.Turn> of(Reading reading, List<Finding> findings) {
    Map<Integer, List<Finding>> byTurn = new TreeMap<>();
    findings.forEach(f -> byTurn.computeIfAbsent(f.turn(), _ -> new ArrayList<>()).add(f));
    List<Assessment.Turn> turns = new ArrayList<>();
    byTurn.forEach((turn, all) -> {
      Map<Integer, List<Finding>> byAgent = new TreeMap<>();
      all.forEach(f -> byAgent.computeIfAbsent(f.agent(), _ -> new ArrayList<>()).add(f));
      byAgent.forEach((agent, own) -> turns.add(turn(reading, turn, agent, own)));
    });
    return worst(turns);
  }

  /** The most suspicious of these, worst first. */
  static List<Assessment.Turn> worst(List<Assessment.Turn> turns) {
    return turns.stream()
        .sorted(
            Comparator.comparingDouble(Assessment.Turn::suspicion)
                .reversed()
                .thenComparingInt(Assessment.Turn::turn))
        .limit(MOST)
        .toList();
  }

  private static Assessment.Turn turn(
      Reading reading, int turn, int agent, List<Finding> findings) {
    double innocent = 1;
    List<Long> events = new ArrayList<>();
    Finding worst = findings.getFirst();
    for (Finding f : findings) {
      innocent *= 1 - f.kind().severity() * Math.min(1, f.weight());
      events.addAll(f.events());
      if (weight(f) > weight(worst)) {
        worst = f;
      }
    }
    String name = reading.cast.get(agent);
    return new Assessment.Turn(
        turn, name, Math.clamp(1 - innocent, 0, 1), events, worst.why().replace("%s", name));
  }

  private static double weight(Finding f) {
    return f.kind().severity() * f.weight();
  }

  /** What speaks against the agent with the highest score. */
  static String explain(
      Reading reading, List<Finding> findings, Map<String, Assessment.Score> scores) {
    return explain(reading, findings, scores, "manner");
  }

  /**
   * @param otherwise what put it first if no finding did
   */
  static String explain(
      Reading reading,
      List<Finding> findings,
      Map<String, Assessment.Score> scores,
      String otherwise) {
    double most = scores.values().stream().mapToDouble(Assessment.Score::suspicion).max().orElse(0);
    if (most <= 0) {
      return "Nothing that was said or done contradicts what the tools returned.";
    }
    List<String> first =
        scores.entrySet().stream()
            .filter(e -> e.getValue().suspicion() >= most - 1e-12)
            .map(Map.Entry::getKey)
            .toList();
    if (first.size() > 1) {
      return "Several agents are equally suspicious: " + String.join(", ", first) + ".";
    }
    String name = first.getFirst();
    int agent = reading.cast.indexOf(name);
    List<String> reasons =
        findings.stream()
            .filter(f -> f.agent() == agent)
            .sorted(Comparator.comparingDouble(Turns::weight).reversed())
            .map(f -> f.why().replace("%s", name))
            .distinct()
            .limit(3)
            .toList();
    return reasons.isEmpty()
        ? name
            + " is ahead by "
            + otherwise
            + " alone; nothing that can be checked speaks against it."
        : String.join(" ", reasons);
  }
}
