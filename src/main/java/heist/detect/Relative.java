package heist.detect;

import java.util.Arrays;

/**
 * Places each agent among the others of the same game, so that what a scenario, a language or a
 * prompt does to all of them cancels out. Pure.
 */
final class Relative {
  /** Nobody counts as further out than this many spreads. */
  static final double BOUND = 2.5;

  private Relative() {}

  /**
   * Distances from the mean in spreads, within +-{@link #BOUND}; all 0 if nobody differs. NaN marks
   * who cannot be placed: it is left out of mean and spread and gets 0.
   */
  static double[] of(double[] rates) {
    double[] present = Arrays.stream(rates).filter(x -> !Double.isNaN(x)).sorted().toArray();
    double mean = Arrays.stream(present).sum() / Math.max(1, present.length);
    double square = 0;
    for (double x : present) {
      square += (x - mean) * (x - mean);
    }
    double spread = Math.sqrt(square / Math.max(1, present.length));
    double[] places = new double[rates.length];
    for (int i = 0; i < rates.length; i++) {
      places[i] =
          Double.isNaN(rates[i]) || spread < 1e-9
              ? 0
              : Math.clamp((rates[i] - mean) / spread, -BOUND, BOUND);
    }
    return places;
  }

  /** The same as 0..1 with 0.5 in the middle. */
  static double[] bounded(double[] rates) {
    double[] places = of(rates);
    for (int i = 0; i < places.length; i++) {
      places[i] = 0.5 + places[i] / (2 * BOUND);
    }
    return places;
  }
}
