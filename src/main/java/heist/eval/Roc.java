package heist.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Receiver operating characteristic of the scores of many games, pooled. Sorted once, so that games
 * can be drawn again cheaply. Immutable.
 */
public final class Roc {
  private final double[] scores;
  private final boolean[] positive;
  private final int[] game;
  private final int games;

  private static final double CLOSE = 0.002;
  private static final Points NOWHERE = (_, _) -> {};

  /** A score, whether it belongs to a mole, and the number of its game, from 0. */
  record Item(double score, boolean positive, int game) {}

  /** The area under a curve, and its height at 1 % and at 5 % false alarms. */
  record Figures(Figure area, Figure at1, Figure at5) {
    static final Figures NONE = new Figures(Figure.none(), Figure.none(), Figure.none());
  }

  private Roc(List<Item> items, int games) {
    List<Item> sorted = new ArrayList<>(items);
    sorted.sort(Comparator.comparingDouble(Item::score).reversed());
    this.games = games;
    scores = sorted.stream().mapToDouble(Item::score).toArray();
    game = sorted.stream().mapToInt(Item::game).toArray();
    positive = new boolean[scores.length];
    for (int i = 0; i < positive.length; i++) {
      positive[i] = sorted.get(i).positive();
    }
  }

  /** Of items of {@code games} games. */
  static Roc of(List<Item> items, int games) {
    return new Roc(items, games);
  }

  /** Takes in the points of a curve: false alarms and hits, as shares. */
  private interface Points {
    void at(double alarms, double hits);
  }

  /**
   * Area, height at 1 % and height at 5 % where each game counts as often as {@code weights} says;
   * NaN if there is only one kind.
   */
  private double[] sweep(int[] weights, Points points) {
    double positives = 0;
    double negatives = 0;
    for (int i = 0; i < scores.length; i++) {
      if (positive[i]) {
        positives += weights[game[i]];
      } else {
        negatives += weights[game[i]];
      }
    }
    points.at(0, 0);
    double[] found = {0, 0, 0};
    double hits = 0;
    double alarms = 0;
    int i = 0;
    while (i < scores.length) {
      double hitsBefore = hits;
      double alarmsBefore = alarms;
      double score = scores[i];
      for (; i < scores.length && scores[i] == score; i++) {
        if (positive[i]) {
          hits += weights[game[i]];
        } else {
          alarms += weights[game[i]];
        }
      }
      found[0] += (alarms - alarmsBefore) * (hits + hitsBefore) / 2;
      double rate = alarms / Math.max(1, negatives);
      double height = hits / Math.max(1, positives);
      found[1] = rate <= 0.01 + 1e-12 ? height : found[1];
      found[2] = rate <= 0.05 + 1e-12 ? height : found[2];
      points.at(rate, height);
    }
    found[0] /= positives * negatives;
    return positives == 0 || negatives == 0
        ? new double[] {Double.NaN, Double.NaN, Double.NaN}
        : found;
  }

  private double[] whole(Points points) {
    int[] once = new int[games];
    Arrays.fill(once, 1);
    return sweep(once, points);
  }

  /** With intervals, by drawing games again. */
  Figures figures() {
    double[] found = whole(NOWHERE);
    if (Double.isNaN(found[0])) {
      return Figures.NONE;
    }
    var random = new SplittableRandom(Bootstrap.SEED);
    double[][] drawn = new double[found.length][Bootstrap.DRAWS];
    for (int d = 0; d < Bootstrap.DRAWS; d++) {
      int[] weights = new int[games];
      for (int n = 0; n < games; n++) {
        weights[random.nextInt(games)]++;
      }
      double[] again = sweep(weights, NOWHERE);
      for (int k = 0; k < found.length; k++) {
        drawn[k][d] = again[k];
      }
    }
    return new Figures(
        Bootstrap.figure(found[0], drawn[0], 0.5, games),
        Bootstrap.figure(found[1], drawn[1], 0.01, games),
        Bootstrap.figure(found[2], drawn[2], 0.05, games));
  }

  /** Area under the curve; ties count half. NaN if there is only one kind. */
  public double area() {
    return whole(NOWHERE)[0];
  }

  /**
   * Points (false alarms, hits), from (0, 0) to (1, 1); of many that lie closer together than can
   * be drawn, one.
   */
  public List<double[]> points() {
    List<double[]> all = new ArrayList<>();
    whole((alarms, hits) -> all.add(new double[] {alarms, hits}));
    List<double[]> kept = new ArrayList<>();
    for (double[] p : all) {
      if (kept.isEmpty()
          || p == all.getLast()
          || p[0] - kept.getLast()[0] >= CLOSE
          || p[1] - kept.getLast()[1] >= CLOSE) {
        kept.add(p);
      }
    }
    return kept;
  }
}
