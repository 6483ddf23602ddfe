package heist.eval;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Receiver operating characteristic of pooled scores. Pure. */
public final class Roc {
  private final List<double[]> points = new ArrayList<>();
  private final double area;

  /** A score and whether it belongs to a mole. */
  record Item(double score, boolean positive) {}

  private Roc(List<Item> items) {
    List<Item> sorted = new ArrayList<>(items);
    sorted.sort(Comparator.comparingDouble(Item::score).reversed());
    long positives = sorted.stream().filter(Item::positive).count();
    long negatives = sorted.size() - positives;
    points.add(new double[] {0, 0});
    double hits = 0;
    double alarms = 0;
    double sum = 0;
    int i = 0;
    while (i < sorted.size()) {
      double before = hits;
      double falseBefore = alarms;
      double score = sorted.get(i).score();
      while (i < sorted.size() && sorted.get(i).score() == score) {
        if (sorted.get(i).positive()) {
          hits++;
        } else {
          alarms++;
        }
        i++;
      }
      sum += (alarms - falseBefore) * (hits + before) / 2;
      points.add(new double[] {alarms / Math.max(1, negatives), hits / Math.max(1, positives)});
    }
    area = positives == 0 || negatives == 0 ? Double.NaN : sum / (positives * (double) negatives);
  }

  static Roc of(List<Item> items) {
    return new Roc(items);
  }

  /** Area under the curve; ties count half. NaN if there is only one kind. */
  public double area() {
    return area;
  }

  /**
   * Share of moles found while at most {@code rate} of the innocents are taken for one. NaN if
   * there is only one kind.
   */
  public double at(double rate) {
    double best = Double.isNaN(area) ? Double.NaN : 0;
    for (int i = 1; i < points.size(); i++) {
      if (points.get(i)[0] <= rate + 1e-12) {
        best = Math.max(best, points.get(i)[1]);
      }
    }
    return best;
  }

  /** Points (false alarms, hits), from (0, 0) to (1, 1). */
  public List<double[]> points() {
    return List.copyOf(points);
  }
}
