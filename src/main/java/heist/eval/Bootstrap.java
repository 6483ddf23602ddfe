package heist.eval;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * 95 % intervals by drawing games (or whole sources) again, with replacement. The draws are seeded:
 * the same games give the same interval. Pure.
 */
final class Bootstrap {
  static final int DRAWS = 1000;
  static final long SEED = 20_261_125L;

  private Bootstrap() {}

  /** The mean of {@code values}, each from a game of its own. */
  static Figure mean(double[] values, double chance) {
    if (values.length == 0) {
      return Figure.none();
    }
    var random = new SplittableRandom(SEED);
    double[] means = new double[DRAWS];
    for (int d = 0; d < DRAWS; d++) {
      double sum = 0;
      for (int i = 0; i < values.length; i++) {
        sum += values[random.nextInt(values.length)];
      }
      means[d] = sum / values.length;
    }
    return figure(Arrays.stream(values).sum() / values.length, means, chance, values.length);
  }

  /** The mean over sources of their means: sources are drawn, then games within each. */
  static Figure macro(List<double[]> sources, double chance) {
    List<double[]> filled = sources.stream().filter(s -> s.length > 0).toList();
    if (filled.isEmpty()) {
      return Figure.none();
    }
    var random = new SplittableRandom(SEED);
    double[] drawn = new double[DRAWS];
    for (int d = 0; d < DRAWS; d++) {
      double sum = 0;
      for (int s = 0; s < filled.size(); s++) {
        double[] values = filled.get(random.nextInt(filled.size()));
        double own = 0;
        for (int i = 0; i < values.length; i++) {
          own += values[random.nextInt(values.length)];
        }
        sum += own / values.length;
      }
      drawn[d] = sum / filled.size();
    }
    double value =
        filled.stream().mapToDouble(v -> Arrays.stream(v).sum() / v.length).sum() / filled.size();
    return figure(value, drawn, chance, filled.size());
  }

  static Figure figure(double value, double[] drawn, double chance, int n) {
    double[] sorted = Arrays.stream(drawn).filter(x -> !Double.isNaN(x)).sorted().toArray();
    if (sorted.length == 0) {
      return new Figure(value, Double.NaN, Double.NaN, chance, n);
    }
    return new Figure(
        value,
        sorted[(int) Math.floor(0.025 * (sorted.length - 1))],
        sorted[(int) Math.ceil(0.975 * (sorted.length - 1))],
        chance,
        n);
  }

  /** A share of counted things, with Wilson's interval. */
  static Figure share(int hits, int n, double chance) {
    if (n == 0) {
      return Figure.none();
    }
    double z = 1.96;
    double p = (double) hits / n;
    double middle = (p + z * z / (2 * n)) / (1 + z * z / n);
    double half = z * Math.sqrt(p * (1 - p) / n + z * z / (4.0 * n * n)) / (1 + z * z / n);
    return new Figure(p, Math.max(0, middle - half), Math.min(1, middle + half), chance, n);
  }
}
