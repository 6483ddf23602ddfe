package heist.eval;

import heist.detect.Assessment;
import heist.detect.Calibration;
import heist.detect.Detector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Scores games as they come by one detector, by the trivial baselines, and by the detector without
 * each of its signals. Keeps a few numbers a game and lets go of the game itself. Not thread-safe.
 */
public final class Evaluation {
  private final Detector detector;
  private final @Nullable Calibration calibration;
  private final double prior;
  private final Map<String, Detector> others = new LinkedHashMap<>();
  private final List<Scored> scored = new ArrayList<>();

  /** By the other detectors: game by game, in the order of {@link #scored}, nothing but scores. */
  private final Map<String, List<double[]>> otherScores = new LinkedHashMap<>();

  /**
   * What to measure.
   *
   * @param calibration null: no accusation, no probabilities
   * @param prior how often a game has a mole, for the probabilities
   * @param baselines whether to score by the trivial baselines, too
   * @param ablation whether to score without each signal, too
   */
  public Evaluation(
      Detector detector,
      @Nullable Calibration calibration,
      double prior,
      boolean baselines,
      boolean ablation) {
    this.detector = detector;
    this.calibration = calibration;
    this.prior = prior;
    if (baselines) {
      others.put("naive", new heist.detect.Naive());
      Baselines.all().forEach(b -> others.put(b.name(), b));
    }
    if (ablation) {
      for (String signal : detector.signals()) {
        others.put(WITHOUT + signal, detector.without(signal));
      }
    }
    others.keySet().forEach(k -> otherScores.put(k, new ArrayList<>()));
  }

  /** Begins the names of ablations. */
  static final String WITHOUT = "without ";

  /** Scores a game by the detector given at the start. */
  public Assessment add(Game game) {
    return add(game, detector);
  }

  /** Scores a game by another detector of the same name, such as one not fitted on its source. */
  public Assessment add(Game game, Detector by) {
    Assessment a = by.assess(game.transcript());
    Scored mine = scored(game, a);
    scored.add(mine);
    others.forEach((name, other) -> {
      Detector own =
          name.startsWith(WITHOUT) && by != detector
              ? by.without(name.substring(WITHOUT.length()))
              : other;
      scores(name).add(Scored.scores(mine.agents(), own.assess(game.transcript())));
    });
    return a;
  }

  private Scored scored(Game game, Assessment a) {
    double noMole = a.noMole().isPresent() ? a.noMole().getAsDouble() : Double.NaN;
    double sure = Double.NaN;
    Optional<String> named = Optional.empty();
    if (calibration != null) {
      noMole = 1 - calibration.mole(a, prior);
      sure = calibration.first(a, prior);
      named = calibration.accused(a);
    }
    return Scored.of(game, a, noMole, named.orElse(null), sure);
  }

  private List<double[]> scores(String name) {
    return Objects.requireNonNull(otherScores.get(name));
  }

  private Summary summary(String name) {
    List<double[]> scores = scores(name);
    return Summary.of(
        name,
        IntStream.range(0, scores.size())
            .mapToObj(i -> Scored.by(scored.get(i).labels(), scores.get(i)))
            .toList(),
        false);
  }

  /** How many games there were. */
  public int games() {
    return scored.size();
  }

  /** The figures. */
  public Result result() {
    Map<String, Summary> rest = new LinkedHashMap<>();
    Map<String, Summary> without = new LinkedHashMap<>();
    others
        .keySet()
        .forEach(k -> {
          if (k.startsWith(WITHOUT)) {
            without.put(k.substring(WITHOUT.length()), summary(k));
          } else {
            rest.put(k, summary(k));
          }
        });
    return new Result(
        Summary.of(detector.name(), scored, calibration != null),
        rest,
        without,
        List.copyOf(scored));
  }

  /**
   * What came out.
   *
   * @param baselines by name
   * @param without by the signal that was left out
   */
  public record Result(
      Summary summary,
      Map<String, Summary> baselines,
      Map<String, Summary> without,
      List<Scored> games) {}
}
