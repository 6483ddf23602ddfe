package heist.detect;

import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Turns a detector's scores into probabilities, and names a suspect at one threshold. Fitted by a
 * command and kept as data in {@code /detect/calibration.json}; the threshold is frozen there
 * before anything is measured with it.
 *
 * @param threshold the lowest score at which an agent is accused; it must lie alone in front
 * @param base share of games with a mole among those it was fitted on
 * @param mole weights of 1, the logit of the highest score and its lead, for whether there is a
 *     mole
 * @param first the same for whether the first is the mole, if there is one
 */
public record Calibration(double threshold, double base, double[] mole, double[] first) {
  /** How often a game has a mole unless somebody knows better. */
  public static final double USUAL_PRIOR = 6.0 / 7;

  /** The calibration of the detector {@code name}; empty if it has none. */
  public static Optional<Calibration> of(String name) {
    JsonNode node = Coefficients.resource("calibration").path(name);
    if (!node.isObject()) {
      return Optional.empty();
    }
    return Optional.of(
        new Calibration(
            node.path("threshold").asDouble(),
            node.path("base").asDouble(),
            numbers(node.path("mole")),
            numbers(node.path("first"))));
  }

  private static double[] numbers(JsonNode list) {
    double[] numbers = new double[list.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = list.get(i).asDouble();
    }
    return numbers;
  }

  /** What the probabilities are computed from. */
  public static double[] features(Assessment a) {
    double top = Math.clamp(a.highest(), 1e-4, 1 - 1e-4);
    return new double[] {1, Math.log(top / (1 - top)), a.lead()};
  }

  /**
   * The probability that there is a mole.
   *
   * @param prior how often a game has one before anything is seen of it, 0..1
   */
  public double mole(Assessment a, double prior) {
    double p = Math.clamp(Logistic.sigmoid(Logistic.dot(mole, features(a))), 1e-6, 1 - 1e-6);
    double odds = p / (1 - p) * (prior / (1 - prior)) / (base / (1 - base));
    return prior <= 0 ? 0 : prior >= 1 ? 1 : odds / (1 + odds);
  }

  /** The probability that the first is the mole. */
  public double first(Assessment a, double prior) {
    return mole(a, prior) * Logistic.sigmoid(Logistic.dot(first, features(a)));
  }

  /** Whom the detector accuses at the frozen threshold; empty: nobody. */
  public Optional<String> accused(Assessment a) {
    return a.highest() >= threshold ? a.top() : Optional.empty();
  }

  /** As JSON for the file. */
  public JsonNode json() {
    var node = JsonMapper.shared().createObjectNode();
    node.put("threshold", threshold).put("base", base);
    var m = node.putArray("mole");
    for (double x : mole) {
      m.add(x);
    }
    var f = node.putArray("first");
    for (double x : first) {
      f.add(x);
    }
    return node;
  }
}
