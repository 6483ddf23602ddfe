package heist.detect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * 60 % rules (the mean of {@link Evidence} and {@link Classic}) and 40 % an LLM's judgement. There
 * is no judge yet, so the rules speak alone, and {@link #RULES_ALONE} says so. Stateless.
 */
public final class Hybrid implements Detector {
  /** What callers tell people while no judge takes part. */
  public static final String RULES_ALONE = "rules alone: no LLM judge takes part";

  private final Detector classic = new Classic();
  private final Detector evidence = new Evidence();

  @Override
  public String name() {
    return "hybrid";
  }

  @Override
  public Assessment assess(Transcript t) {
    Assessment c = classic.assess(t);
    Assessment e = evidence.assess(t);
    Map<String, Assessment.Score> scores = new LinkedHashMap<>();
    for (String agent : t.agents()) {
      Assessment.Score one =
          c.scores().getOrDefault(agent, new Assessment.Score(0, Map.of(), List.of()));
      Assessment.Score two =
          e.scores().getOrDefault(agent, new Assessment.Score(0, Map.of(), List.of()));
      Map<String, Double> breakdown = new LinkedHashMap<>(one.breakdown());
      breakdown.putAll(two.breakdown());
      List<Long> events = new ArrayList<>(one.evidence());
      events.addAll(two.evidence());
      scores.put(
          agent, new Assessment.Score((one.suspicion() + two.suspicion()) / 2, breakdown, events));
    }
    return new Assessment(name(), scores);
  }
}
