package heist.eval;

import heist.detect.Assessment;
import heist.detect.Calibration;
import heist.detect.Coefficients;
import heist.detect.Logistic;
import heist.detect.Manner;
import heist.detect.Rules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fits what detectors keep as data. Weights of signals that would excuse somebody are left out: a
 * signal can only accuse. Deterministic. Pure.
 */
public final class Fits {
  /** What the literature says each construct weighs, before any game is seen. */
  private static final double PRIOR = 0.3;

  /** Games of one source weigh this much together. */
  private static final double SOURCE = 25;

  /** How much the prior may weigh against that. */
  private static final double[] PENALTIES = {25, 100, 400, 1600, 6400};

  private static final double RULES_PENALTY = 1;

  private Fits() {}

  /** What is kept of a game to fit manner. */
  public record MannerRow(String source, double[][] constructs, boolean[] moles) {}

  /** What is kept of a game to fit the rules. */
  public record RulesRow(double[][] features, boolean[] moles) {}

  /** What is kept of a game to calibrate. */
  public record CalibrationRow(
      double[] features, double highest, boolean alone, boolean hasMole, boolean right) {}

  /** Reads a game for {@link #manner}; null if nobody knows its moles. */
  public static @Nullable MannerRow mannerRow(Game game) {
    if (!game.labelled()) {
      return null;
    }
    return new MannerRow(game.source(), Manner.constructs(game.transcript()), moles(game));
  }

  private static boolean[] moles(Game game) {
    List<String> agents = game.transcript().agents();
    boolean[] moles = new boolean[agents.size()];
    for (int i = 0; i < moles.length; i++) {
      moles[i] = game.isMole(agents.get(i));
    }
    return moles;
  }

  /**
   * Weights of the constructs of {@link Manner}, each source counting the same. How far the games
   * may move the prior is chosen on these games alone: by leaving out each source in its turn.
   */
  public static Coefficients manner(List<MannerRow> games, String obtained) {
    double best = PENALTIES[PENALTIES.length - 1];
    double most = -1;
    List<String> sources = games.stream().map(MannerRow::source).distinct().toList();
    for (double penalty : sources.size() < 2 ? new double[0] : PENALTIES) {
      double sum = 0;
      for (String out : sources) {
        double[] w = manner(games.stream().filter(g -> !g.source().equals(out)).toList(), penalty);
        sum +=
            games.stream()
                .filter(g -> g.source().equals(out))
                .mapToDouble(g -> auc(g, w))
                .filter(x -> !Double.isNaN(x))
                .average()
                .orElse(0.5);
      }
      if (sum > most) {
        most = sum;
        best = penalty;
      }
    }
    return coefficients(
        obtained + ", penalty " + best, Manner.CONSTRUCT_NAMES, manner(games, best), false);
  }

  private static double[] manner(List<MannerRow> games, double penalty) {
    Map<String, Integer> sizes = new LinkedHashMap<>();
    games.forEach(g -> sizes.merge(g.source(), 1, Integer::sum));
    List<Logistic.Row> rows = new ArrayList<>();
    for (MannerRow g : games) {
      rows.addAll(
          Logistic.pairs(g.constructs(), g.moles(), SOURCE / sizes.getOrDefault(g.source(), 1)));
    }
    double[] prior = new double[Manner.CONSTRUCT_NAMES.size()];
    Arrays.fill(prior, PRIOR);
    return rows.isEmpty() ? prior : accusing(rows, penalty, false, prior);
  }

  private static double auc(MannerRow g, double[] w) {
    double pairs = 0;
    double won = 0;
    for (int m = 0; m < g.moles().length; m++) {
      for (int i = 0; i < g.moles().length; i++) {
        if (g.moles()[m] && !g.moles()[i]) {
          double lead = Logistic.dot(w, g.constructs()[m]) - Logistic.dot(w, g.constructs()[i]);
          pairs++;
          won += lead > 0 ? 1 : lead == 0 ? 0.5 : 0;
        }
      }
    }
    return pairs == 0 ? Double.NaN : won / pairs;
  }

  /** Reads a game for {@link #rules}; null if nothing in it can be checked or nobody knows. */
  public static @Nullable RulesRow rulesRow(Game game) {
    if (!game.labelled()) {
      return null;
    }
    double[][] features = Rules.features(game.transcript());
    return features == null ? null : new RulesRow(features, moles(game));
  }

