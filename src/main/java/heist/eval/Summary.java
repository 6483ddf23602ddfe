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
 * @param fallbacks games in which a judge was asked and did not answer: the rules speak alone, or
 *     nobody does
 * @param groups within-game AUC and top-1 by strategy, language, role and place of speaking
 * @param turns share of harmful ones among the three worst; a game in which none is listed counts 0
 * @param leftOut share of agents that the detector said nothing of; they tie within their game, and
 *     pooled they come last
 * @param accused at the frozen threshold: honest crews accused, mole named, innocent named, silent;
 *     no figures for a detector without a threshold
 */
public record Summary(
    String detector,
    int games,
    int labelled,
    int fallbacks,
    Figure top1,
    Figure auc,
    Figure macroAuc,
    Figure pooled,
    Figure at1,
    Figure at5,
    Figure gameAuc,
    Figure brier,
    Figure brierNamed,
    Figure firstTurn,
    Figure turns,
    Figure abstained,
    Figure leftOut,
    Map<String, Figure> accused,
    Map<String, Figure> aucBySource,
    Map<String, Map<String, Group>> groups,
    List<Reliability> reliability,
    Roc roc,
    Roc gameRoc) {

  /** Games that have something in common. */
  public record Group(Figure auc, Figure top1) {
    static final Group NONE = new Group(Figure.none(), Figure.none());
  }

  /** The group {@code name} of a kind; without figures if there is none. */
  Group group(String kind, String name) {
    return groups.getOrDefault(kind, Map.of()).getOrDefault(name, Group.NONE);
  }

  /** A bin of the reliability diagram: what was said, what was so. */
  public record Reliability(double said, double so, int n) {}

  /** Below every score: whom a detector says nothing of, it never flags. */
  private static final double NEVER = -1;

  /**
   * @param threshold whether the detector has a frozen one; without it there is nothing to say of
   *     accusations
   */
  static Summary of(String detector, List<Scored> all, boolean threshold) {
    List<Scored> labelled = all.stream().filter(Scored::labelled).toList();
    List<Scored> mixed = labelled.stream().filter(s -> s.labels().mixed()).toList();
    Map<String, List<Scored>> bySource = new TreeMap<>();
    mixed.forEach(
        s -> bySource.computeIfAbsent(s.labels().source(), _ -> new ArrayList<>()).add(s));
    Map<String, Figure> aucBySource = new LinkedHashMap<>();
    bySource.forEach((source, games) -> aucBySource.put(source, mean(games, Scored::auc, 0.5)));
    List<Scored> told = labelled.stream().filter(s -> !Double.isNaN(s.noMole())).toList();
    List<Scored> sure = labelled.stream().filter(s -> !Double.isNaN(s.confidence())).toList();
    List<Scored> timed = timed(mixed);
    Roc roc = roc(labelled);
    Roc.Figures pooled = roc.figures();
    Roc gameRoc = gameRoc(labelled);
    return new Summary(
        detector,
        all.size(),
        labelled.size(),
        (int) all.stream().filter(Scored::unanswered).count(),
        top1(mixed),
        mean(mixed, Scored::auc, 0.5),
        Bootstrap.macro(
            bySource.values().stream()
                .map(l -> l.stream().mapToDouble(Scored::auc).toArray())
                .toList(),
            0.5),
        pooled.area(),
        pooled.at1(),
        pooled.at5(),
        gameRoc.figures().area(),
        mean(told, s -> square((s.hasMole() ? 1 : 0) - (1 - s.noMole())), guess(told)),
        mean(sure, s -> square(s.top() - s.confidence()), Double.NaN),
        mean(timed, s -> truth(s).firstRight() ? 1 : 0, turnChance(timed)),
        mean(
            timed,
            s -> (double) truth(s).right() / Math.max(1, truth(s).listed()),
            turnChance(timed)),
        mean(all, s -> s.abstains() ? 1 : 0, Double.NaN),
        mean(all, Scored::leftOut, Double.NaN),
        accused(threshold ? labelled : List.of()),
        aucBySource,
        groups(mixed),
        reliability(told),
        roc,
        gameRoc);
  }

  /** Games in which it is known which turns did harm; none if the detector never lists a turn. */
  private static List<Scored> timed(List<Scored> mixed) {
    List<Scored> timed = mixed.stream().filter(s -> s.truth() != null).toList();
    return timed.stream().anyMatch(s -> truth(s).listed() > 0) ? timed : List.of();
  }

  private static Figure top1(List<Scored> mixed) {
    double chance =
        mixed.stream()
            .mapToDouble(s -> (double) s.labels().count() / s.scores().length)
            .average()
            .orElse(Double.NaN);
    return mean(mixed, Scored::top, chance);
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

  private static Roc roc(List<Scored> games) {
    List<Roc.Item> items = new ArrayList<>();
    for (int g = 0; g < games.size(); g++) {
      Scored s = games.get(g);
      for (int i = 0; i < s.scores().length; i++) {
        double score = s.scores()[i];
        items.add(new Roc.Item(Double.isNaN(score) ? NEVER : score, s.moles()[i], g));
      }
    }
    return Roc.of(items, games.size());
  }

  private static Roc gameRoc(List<Scored> games) {
    List<Roc.Item> items = new ArrayList<>();
    for (Scored s : games) {
      items.add(new Roc.Item(s.highest(), s.hasMole(), items.size()));
    }
    return Roc.of(items, games.size());
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

  private static Map<String, Map<String, Group>> groups(List<Scored> mixed) {
    Map<String, Map<String, Group>> groups = new LinkedHashMap<>();
    groups.put(
        "strategy", by(mixed, s -> Set.of(Objects.requireNonNullElse(s.labels().strategy(), ""))));
    groups.put("language", by(mixed, s -> Set.of(s.labels().language())));
    groups.put("role of the mole", by(mixed, s -> s.labels().moleRoles()));
    groups.put("place in which the mole first speaks", by(mixed, s -> s.labels().molePlaces()));
    groups.values().removeIf(Map::isEmpty);
    return groups;
  }

  /** By every group that a game belongs to; the group without a name is none. */
  private static Map<String, Group> by(List<Scored> games, Function<Scored, Set<String>> groups) {
    Map<String, List<Scored>> split = new TreeMap<>();
    for (Scored s : games) {
      groups.apply(s).forEach(g -> split.computeIfAbsent(g, _ -> new ArrayList<>()).add(s));
    }
    split.remove("");
    Map<String, Group> figures = new LinkedHashMap<>();
    split.forEach((k, l) -> figures.put(k, new Group(mean(l, Scored::auc, 0.5), top1(l))));
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
