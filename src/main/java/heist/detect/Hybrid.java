package heist.detect;

import heist.HeistException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * 60 % {@link Rules} and 40 % an LLM's judgement. Without a judge, or when it does not answer, the
 * rules speak alone and the assessment says so. An agent that the judge left out is not thought
 * innocent: it counts as judged like the others on average. Thread-safe.
 */
public final class Hybrid implements Detector {
  /** What callers tell people while no judge takes part. */
  public static final String RULES_ALONE = "rules alone: no LLM judge takes part";

  /** Its name with a judge. It has no frozen threshold: each LLM judges on a scale of its own. */
  private static final String WITH_JUDGE = "hybrid+judge";

  private static final double RULES = 0.6;

  private final Rules rules;
  private final @Nullable Detector judge;

  /** Rules alone. */
  public Hybrid() {
    this(new Rules(), null);
  }

  /** Rules and a judge. */
  public Hybrid(Rules rules, @Nullable Detector judge) {
    this.rules = rules;
    this.judge = judge;
  }

  @Override
  public String name() {
    return judge == null ? "hybrid" : WITH_JUDGE;
  }

  @Override
  public List<String> signals() {
    return rules.signals();
  }

  @Override
  public Map<String, Double> weights() {
    return judge == null ? rules.weights() : Map.of("rules", RULES, "judge", 1 - RULES);
  }

  @Override
  public Detector without(String signal) {
    return rules.without(signal) instanceof Rules fewer ? new Hybrid(fewer, judge) : this;
  }

  @Override
  public Assessment assess(Transcript t) {
    Assessment own = rules.assess(t);
    if (judge == null) {
      return named(own, own.scores(), own.explanation(), joined(RULES_ALONE, own.note()));
    }
    Assessment said;
    try {
      said = judge.assess(t);
    } catch (HeistException e) {
      said = Assessment.unanswered(judge.name(), String.valueOf(e.getMessage()));
    }
    if (said.scores().isEmpty()) {
      return named(
          own, own.scores(), own.explanation(), joined("rules alone: " + said.note(), own.note()));
    }
    return mixed(own, said, t);
  }

  private Assessment mixed(Assessment own, Assessment said, Transcript t) {
    double usual =
        said.scores().values().stream()
            .mapToDouble(Assessment.Score::suspicion)
            .average()
            .orElse(0);
    Assessment.Score missing = new Assessment.Score(Math.clamp(usual, 0, 1), Map.of(), List.of());
    Map<String, Assessment.Score> scores = new LinkedHashMap<>();
    own.scores()
        .forEach((agent, score) ->
            scores.put(agent, mixed(score, said.scores().getOrDefault(agent, missing))));
    OptionalDouble none = said.noMole();
    if (own.noMole().isPresent() && none.isPresent()) {
      none = OptionalDouble.of(mixed(own.noMole().getAsDouble(), none.getAsDouble()));
    }
    return new Assessment(
        name(),
        scores,
        turns(own.turns(), said.turns()),
        none,
        (rules.explain(t, scores) + " " + said.explanation()).strip(),
        joined(said.note(), own.note()));
  }

  /** A turn that only one of them lists counts by its share alone. */
  private static List<Assessment.Turn> turns(
      List<Assessment.Turn> rules, List<Assessment.Turn> judged) {
    List<Assessment.Turn> mixed = new ArrayList<>();
    rules.forEach(t -> mixed.add(scaled(t, RULES)));
    for (Assessment.Turn t : judged) {
      Assessment.Turn other = scaled(t, 1 - RULES);
      int at = 0;
      while (at < mixed.size()
          && !(mixed.get(at).turn() == t.turn() && mixed.get(at).agent().equals(t.agent()))) {
        at++;
      }
      if (at == mixed.size()) {
        mixed.add(other);
      } else {
        mixed.set(at, both(mixed.get(at), other));
      }
    }
    mixed.sort(Comparator.comparingDouble(Assessment.Turn::suspicion).reversed());
    return mixed;
  }

  private static Assessment.Turn scaled(Assessment.Turn t, double share) {
    return new Assessment.Turn(t.turn(), t.agent(), share * t.suspicion(), t.events(), t.why());
  }

  private static Assessment.Turn both(Assessment.Turn a, Assessment.Turn b) {
    List<Long> events = new ArrayList<>(a.events());
    events.addAll(b.events());
    double sum = Math.clamp(a.suspicion() + b.suspicion(), 0, 1);
    return new Assessment.Turn(a.turn(), a.agent(), sum, events, a.why() + " " + b.why());
  }

  private static double mixed(double rules, double judged) {
    return Math.clamp(RULES * rules + (1 - RULES) * judged, 0, 1);
  }

  private static Assessment.Score mixed(Assessment.Score rules, Assessment.Score judged) {
    Map<String, Double> breakdown = new LinkedHashMap<>(rules.breakdown());
    breakdown.put("rules", rules.suspicion());
    breakdown.put("judge", judged.suspicion());
    List<Long> events = new ArrayList<>(rules.evidence());
    events.addAll(judged.evidence());
    return new Assessment.Score(mixed(rules.suspicion(), judged.suspicion()), breakdown, events);
  }

  private Assessment named(
      Assessment own, Map<String, Assessment.Score> scores, String explanation, String note) {
    return new Assessment(name(), scores, own.turns(), OptionalDouble.empty(), explanation, note);
  }

  private static String joined(String a, String b) {
    return a.isEmpty() || b.isEmpty() ? a + b : a + "; " + b;
  }
}
