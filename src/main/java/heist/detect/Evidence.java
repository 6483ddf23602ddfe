package heist.detect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Statements held against what tools returned to the speaker and to others, against the speaker's
 * earlier statements, and against the plan; facts received and asked for but not told. Each signal
 * is a rate with a denominator of its own ({@link Finding.Of}), shrunk for few, and can only
 * accuse: who says nothing that can be checked is at 0. Stateless.
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
  public Map<String, Double> weights() {
    return Arrays.stream(Finding.Kind.values())
        .collect(Collectors.toMap(Finding.Kind::label, Finding.Kind::severity));
  }

  @Override
  public Detector without(String signal) {
    return new Evidence(Set.of(signal));
  }

  /**
   * A value that an agent stated on its own account.
   *
   * @param against events that it is held against: results with that value that the agent had
   *     received, or what it contradicts; empty if there are none
   * @param trouble in plain words what does not fit; empty if nothing
   */
  public record Held(
      int turn, String agent, long event, String value, List<Long> against, String trouble) {}

  /** Every value that an agent stated on its own account, with what it is held against. */
  public static List<Held> held(Transcript t) {
    Reading reading = Reading.of(t);
    Ledger ledger = new Ledger(reading);
    ledger.findings();
    List<Held> held = new ArrayList<>();
    for (Claim c : ledger.claims()) {
      String name = reading.cast.get(c.speaker);
      if (c.trouble != null) {
        Finding f = c.finding();
        List<Long> against = f.events().stream().filter(e -> e != c.line.seq()).toList();
        held.add(
            new Held(
                f.turn(),
                name,
                c.line.seq(),
                c.value.canon(),
                against,
                f.why().replace("%s", name)));
      } else if (c.own) {
        List<Long> against =
            reading.calls.stream()
                .filter(call ->
                    call.agent() == c.speaker
                        && call.seq() < c.line.seq()
                        && call.facts().stream().anyMatch(f -> f.keys().contains(c.value.key())))
                .map(Reading.Call::seq)
                .toList();
        held.add(new Held(c.line.turn(), name, c.line.seq(), c.value.canon(), against, ""));
      }
    }
    return held;
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
