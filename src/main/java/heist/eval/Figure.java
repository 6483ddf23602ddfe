package heist.eval;

/**
 * A measured figure.
 *
 * @param low lower end of the 95 % interval
 * @param high upper end
 * @param chance what blind guessing would give; NaN if that means nothing here
 * @param n over how many games or agents
 */
public record Figure(double value, double low, double high, double chance, int n) {
  /** No data. */
  static Figure none() {
    return new Figure(Double.NaN, Double.NaN, Double.NaN, Double.NaN, 0);
  }

  /** Such as {@code .62 [.58, .66]}. */
  public String text() {
    return n == 0 ? "-" : two(value) + " [" + two(low) + ", " + two(high) + "]";
  }

  static String two(double x) {
    if (Double.isNaN(x)) {
      return "-";
    }
    String s = String.format(java.util.Locale.ROOT, "%.3f", x);
    return s.startsWith("0.") ? s.substring(1) : s;
  }

  /** A share of {@code n} with its interval, without chance beside it. */
  public static Figure share(int hits, int n) {
    return Bootstrap.share(hits, n, Double.NaN);
  }
}
