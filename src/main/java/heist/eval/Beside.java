package heist.eval;

import java.util.Map;
import java.util.function.Function;

/**
 * A figure with those of detectors that nobody should need beside it. Pure.
 *
 * @param trivial the highest that a trivial baseline has; no figure if none has any
 * @param name of that baseline
 * @param naive what the naive original has
 */
record Beside(Figure figure, Figure trivial, String name, Figure naive) {
  private static final String NAIVE = "naive";

  static Beside of(Evaluation.Result result, Function<Summary, Figure> which) {
    Figure best = Figure.none();
    String name = "";
    Figure naive = Figure.none();
    for (Map.Entry<String, Summary> e : result.baselines().entrySet()) {
      Figure f = which.apply(e.getValue());
      if (e.getKey().equals(NAIVE)) {
        naive = f;
      } else if (f.n() > 0 && (best.n() == 0 || f.value() > best.value())) {
        best = f;
        name = e.getKey();
      }
    }
    return new Beside(which.apply(result.summary()), best, name, naive);
  }
}
