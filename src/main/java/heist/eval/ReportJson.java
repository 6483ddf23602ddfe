package heist.eval;

import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The figures as JSON, in the shape that {@code docs/detection.md} describes. Pure. */
public final class ReportJson {
  private static final JsonMapper JSON = JsonMapper.shared();

  private ReportJson() {}

  /** The whole report. */
  public static ObjectNode of(Evaluation.Result result, String corpus) {
    ObjectNode node = JSON.createObjectNode();
    node.put("detector", result.summary().detector()).put("corpus", corpus);
    var games = node.putArray("games");
    for (Scored s : result.games()) {
      ObjectNode game = games.addObject().put("session_id", s.labels().id());
      ObjectNode scores = game.putObject("scores");
      for (int i = 0; i < s.scores().length; i++) {
        if (!Double.isNaN(s.scores()[i])) {
          scores.put(s.agents().get(i), s.scores()[i]);
        }
      }
      if (Double.isNaN(s.noMole())) {
        game.putNull("no_mole");
      } else {
        game.put("no_mole", s.noMole());
      }
      var turns = game.putArray("turns");
      Scored.Turns worst = s.turns();
      for (int i = 0; i < worst.numbers().length; i++) {
        turns
            .addObject()
            .put("turn", worst.numbers()[i])
            .put("agent", s.agents().get(worst.speakers()[i]))
            .put("suspicion", worst.suspicion()[i]);
      }
    }
    ObjectNode summary = node.putObject("summary");
    figures(summary, result.summary());
    ObjectNode baselines = summary.putObject("baselines");
    result.baselines().forEach((name, s) -> brief(baselines.putObject(name), s));
    ObjectNode without = summary.putObject("without");
    result.without().forEach((name, s) -> brief(without.putObject(name), s));
    return node;
  }

  private static void brief(ObjectNode node, Summary s) {
    put(node, "top1", s.top1());
    put(node, "auc", s.auc());
    put(node, "macro_auc", s.macroAuc());
    put(node, "pooled_auc", s.pooled());
  }

  private static void figures(ObjectNode node, Summary s) {
    node.put("games", s.games()).put("labelled", s.labelled()).put("fallbacks", s.fallbacks());
    brief(node, s);
    put(node, "tpr_at_fpr_1", s.at1());
    put(node, "tpr_at_fpr_5", s.at5());
    put(node, "game_auc", s.gameAuc());
    put(node, "brier", s.brier());
    put(node, "brier_named", s.brierNamed());
    put(node, "first_turn", s.firstTurn());
    put(node, "turns", s.turns());
    put(node, "abstained", s.abstained());
    put(node, "left_out", s.leftOut());
    s.accused().forEach((name, f) -> put(node, name, f));
    figures(node.putObject("auc_by_source"), s.aucBySource());
    ObjectNode groups = node.putObject("auc_by_group");
    s.groups()
        .forEach((name, figures) -> figures(groups.putObject(name.replace(' ', '_')), figures));
    var bins = node.putArray("reliability");
    s.reliability()
        .forEach(b -> bins.addObject().put("said", b.said()).put("so", b.so()).put("n", b.n()));
  }

  private static void figures(ObjectNode node, Map<String, Figure> figures) {
    figures.forEach((name, f) -> put(node, name, f));
  }

  private static void put(ObjectNode node, String name, Figure f) {
    if (f.n() == 0) {
      node.putNull(name);
      return;
    }
    ObjectNode figure = node.putObject(name);
    number(figure, "value", f.value());
    number(figure, "low", f.low());
    number(figure, "high", f.high());
    number(figure, "chance", f.chance());
    figure.put("n", f.n());
  }

  private static void number(ObjectNode node, String name, double value) {
    if (Double.isNaN(value)) {
      node.putNull(name);
    } else {
      node.put(name, Math.round(value * 1e6) / 1e6);
    }
  }
}
