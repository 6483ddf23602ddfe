package heist.service.model.mind;

import heist.service.model.prompt.Field;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How a mole plays its method. What it falsifies depends on what it read, not on the request, so
 * that it sticks to its story; how openly it works depends on the job's difficulty. An honest
 * agent's deceit does nothing.
 */
final class Deceit {
  private final Mind mind;
  private final List<Method> ways;

  Deceit(Mind mind) {
    this.mind = mind;
    this.ways = Method.of(mind.view.brief());
  }

  boolean on() {
    return !ways.isEmpty();
  }

  /** Whether it is one of its ways. */
  boolean uses(Method way) {
    return ways.contains(way);
  }

  /** How it treats a field: with two ways, some fields are for the one and some for the other. */
  Method way(Field field) {
    return switch (ways.size()) {
      case 0 -> Method.NONE;
      case 1 -> ways.getFirst();
      default -> mind.stable.pick(ways, "way", field.name());
    };
  }

  /** Whether it disturbs the talk in this turn. */
  boolean dares() {
    return on() && !(uses(Method.CHAOS) && liesLow());
  }

  /**
   * Whoever muddles what was agreed is found by doing it again and again: it stops after so many
   * false quotes, and in the last round everybody has the right values before them.
   */
  private boolean liesLow() {
    return mind.view.now().last() || muddled() >= (mind.stable.chance(open(), "dares") ? 3 : 2);
  }

  /** How many fields it has quoted otherwise than their owners told them. */
  private long muddled() {
    return mind.claims.stream()
        .filter(c -> c.speaker().equals(mind.view.me()) && !c.firstHand())
        .filter(c ->
            mind.others(c.field()).stream()
                .anyMatch(o -> o.firstHand() && !o.value().equals(c.value())))
        .map(c -> c.field().name())
        .distinct()
        .count();
  }

  /** How openly it works: 0 hardly dares, 1 does not care. */
  private double open() {
    return switch (mind.view.rates().difficulty()) {
      case EASY -> 0.8;
      case NORMAL -> 0.3;
      case HARD -> 0.15;
    };
  }

  /** What the agent tells of a fact it read, or nothing if it keeps it back. */
  Optional<Fact> told(Fact f) {
    return switch (way(f.field())) {
      case NONE, CHAOS -> Optional.of(f);
      case DELAY -> withheld(f) ? Optional.empty() : Optional.of(f);
      case FALSE_INFO, TIMING, WRONG_TOOLS ->
          gaveIn(f) ? Optional.of(f) : falsified(f).or(() -> Optional.of(f));
    };
  }

  /** It takes longer than one round, and gives in when it is pressed. */
  private boolean withheld(Fact f) {
    if (mind.mine(f.field()).isPresent()) {
      return false;
    }
    boolean wanted =
        only(f) || mind.stable.chance(0.1 + 0.3 * open(), "withhold", f.field().name());
    double enough = mind.stable.chance(open(), "stubborn", f.field().name()) ? 2 : 1;
    return wanted && mind.pressed(f.field()) < enough;
  }

  /** Somebody would not let go, and the wrong value was put down as a slip. */
  private boolean gaveIn(Fact f) {
    return mind.pressed(f.field()) >= 1
        && mind.mine(f.field()).isPresent()
        && mind.stable.chance(1 - open(), "gives in", f.field().name());
  }

  private Optional<Fact> falsified(Fact f) {
    var dice = mind.stable.of("lie", f.field().name());
    if (!targeted(f)) {
      return Optional.empty();
    }
    return switch (way(f.field())) {
      case NONE, CHAOS, DELAY -> Optional.empty();
      case FALSE_INFO ->
          Slips.falsified(believable(f), f.value(), dice, mind.view.others()).map(f::withValue);
      case TIMING ->
          f.field().type() == Field.Type.TIME
              ? Slips.shifted(f.value(), dice).map(f::withValue)
              : Slips.falsified(f.field(), f.value(), dice, List.of()).map(f::withValue);
      case WRONG_TOOLS ->
          mind.other(f, true)
              .or(() -> mind.other(f, false))
              .or(() ->
                  Slips.falsified(f.field(), f.value(), dice, mind.view.others())
                      .map(f::withValue));
    };
  }

  /**
   * A choice without the options that the agent's own papers name, be it only to warn of them: its
   * reader may quote the warning. If nothing else is left, all stay.
   */
  private Field believable(Fact f) {
    Field field = f.field();
    var unnamed =
        field.options().stream()
            .filter(o -> mind.statements.stream().noneMatch(s -> mentions(s.text(), o)))
            .toList();
    return field.type() == Field.Type.CHOICE && !unnamed.isEmpty()
        ? new Field(field.name(), field.type(), 0, unnamed, field.description(), field.formula())
        : field;
  }

