package heist.eval;

import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
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
    figures(summary, result);
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

  private static void figures(ObjectNode node, Evaluation.Result result) {
    Summary s = result.summary();
    node.put("games", s.games()).put("labelled", s.labelled()).put("fallbacks", s.fallbacks());
    for (Headline h : Headline.ALL) {
      if (h.compared()) {
        put(node, h.key(), result, h.figure());
      } else {
        put(node, h.key(), h.figure().apply(s));
      }
    }
    s.accused().forEach((name, f) -> put(node, name, f));
    ObjectNode sources = node.putObject("auc_by_source");
    s.aucBySource()
        .keySet()
        .forEach(source ->
            put(sources, source, result, o -> o.aucBySource().getOrDefault(source, Figure.none())));
    ObjectNode aucs = node.putObject("auc_by_group");
    ObjectNode tops = node.putObject("top1_by_group");
    s.groups()
        .forEach((kind, groups) -> {
          ObjectNode auc = aucs.putObject(kind.replace(' ', '_'));
          ObjectNode top1 = tops.putObject(kind.replace(' ', '_'));
          for (String g : groups.keySet()) {
            put(auc, g, result, o -> o.group(kind, g).auc());
            put(top1, g, result, o -> o.group(kind, g).top1());
          }
        });
    var bins = node.putArray("reliability");
    s.reliability()
        .forEach(b -> bins.addObject().put("said", b.said()).put("so", b.so()).put("n", b.n()));
    points(node.putArray("roc"), s.roc());
    points(node.putArray("game_roc"), s.gameRoc());
  }

  /** Pairs of false alarms and hits. */
  private static void points(ArrayNode into, Roc roc) {
    if (!Double.isNaN(roc.area())) {
      roc.points().forEach(p -> into.addArray().add(rounded(p[0])).add(rounded(p[1])));
    }
  }

  private static double rounded(double x) {
    return Math.round(x * 1e6) / 1e6;
  }

  /** With the best trivial baseline and naive beside it, as far as they have the figure. */
  private static void put(
      ObjectNode node, String name, Evaluation.Result result, Function<Summary, Figure> which) {
    Beside b = Beside.of(result, which);
    put(node, name, b.figure());
    if (node.path(name) instanceof ObjectNode figure && !result.baselines().isEmpty()) {
      put(figure, "trivial", b.trivial());
      if (figure.path("trivial") instanceof ObjectNode trivial) {
        trivial.put("baseline", b.name());
      }
      put(figure, "naive", b.naive());
    }
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
      node.put(name, rounded(value));
    }
  }
}
