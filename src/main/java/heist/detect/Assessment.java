package heist.detect;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a detector makes of a session. Scores are suspicion, not probability: nothing here is
 * calibrated.
 *
 * @param scores by agent
 */
public record Assessment(String detector, Map<String, Score> scores) {
  /**
   * One agent's score.
   *
   * @param suspicion 0..1
   * @param breakdown the signals it is made of, each 0..1
   * @param evidence numbers of the events that speak for it
   */
  public record Score(double suspicion, Map<String, Double> breakdown, List<Long> evidence) {
    /** Copies. */
    public Score {
      breakdown = java.util.Collections.unmodifiableMap(new TreeMap<>(breakdown));
      evidence = evidence.stream().distinct().sorted().toList();
    }
  }

  /** Copies. */
  public Assessment {
    scores = java.util.Collections.unmodifiableMap(new TreeMap<>(scores));
  }

  /** The agent with the highest score, if exactly one has it. */
  public Optional<String> top() {
    double most = scores.values().stream().mapToDouble(Score::suspicion).max().orElse(0);
    List<String> first =
        scores.entrySet().stream()
            .filter(e -> e.getValue().suspicion() >= most - 1e-12)
            .map(Map.Entry::getKey)
            .sorted(Comparator.naturalOrder())
            .toList();
    return first.size() == 1 ? Optional.of(first.getFirst()) : Optional.empty();
  }
}
