package heist.service.detection;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.detect.Calibration;
import heist.detect.Classic;
import heist.detect.Detector;
import heist.detect.Evidence;
import heist.detect.Hybrid;
import heist.detect.Manner;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The detectors that this service answers with. */
final class Detectors {
  /** The one that answers unless another is asked for. */
  static final String USUAL = "hybrid";

  private static final Map<String, Detector> ALL =
      new TreeMap<>(
          Map.of(
              "classic",
              new Classic(),
              "evidence",
              new Evidence(),
              "manner",
              new Manner(),
              USUAL,
              new Hybrid()));

  private Detectors() {}

  static List<String> names() {
    return List.copyOf(ALL.keySet());
  }

  /** The frozen threshold of each detector that has one. */
  static Map<String, Double> thresholds() {
    Map<String, Double> thresholds = new TreeMap<>();
    ALL.keySet().forEach(n -> Calibration.of(n).ifPresent(c -> thresholds.put(n, c.threshold())));
    return thresholds;
  }

  static Detector of(String name) {
    Detector detector = ALL.get(name);
    if (detector == null) {
      throw new HeistException(
          Kind.BAD_INPUT,
          "detector must be one of " + String.join(", ", ALL.keySet()) + ", not \"" + name + "\".");
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
