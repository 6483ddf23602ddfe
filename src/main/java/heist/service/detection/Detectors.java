package heist.service.detection;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.detect.Calibration;
import heist.detect.Classic;
import heist.detect.Detector;
import heist.detect.Evidence;
import heist.detect.Hybrid;
import heist.detect.Manner;
import heist.detect.Rules;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The detectors that this service answers with. Immutable. */
final class Detectors {
  /** The one that answers unless another is asked for. */
  static final String USUAL = "hybrid";

  /** The LLM alone. */
  static final String JUDGE = "judge";

  private final Map<String, Detector> all = new TreeMap<>();

  /**
   * @param judge an LLM, or null if the installation has none
   */
  Detectors(@Nullable Detector judge) {
    all.put("classic", new Classic());
    all.put("evidence", new Evidence());
    all.put("manner", new Manner());
    all.put("rules", new Rules());
    all.put(USUAL, new Hybrid(new Rules(), judge));
    if (judge != null) {
      all.put(JUDGE, judge);
    }
  }

  List<String> names() {
    return List.copyOf(all.keySet());
  }

  /** The frozen threshold of each detector that has one. */
  Map<String, Double> thresholds() {
    Map<String, Double> thresholds = new TreeMap<>();
    all.keySet().forEach(n -> Calibration.of(n).ifPresent(c -> thresholds.put(n, c.threshold())));
    return thresholds;
  }

  Detector of(String name) {
    Detector detector = all.get(name);
    if (detector == null) {
      throw new HeistException(
          Kind.BAD_INPUT,
          "detector must be one of " + String.join(", ", names()) + ", not \"" + name + "\".");
    }
    return detector;
  }

  /** How often a session has a mole before anything is seen of it. */
  static double prior(@Nullable String given) {
    if (given == null) {
      return Calibration.USUAL_PRIOR;
    }
    try {
      double prior = Double.parseDouble(given);
      if (prior > 0 && prior < 1) {
        return prior;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new HeistException(
        Kind.BAD_INPUT, "prior must be a number between 0 and 1, not \"" + given + "\".");
  }
}