  /** Whether a text has one of an option's longer words. */
  private static boolean mentions(String text, String option) {
    var words = Words.stems(text);
    return Words.stems(option).stream().anyMatch(w -> w.length() > 3 && words.contains(w));
  }

  /** Whether a fact is one that the method is about. */
  private boolean suits(Fact f) {
    return switch (way(f.field())) {
      case TIMING ->
          f.field().type() == Field.Type.TIME
              || (f.field().type() == Field.Type.NUMBER && minutes(f));
      case FALSE_INFO, WRONG_TOOLS -> f.field().type() != Field.Type.TEXT;
      case NONE, CHAOS, DELAY -> false;
    };
  }

  private static boolean minutes(Fact f) {
    return (f.spoken() + " " + f.line())
        .toLowerCase(Locale.ROOT)
        .matches("(?s).*\\b(min|sec|sek|hour|stund).*");
  }

  private boolean only(Fact f) {
    return mind.facts().stream().filter(Fact::owned).toList().equals(List.of(f));
  }

  /** One of the facts it owns, now and then two. */
  private boolean targeted(Fact f) {
    if (!suits(f) || (!f.owned() && mind.facts().stream().anyMatch(x -> x.owned() && suits(x)))) {
      return false;
    }
    // what it has said already stays as it is: the story must hold
    var mine = mind.mine(f.field());
    if (mine.isPresent()) {
      return !mine.get().value().equals(f.value());
    }
    var own = mind.facts().stream().filter(x -> x.owned() == f.owned() && suits(x)).toList();
    int most = own.size() > 2 && mind.stable.chance(0.6 * open(), "second") ? 2 : 1;
    long lied = own.stream().filter(x -> mind.everSaidOther(x.field(), x.value())).count();
    return lied < most
        && own.stream()
            .filter(x -> mind.mine(x.field()).isEmpty())
            .min(Comparator.comparingDouble(this::rank))
            .filter(x -> x.field().equals(f.field()))
            .isPresent();
  }

  /** Which fact it would rather falsify; a brief of one's own may name one. */
  private double rank(Fact f) {
    var brief = mind.view.brief();
    double wished = Method.told(brief) ? mind.finder.fit(f.field(), brief.text()) : 0;
    // Of a choice the papers often say what speaks against the others; a figure is just a figure.
    double plain = f.field().type() == Field.Type.CHOICE ? 1 : 0;
    return mind.stable.unit("target", f.field().name()) + plain - 2 * wished;
  }

  /** What it makes of somebody else's value when it passes it on. */
  String passedOn(Claim c) {
    var dice = mind.stable.of("pass", c.field().name());
    boolean bend =
        switch (way(c.field())) {
          case NONE, DELAY -> false;
          case TIMING ->
              c.field().type() == Field.Type.TIME
                  && mind.facts().stream().noneMatch(this::suits)
                  && dice.chance(0.4 + 0.4 * open(), "bend");
          case CHAOS -> dares() && dice.chance(0.5 + 0.4 * open(), "bend");
          case FALSE_INFO, WRONG_TOOLS ->
              mind.facts().stream().noneMatch(Fact::owned) && dice.chance(0.5, "bend");
        };
    return bend
        ? Slips.falsified(c.field(), c.value(), dice, mind.view.others()).orElse(c.value())
        : c.value();
  }

  /** What a mole that hands in the plan writes instead; empty to leave the field out. */
  Optional<String> written(Field field, String value) {
    if (!on() || !victim(field)) {
      return Optional.of(value);
    }
    var dice = mind.stable.of("write", field.name());
    return switch (way(field)) {
      case NONE -> Optional.of(value);
      case DELAY -> Optional.empty();
      case TIMING -> Slips.shifted(value, dice);
      case FALSE_INFO, WRONG_TOOLS, CHAOS ->
          Slips.falsified(field, value, dice, mind.view.others());
    };
  }

  /** The one field that it writes wrongly, unless its owner protests or it lies elsewhere. */
  private boolean victim(Field field) {
    boolean lies = mind.facts().stream().anyMatch(f -> f.owned() && suits(f));
    if (lies && !mind.stable.chance(0.3, "writes")) {
      return false;
    }
    var fields = new ArrayList<Field>();
    for (var f : mind.view.fields()) {
      boolean fits =
          way(f) == Method.TIMING ? f.type() == Field.Type.TIME : f.type() != Field.Type.TEXT;
      if (fits) {
        fields.add(f);
      }
    }
    return mind.stable.shuffled(fields, "victims").stream()
        .min(Comparator.comparing(f -> f.type() == Field.Type.CHOICE))
        .filter(field::equals)
        .filter(f -> mind.objected(f) == 0 || mind.stable.chance(open(), "insists"))
        .isPresent();
  }
}
