package heist.detect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Statements held against what tools returned to the speaker and to others, against the speaker's
 * earlier statements, and against the plan; facts received and asked for but not told; tools asked
 * again. Each signal is a rate with a denominator of its own ({@link Finding.Of}), shrunk for few,
 * and can only accuse: who says nothing that can be checked is at 0. Stateless.
 */
public final class Evidence implements Detector {
  /** Added to every denominator: one finding among few claims weighs less. */
  private static final double FEW = 2.0;

  /** Names of the signals. */
  public static final List<String> SIGNALS =
      Arrays.stream(Finding.Kind.values()).map(Finding.Kind::label).toList();

  private final Set<String> off;

  /** All signals. */
  public Evidence() {
    this(Set.of());
  }

  private Evidence(Set<String> off) {
    this.off = off;
  }

  @Override
  public String name() {
    return "evidence";
  }

  @Override
  public List<String> signals() {
    return SIGNALS;
  }

  @Override
  public Detector without(String signal) {
    return new Evidence(Set.of(signal));
  }

  @Override
  public Assessment assess(Transcript t) {
    return assess(Reading.of(t));
  }

  Assessment assess(Reading reading) {
    return assess(reading, new Ledger(reading));
  }

  Assessment assess(Reading reading, Ledger ledger) {
    List<Finding> findings =
        ledger.findings().stream().filter(f -> !off.contains(f.kind().label())).toList();
    Map<String, Assessment.Score> scores = new LinkedHashMap<>();
    for (int a = 0; a < reading.size(); a++) {
      scores.put(reading.cast.get(a), score(a, ledger, findings));
    }
    return new Assessment(
        name(),
        scores,
        Turns.of(reading, findings),
        OptionalDouble.empty(),
        Turns.explain(reading, findings, scores),
        "");
  }

  private static Assessment.Score score(int agent, Ledger ledger, List<Finding> findings) {
    Map<Finding.Kind, Double> sums = new EnumMap<>(Finding.Kind.class);
    List<Long> events = new ArrayList<>();
    for (Finding f : findings) {
      if (f.agent() == agent) {
        sums.merge(f.kind(), f.weight(), Double::sum);
        events.addAll(f.events());
      }
    }
    Map<String, Double> breakdown = new LinkedHashMap<>();
    double innocent = 1;
    for (Finding.Kind kind : Finding.Kind.values()) {
      double rate = Math.min(1, sums.getOrDefault(kind, 0.0) / (ledger.of(agent, kind.of()) + FEW));
      breakdown.put(kind.label(), rate);
      innocent *= 1 - kind.severity() * rate;
    }
    return new Assessment.Score(Math.clamp(1 - innocent, 0, 1), breakdown, events);
  }
}
