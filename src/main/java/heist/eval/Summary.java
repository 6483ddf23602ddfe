package heist.eval;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * The figures of one detector over scored games. Games without labels count in {@code games} only.
 * Pure.
 *
 * @param groups within-game AUC and top-1 by strategy, language, role and place of speaking
 * @param accused at the frozen threshold: honest crews accused, mole named, innocent named, silent
 */
public record Summary(
    String detector,
    int games,
    int labelled,
    Figure top1,
    Figure auc,
    Figure macroAuc,
    Figure pooled,
    Figure at1,
    Figure at5,
    Figure gameRoc,
    Figure brier,
    Figure brierNamed,
    Figure firstTurn,
    Figure turns,
    Figure abstained,
    Map<String, Figure> accused,
    Map<String, Figure> aucBySource,
    Map<String, Map<String, Figure>> groups,
    List<Reliability> reliability,
    Roc roc) {

  /** A bin of the reliability diagram: what was said, what was so. */
  public record Reliability(double said, double so, int n) {}

  private static final int HEAVY_DRAWS = 200;
  private static final int MOST_GAMES_FOR_DRAWS = 3000;

  static Summary of(String detector, List<Scored> all) {
    List<Scored> labelled = all.stream().filter(Scored::labelled).toList();
    List<Scored> mixed = labelled.stream().filter(s -> s.labels().mixed()).toList();
    Map<String, List<Scored>> bySource = new TreeMap<>();
    mixed.forEach(
        s -> bySource.computeIfAbsent(s.labels().source(), _ -> new ArrayList<>()).add(s));
    Map<String, Figure> aucBySource = new LinkedHashMap<>();
    bySource.forEach((source, games) -> aucBySource.put(source, mean(games, Scored::auc, 0.5)));
    double chance =
        mixed.stream()
            .mapToDouble(s -> (double) s.labels().count() / s.scores().length)
            .average()
            .orElse(Double.NaN);
    boolean noMoles = labelled.stream().anyMatch(s -> !s.hasMole());
    List<Scored> told = labelled.stream().filter(s -> !Double.isNaN(s.noMole())).toList();
    List<Scored> sure = labelled.stream().filter(s -> !Double.isNaN(s.confidence())).toList();
    List<Scored> timed = mixed.stream().filter(s -> s.truth() != null).toList();
    return new Summary(
        detector,
        all.size(),
        labelled.size(),
        mean(mixed, Scored::top, chance),
        mean(mixed, Scored::auc, 0.5),
        Bootstrap.macro(
            bySource.values().stream()
                .map(l -> l.stream().mapToDouble(Scored::auc).toArray())
                .toList(),
            0.5),
        pooled(labelled, l -> roc(l).area(), 0.5),
        pooled(labelled, l -> roc(l).at(0.01), 0.01),
        pooled(labelled, l -> roc(l).at(0.05), 0.05),
        noMoles ? pooled(labelled, l -> gameRoc(l).area(), 0.5) : Figure.none(),
        mean(told, s -> square((s.hasMole() ? 1 : 0) - (1 - s.noMole())), guess(told)),
        mean(sure, s -> square(s.top() - s.confidence()), Double.NaN),
        mean(timed, s -> truth(s).firstRight() ? 1 : 0, turnChance(timed)),
        mean(
            timed.stream().filter(s -> truth(s).listed() > 0).toList(),
            s -> (double) truth(s).right() / truth(s).listed(),
            turnChance(timed)),
        mean(all, s -> s.abstains() ? 1 : 0, Double.NaN),
        accused(labelled),
        aucBySource,
        groups(mixed),
        reliability(told),
        roc(labelled));
  }

  private static Scored.TurnTruth truth(Scored s) {
    return Objects.requireNonNull(s.truth());
  }

  private static double turnChance(List<Scored> timed) {
    return timed.stream()
        .mapToDouble(s -> (double) truth(s).harmful() / Math.max(1, truth(s).all()))
        .average()
        .orElse(Double.NaN);
  }

  /** The Brier score of whoever always says the base rate. */
  private static double guess(List<Scored> told) {
    double p = told.stream().mapToDouble(s -> s.hasMole() ? 1 : 0).average().orElse(Double.NaN);
    return p * (1 - p);
  }

  private static double square(double x) {
    return x * x;
  }

  static Figure mean(Collection<Scored> games, ToDoubleFunction<Scored> value, double chance) {
    return Bootstrap.mean(games.stream().mapToDouble(value).toArray(), chance);
  }

  private static Figure pooled(
      List<Scored> games, ToDoubleFunction<List<Scored>> figure, double chance) {
    int draws = games.size() > MOST_GAMES_FOR_DRAWS ? HEAVY_DRAWS / 4 : HEAVY_DRAWS;
    return Bootstrap.of(games, figure, chance, draws);
  }

  static Roc roc(List<Scored> games) {
    List<Roc.Item> items = new ArrayList<>();
    for (Scored s : games) {
      for (int i = 0; i < s.scores().length; i++) {
        if (!Double.isNaN(s.scores()[i])) {
          items.add(new Roc.Item(s.scores()[i], s.moles()[i]));
        }
      }
    }
    return Roc.of(items);
  }

  private static Roc gameRoc(List<Scored> games) {
    return Roc.of(games.stream().map(s -> new Roc.Item(s.highest(), s.hasMole())).toList());
  }

  private static Map<String, Figure> accused(List<Scored> labelled) {
    Map<String, Figure> accused = new LinkedHashMap<>();
    List<Scored> honest = labelled.stream().filter(s -> !s.hasMole()).toList();
    List<Scored> guilty = labelled.stream().filter(Scored::hasMole).toList();
    accused.put("honest_crews_accused", share(honest, s -> s.named() >= 0));
    accused.put("mole_named", share(guilty, s -> s.named() >= 0 && s.moles()[s.named()]));
    accused.put("innocent_named", share(guilty, s -> s.named() >= 0 && !s.moles()[s.named()]));
    accused.put("silent", share(guilty, s -> s.named() < 0));
    return accused;
  }

  private static Figure share(List<Scored> games, Predicate<Scored> hit) {
    return Bootstrap.share((int) games.stream().filter(hit).count(), games.size(), Double.NaN);
  }

  private static Map<String, Map<String, Figure>> groups(List<Scored> mixed) {
    Map<String, Map<String, Figure>> groups = new LinkedHashMap<>();
    groups.put(
        "strategy", by(mixed, s -> Set.of(Objects.requireNonNullElse(s.labels().strategy(), ""))));
    groups.put("language", by(mixed, s -> Set.of(s.labels().language())));
    groups.put("role of the mole", by(mixed, s -> s.labels().moleRoles()));
    groups.put("place in which the mole first speaks", by(mixed, s -> s.labels().molePlaces()));
    groups.values().removeIf(Map::isEmpty);
    return groups;
  }

  /** By every group that a game belongs to; the group without a name is none. */
  private static Map<String, Figure> by(List<Scored> games, Function<Scored, Set<String>> groups) {
    Map<String, List<Scored>> split = new TreeMap<>();
    for (Scored s : games) {
      groups.apply(s).forEach(g -> split.computeIfAbsent(g, _ -> new ArrayList<>()).add(s));
    }
    split.remove("");
    Map<String, Figure> figures = new LinkedHashMap<>();
    split.forEach((k, l) -> figures.put(k, mean(l, Scored::auc, 0.5)));
    return figures;
  }

  private static List<Reliability> reliability(List<Scored> told) {
    List<Reliability> bins = new ArrayList<>();
    for (int b = 0; b < 10; b++) {
      double from = b / 10.0;
      int bin = b;
      List<Scored> in =
          told.stream().filter(s -> Math.min(9, (int) ((1 - s.noMole()) * 10)) == bin).toList();
      if (!in.isEmpty()) {
        bins.add(
            new Reliability(
                in.stream().mapToDouble(s -> 1 - s.noMole()).average().orElse(from),
                in.stream().mapToDouble(s -> s.hasMole() ? 1 : 0).average().orElse(0),
                in.size()));
      }
    }
    return bins;
  }
}
