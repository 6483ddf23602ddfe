package heist.cli;

import heist.detect.Detector;
import heist.detect.Hybrid;
import heist.detect.Manner;
import heist.detect.Rules;
import heist.eval.Evaluation;
import heist.eval.Fits;
import heist.eval.Game;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** {@code heist eval --leave-one-strategy-out}. */
final class EvalStrategies {
  private EvalStrategies() {}

  /** Each strategy's games by rules that have never seen it. */
  static void leaveEachOut(Consumer<Consumer<Game>> games, Evaluation evaluation) {
    Map<String, List<Fits.RulesRow>> rows = new TreeMap<>();
    games.accept(g -> {
      Fits.RulesRow row = Fits.rulesRow(g);
      if (row != null) {
        rows.computeIfAbsent(strategy(g), _ -> new ArrayList<>()).add(row);
      }
    });
    Map<String, Detector> without = new TreeMap<>();
    rows.keySet()
        .forEach(s -> {
          List<Fits.RulesRow> others = new ArrayList<>();
          rows.forEach((k, v) -> others.addAll(k.equals(s) ? List.of() : v));
          if (!s.isEmpty() && !others.isEmpty()) {
            without.put(
                s, new Hybrid(new Rules(Fits.rules(others, "all but " + s), new Manner()), null));
          }
        });
    games.accept(g -> {
      Detector unseen = without.get(strategy(g));
      if (unseen != null) {
        evaluation.add(g, unseen);
      }
    });
  }

  private static String strategy(Game game) {
    return game.strategy() == null ? "" : game.strategy();
  }
}
