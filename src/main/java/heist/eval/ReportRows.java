package heist.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The figures as rows for people: what, value with interval, chance, over how many. Pure. */
public final class ReportRows {
  private ReportRows() {}

  /**
   * Rows of six cells, the last two for the best trivial baseline and for naive, each "-" if there
   * is none; a row of one cell is a heading.
   */
  public static List<List<String>> of(Evaluation.Result result) {
    Summary s = result.summary();
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(s.detector() + ", " + s.games() + " games, " + s.labelled() + " with known roles"));
    for (Headline h : Headline.ALL) {
      if (h.compared()) {
        row(rows, h.words(), result, h.figure());
      } else {
        row(rows, h.words(), h.figure().apply(s));
      }
    }
    if (s.fallbacks() > 0) {
      rows.add(
          List.of(
              "games without the judge's answer",
              Integer.toString(s.fallbacks()),
              "-",
              Integer.toString(s.games()),
              "-",
              "-"));
    }
    s.accused().forEach((name, f) -> rows.add(cells(name.replace('_', ' '), f)));
    if (!s.aucBySource().isEmpty()) {
      rows.add(List.of("AUC within games by source"));
      s.aucBySource()
          .keySet()
          .forEach(source ->
              row(rows, source, result, o -> o.aucBySource().getOrDefault(source, Figure.none())));
    }
    s.groups()
        .forEach((kind, groups) -> {
          rows.add(List.of("AUC within games by " + kind));
          groups.keySet().forEach(g -> row(rows, g, result, o -> o.group(kind, g).auc()));
          rows.add(List.of("top-1 by " + kind));
          groups.keySet().forEach(g -> row(rows, g, result, o -> o.group(kind, g).top1()));
        });
    others(rows, "Trivial baselines, AUC within games", result.baselines());
    others(rows, "Without one signal, AUC within games", result.without());
    return rows;
  }

  private static void others(
      List<List<String>> rows, String heading, Map<String, Summary> summaries) {
    if (summaries.isEmpty()) {
      return;
    }
    rows.add(List.of(heading));
    summaries.forEach((name, s) -> {
      Figure f = s.aucBySource().size() > 1 ? s.macroAuc() : s.auc();
      row(rows, name, f);
    });
  }

  private static void row(
      List<List<String>> rows,
      String name,
      Evaluation.Result result,
      Function<Summary, Figure> which) {
    Beside b = Beside.of(result, which);
    if (b.figure().n() > 0) {
      List<String> cells = new ArrayList<>(cells(name, b.figure()).subList(0, 4));
      cells.add(b.trivial().n() == 0 ? "-" : Figure.two(b.trivial().value()) + " " + b.name());
      cells.add(Figure.two(b.naive().value()));
      rows.add(cells);
    }
  }

  private static void row(List<List<String>> rows, String name, Figure f) {
    if (f.n() > 0) {
      rows.add(cells(name, f));
    }
  }

  private static List<String> cells(String name, Figure f) {
    return List.of(name, f.text(), Figure.two(f.chance()), Integer.toString(f.n()), "-", "-");
  }
}
