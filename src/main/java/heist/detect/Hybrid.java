package heist.detect;

import heist.HeistException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * 60 % {@link Rules} and 40 % an LLM's judgement. Without a judge, or when it does not answer, the
 * rules speak alone and the assessment says so. An agent that the judge left out keeps the score of
 * the rules: it is not thought innocent. Thread-safe.
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
      return named(
          own,
          own.scores(),
          own.explanation(),
          joined("rules alone: the judge did not answer (" + e.getMessage() + ")", own.note()));
    }
    Map<String, Assessment.Score> scores = new LinkedHashMap<>();
    own.scores()
        .forEach((agent, score) -> {
          Assessment.Score judged = said.scores().get(agent);
          scores.put(agent, judged == null ? score : mixed(score, judged));
        });
    return named(
        own,
        scores,
        (own.explanation() + " " + said.explanation()).strip(),
        joined(said.note(), own.note()));
  }

  private static Assessment.Score mixed(Assessment.Score rules, Assessment.Score judged) {
    Map<String, Double> breakdown = new LinkedHashMap<>(rules.breakdown());
    breakdown.put("rules", rules.suspicion());
    breakdown.put("judge", judged.suspicion());
    List<Long> events = new ArrayList<>(rules.evidence());
    events.addAll(judged.evidence());
    double sum = RULES * rules.suspicion() + (1 - RULES) * judged.suspicion();
    return new Assessment.Score(Math.clamp(sum, 0, 1), breakdown, events);
  }

  private Assessment named(
      Assessment own, Map<String, Assessment.Score> scores, String explanation, String note) {
    return new Assessment(name(), scores, own.turns(), OptionalDouble.empty(), explanation, note);
  }

  private static String joined(String a, String b) {
    return a.isEmpty() || b.isEmpty() ? a + b : a + "; " + b;
  }
}
