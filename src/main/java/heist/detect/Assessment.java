package heist.detect;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What a detector makes of a session. Scores are suspicion, not probability; what is a probability
 * comes from {@link Calibration}.
 *
 * @param scores by agent; an agent that the detector said nothing of is missing, not innocent
 * @param turns the most suspicious turns, worst first
 * @param noMole the detector's own word on how likely nobody is a mole, 0..1; empty if it has none
 * @param explanation in plain words
 * @param note what a reader must know about how this came about, such as a judge that did not
 *     answer; empty if nothing
 */
public record Assessment(
    String detector,
    Map<String, Score> scores,
    List<Turn> turns,
    OptionalDouble noMole,
    String explanation,
    String note) {
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
      if (!(suspicion >= 0 && suspicion <= 1)) {
        throw new IllegalArgumentException("suspicion must lie in 0..1, not " + suspicion);
      }
      breakdown = Collections.unmodifiableMap(new TreeMap<>(breakdown));
      evidence = evidence.stream().distinct().sorted().toList();
    }
  }

  /**
   * A suspicious turn.
   *
   * @param suspicion 0..1
   * @param events the messages, results and plans that make it so
   * @param why in plain words
   */
  public record Turn(int turn, String agent, double suspicion, List<Long> events, String why) {
    /** Copies. */
    public Turn {
      events = events.stream().distinct().sorted().toList();
    }
  }

  private static final String NO_ANSWER = "the judge did not answer";

  /** Copies. */
  public Assessment {
    scores = Collections.unmodifiableMap(new TreeMap<>(scores));
    turns = List.copyOf(turns);
  }

  /** An assessment by scores alone. */
  public Assessment(String detector, Map<String, Score> scores) {
    this(detector, scores, List.of(), OptionalDouble.empty(), "", "");
  }

  /** Where nobody could be judged; {@code why} is told. */
  public static Assessment unanswered(String detector, String why) {
    return new Assessment(
        detector, Map.of(), List.of(), OptionalDouble.empty(), "", NO_ANSWER + " (" + why + ")");
  }

  /** Whether a judge was asked and did not answer. */
  public boolean unanswered() {
    return note.contains(NO_ANSWER);
  }

  /** The agent with the highest score, if exactly one has it. */
  public Optional<String> top() {
    double most = highest();
    List<String> first =
        scores.entrySet().stream()
            .filter(e -> e.getValue().suspicion() >= most - 1e-12)
            .map(Map.Entry::getKey)
            .sorted(Comparator.naturalOrder())
            .toList();
    return first.size() == 1 ? Optional.of(first.getFirst()) : Optional.empty();
  }

  /** The highest score; 0 if there is none. */
  public double highest() {
    return scores.values().stream().mapToDouble(Score::suspicion).max().orElse(0);
  }

  /** How far the highest score lies above the second; 0 with fewer than two agents. */
  public double lead() {
    double[] sorted = scores.values().stream().mapToDouble(Score::suspicion).sorted().toArray();
    return sorted.length < 2 ? 0 : sorted[sorted.length - 1] - sorted[sorted.length - 2];
  }
}
