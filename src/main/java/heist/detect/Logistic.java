package heist.detect;

import java.util.ArrayList;
import java.util.List;

/**
 * Logistic regression with an L2 penalty, fitted by Newton's method. Small and dense: tens of
 * features, thousands of rows. Deterministic. Pure.
 */
public final class Logistic {
  private static final int STEPS = 50;
  private static final double DONE = 1e-9;

  private Logistic() {}

  /**
   * One observation.
   *
   * @param x features
   * @param y whether the thing is so
   * @param weight how much it counts
   */
  public record Row(double[] x, boolean y, double weight) {}

  /**
   * Fits weights. The first feature is not penalised if {@code intercept}: let it be 1 in every
   * row.
   *
   * @param penalty of the squared weights, in units of the rows' weights
   */
  public static double[] fit(List<Row> rows, double penalty, boolean intercept) {
    return fit(rows, penalty, intercept, new double[rows.getFirst().x().length]);
  }

  /**
   * The same, drawn towards {@code prior} instead of 0: what is known before, which rows move the
   * further, the smaller the penalty.
   */
  public static double[] fit(List<Row> rows, double penalty, boolean intercept, double[] prior) {
    int d = prior.length;
    double[] w = prior.clone();
    for (int step = 0; step < STEPS; step++) {
      double[] gradient = new double[d];
      double[][] curvature = new double[d][d];
      for (int i = 0; i < d; i++) {
        double p = intercept && i == 0 ? 1e-9 : penalty;
        gradient[i] = -p * (w[i] - prior[i]);
        curvature[i][i] = p;
      }
      for (Row row : rows) {
        double p = sigmoid(dot(w, row.x()));
        double error = row.weight() * ((row.y() ? 1 : 0) - p);
        double bend = row.weight() * Math.max(1e-9, p * (1 - p));
        for (int i = 0; i < d; i++) {
          gradient[i] += error * row.x()[i];
          for (int j = 0; j <= i; j++) {
            curvature[i][j] += bend * row.x()[i] * row.x()[j];
          }
        }
      }
      double[] move = solve(curvature, gradient);
      double size = 0;
      for (int i = 0; i < d; i++) {
        w[i] += move[i];
        size = Math.max(size, Math.abs(move[i]));
      }
      if (size < DONE) {
        break;
      }
    }
    return w;
  }

  /**
   * Rows for a fit of who of a game is a mole: each mole against each other of its game, as the
   * difference of their features, every game of the same total weight.
   */
  public static List<Row> pairs(double[][] features, boolean[] moles, double weight) {
    List<Row> rows = new ArrayList<>();
    int n = 0;
    for (int m = 0; m < moles.length; m++) {
      for (int i = 0; i < moles.length; i++) {
        n += moles[m] && !moles[i] ? 1 : 0;
      }
    }
    for (int m = 0; m < moles.length; m++) {
      for (int i = 0; i < moles.length; i++) {
        if (moles[m] && !moles[i]) {
          double[] x = new double[features[m].length];
          for (int k = 0; k < x.length; k++) {
            x[k] = features[m][k] - features[i][k];
          }
          rows.add(new Row(x, true, weight / n));
        }
      }
    }
    return rows;
  }

  /** The logistic function. */
  public static double sigmoid(double z) {
    return 1 / (1 + Math.exp(-z));
  }

  /** The inner product. */
  public static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** Solves a symmetric positive definite system given by its lower half (Cholesky). */
  private static double[] solve(double[][] a, double[] b) {
    int n = b.length;
    double[][] l = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = a[i][j];
        for (int k = 0; k < j; k++) {
          sum -= l[i][k] * l[j][k];
        }
        l[i][j] = i == j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / l[j][j];
      }
    }
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      double sum = b[i];
      for (int k = 0; k < i; k++) {
        sum -= l[i][k] * y[k];
      }
      y[i] = sum / l[i][i];
    }
    double[] x = new double[n];
    for (int i = n - 1; i >= 0; i--) {
      double sum = y[i];
      for (int k = i + 1; k < n; k++) {
        sum -= l[k][i] * x[k];
      }
      x[i] = sum / l[i][i];
    }
    return x;
  }
}