  /** Weights of the features of {@link Rules}: whether an agent is the mole. */
  public static Coefficients rules(List<RulesRow> games, String obtained) {
    List<Logistic.Row> rows = new ArrayList<>();
    for (RulesRow g : games) {
      for (int a = 0; a < g.moles().length; a++) {
        double[] x = new double[g.features()[a].length + 1];
        x[0] = 1;
        System.arraycopy(g.features()[a], 0, x, 1, x.length - 1);
        rows.add(new Logistic.Row(x, g.moles()[a], 1));
      }
    }
    double[] w = accusing(rows, RULES_PENALTY, true, new double[Rules.FEATURES.size() + 1]);
    return coefficients(obtained, Rules.FEATURES, w, true);
  }

  /** Fits, takes out the most negative weight, and fits again until none is left. */
  private static double[] accusing(
      List<Logistic.Row> rows, double penalty, boolean intercept, double[] prior) {
    boolean[] off = new boolean[prior.length];
    while (true) {
      double[] w = Logistic.fit(masked(rows, off), penalty, intercept, masked(prior, off));
      int worst = -1;
      for (int i = intercept ? 1 : 0; i < w.length; i++) {
        if (!off[i] && w[i] < 0 && (worst < 0 || w[i] < w[worst])) {
          worst = i;
        }
      }
      if (worst < 0) {
        for (int i = 0; i < w.length; i++) {
          w[i] = off[i] ? 0 : w[i];
        }
        return w;
      }
      off[worst] = true;
    }
  }

  private static List<Logistic.Row> masked(List<Logistic.Row> rows, boolean[] off) {
    return rows.stream().map(r -> new Logistic.Row(masked(r.x(), off), r.y(), r.weight())).toList();
  }

  private static double[] masked(double[] x, boolean[] off) {
    double[] y = x.clone();
    for (int i = 0; i < y.length; i++) {
      y[i] = off[i] ? 0 : y[i];
    }
    return y;
  }

  private static Coefficients coefficients(
      String obtained, List<String> names, double[] w, boolean intercept) {
    Map<String, Double> weights = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      double value = w[intercept ? i + 1 : i];
      weights.put(names.get(i), Math.round(value * 1e4) / 1e4);
    }
    return new Coefficients(obtained, intercept ? Math.round(w[0] * 1e4) / 1e4 : 0, weights);
  }

  /** Reads an assessed game for {@link #calibration}; null if nobody knows its moles. */
  public static @Nullable CalibrationRow calibrationRow(Game game, Assessment a) {
    if (!game.labelled()) {
      return null;
    }
    boolean alone = a.top().isPresent();
    boolean right = alone && game.isMole(a.top().get());
    boolean hasMole = !game.honest();
    return new CalibrationRow(Calibration.features(a), a.highest(), alone, hasMole, right);
  }

  /**
   * Probabilities, and the lowest threshold at which at most {@code falseAlarms} of the honest
   * crews are accused, but not below {@code least}.
   */
  public static Calibration calibration(
      List<CalibrationRow> games, double falseAlarms, double least) {
    List<Logistic.Row> mole = new ArrayList<>();
    List<Logistic.Row> first = new ArrayList<>();
    List<Double> honest = new ArrayList<>();
    int withMole = 0;
    for (CalibrationRow g : games) {
      mole.add(new Logistic.Row(g.features(), g.hasMole(), 1));
      if (g.hasMole()) {
        withMole++;
        first.add(new Logistic.Row(g.features(), g.right(), 1));
      } else {
        honest.add(g.alone() ? g.highest() : 0);
      }
    }
    if (withMole == 0 || honest.isEmpty()) {
      throw new heist.HeistException(
          heist.HeistException.Kind.BAD_INPUT,
          "To calibrate, games with a mole and games without one are needed; there are "
              + withMole
              + " and "
              + honest.size()
              + ".");
    }
    honest.sort(java.util.Comparator.reverseOrder());
    double at = honest.get((int) Math.floor(falseAlarms * honest.size()));
    double threshold = Math.max(least, Math.ceil((at + 1e-6) * 1e4) / 1e4);
    return new Calibration(
        threshold,
        (double) withMole / games.size(),
        rounded(Logistic.fit(mole, 1, true)),
        rounded(Logistic.fit(first, 1, true)));
  }

  private static double[] rounded(double[] w) {
    return Arrays.stream(w).map(x -> Math.round(x * 1e4) / 1e4).toArray();
  }
}
