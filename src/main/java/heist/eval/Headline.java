package heist.eval;

import java.util.List;
import java.util.function.Function;

/**
 * A figure over all games, as reports tell it.
 *
 * @param key in JSON
 * @param words for people
 * @param compared whether trivial baselines have it, too
 */
record Headline(String key, String words, Function<Summary, Figure> figure, boolean compared) {
  /** All of them, in the order of a report. */
  static final List<Headline> ALL =
      List.of(
          compared("top1", "top-1, shared ties", Summary::top1),
          compared("auc", "AUC within games", Summary::auc),
          compared("macro_auc", "AUC, mean over sources", Summary::macroAuc),
          compared("pooled_auc", "AUC, pooled agents", Summary::pooled),
          compared("tpr_at_fpr_1", "moles found at 1 % false alarms", Summary::at1),
          compared("tpr_at_fpr_5", "moles found at 5 % false alarms", Summary::at5),
          compared("game_auc", "AUC, mole or no mole", Summary::gameAuc),
          alone("brier", "Brier score, mole or no mole", Summary::brier),
          alone("brier_named", "Brier score, first is the mole", Summary::brierNamed),
          alone("first_turn", "worst turn was harmful", Summary::firstTurn),
          alone("turns", "three worst turns were harmful", Summary::turns),
          alone("abstained", "made no difference", Summary::abstained),
          alone("left_out", "agents left out", Summary::leftOut));

  private static Headline compared(String key, String words, Function<Summary, Figure> figure) {
    return new Headline(key, words, figure, true);
  }

  private static Headline alone(String key, String words, Function<Summary, Figure> figure) {
    return new Headline(key, words, figure, false);
  }
}
