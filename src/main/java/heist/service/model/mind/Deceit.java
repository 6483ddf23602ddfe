package heist.service.model.mind;

import heist.service.model.prompt.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How a mole plays its method. What it falsifies depends on what it read, not on the request, so
 * that it sticks to its story. An honest agent's deceit does nothing.
 */
final class Deceit {
  /** The ways of doing harm; a method of another name is read from the brief's words. */
  enum Method {
    NONE,
    FALSE_INFO,
    TIMING,
    CHAOS,
    DELAY,
    WRONG_TOOLS
  }

  private final Mind mind;
  final Method method;

  Deceit(Mind mind) {
    this.mind = mind;
    var b = mind.view.brief();
    this.method = b.mole() ? method(b.method(), b.text()) : Method.NONE;
  }

  private static Method method(String id, String text) {
    switch (id) {
      case "false_info":
        return Method.FALSE_INFO;
      case "timing_errors":
        return Method.TIMING;
      case "coordination_chaos":
        return Method.CHAOS;
      case "subtle_delays":
        return Method.DELAY;
      case "wrong_tools":
        return Method.WRONG_TOOLS;
      default:
        break;
    }
    var t = (id + " " + text).toLowerCase(Locale.ROOT);
    record Hint(Method method, String words) {}
    var hints =
        List.of(
            new Hint(
                Method.TIMING,
                "time times timing minutes early late clock schedule hour zeit zeiten minuten früh spät uhr"),
            new Hint(
                Method.DELAY,
                "delay withhold silent slow stall wait postpone hold back ask again verzögern zurückhalten schweigen hinhalten warten verschweigen"),
            new Hint(
                Method.CHAOS,
                "confuse confusion chaos misquote reassign reopen argue quarrel role roles verwirren verwirrung chaos streit rollen zuteilen falsch zitieren"),
            new Hint(
                Method.WRONG_TOOLS,
                "tool tools source sources query wrong row stale outdated calculation werkzeug werkzeuge quelle quellen abfrage zeile veraltet rechnung"),
            new Hint(
                Method.FALSE_INFO,
                "false lie wrong alter change value fact code number digit invent falsch lüge ändern wert fakt zahl ziffer erfinden"));
    var best = Method.FALSE_INFO;
    int top = 0;
    for (var h : hints) {
      int n = 0;
      for (var w : h.words().split(" ")) {
        n += t.split("\\b" + w + "\\b", -1).length - 1;
      }
      if (n > top) {
        top = n;
        best = h.method();
      }
    }
    return best;
  }

  boolean on() {
    return method != Method.NONE;
  }

  /** What the agent tells of a fact it read, or nothing if it keeps it back. */
  Optional<Fact> told(Fact f) {
    var dice = mind.stable.of("lie", f.field().name());
    return switch (method) {
      case NONE, CHAOS -> Optional.of(f);
      case DELAY ->
          mind.stable.chance(0.65, "withhold", f.field().name()) || only(f)
              ? Optional.empty()
              : Optional.of(f);
      case FALSE_INFO ->
          targeted(f)
              ? Slips.falsified(f.field(), f.value(), dice, mind.view.others()).map(f::withValue)
              : Optional.of(f);
      case TIMING ->
          f.field().type() == Field.Type.TIME
              ? Slips.shifted(f.value(), dice).map(f::withValue)
              : f.field().type() == Field.Type.NUMBER && minutes(f)
                  ? Slips.falsified(f.field(), f.value(), dice, List.of()).map(f::withValue)
                  : Optional.of(f);
      case WRONG_TOOLS ->
          targeted(f)
              ? mind.other(f, true)
                  .or(() -> mind.other(f, false))
                  .or(() ->
                      Slips.falsified(f.field(), f.value(), dice, mind.view.others())
                          .map(f::withValue))
              : Optional.of(f);
    };
  }

  private static boolean minutes(Fact f) {
    return f.spoken().toLowerCase(Locale.ROOT).matches(".*(min|sec|sek|hour|stund).*");
  }

  private boolean only(Fact f) {
    return mind.facts().stream().filter(Fact::owned).toList().equals(List.of(f));
  }

  /** One of the facts it owns, now and then two. */
  private boolean targeted(Fact f) {
    if (!f.owned() && mind.facts().stream().anyMatch(Fact::owned)) {
      return false;
    }
    var own =
        mind.facts().stream()
            .filter(x -> x.owned() == f.owned() && x.field().type() != Field.Type.TEXT)
            .map(x -> x.field().name())
            .toList();
    // what it has said already stays as it is: the story must hold
    var mine = mind.mine(f.field());
    if (mine.isPresent()) {
      return !mine.get().value().equals(f.value());
    }
    int most = own.size() > 2 && mind.stable.chance(0.4, "second") ? 2 : 1;
    var untold =
        own.stream().filter(name -> mind.view.field(name).flatMap(mind::mine).isEmpty()).toList();
    long lied =
        mind.facts().stream()
            .filter(x -> mind.mine(x.field()).filter(c -> !c.value().equals(x.value())).isPresent())
            .count();
    return lied < most
        && untold.stream()
            .min(java.util.Comparator.comparingDouble(name -> mind.stable.unit("target", name)))
            .filter(f.field().name()::equals)
            .isPresent();
  }

  /** What it makes of somebody else's value when it passes it on. */
  String passedOn(Claim c) {
    var dice = mind.stable.of("pass", c.field().name());
    boolean bend =
        switch (method) {
          case NONE, DELAY -> false;
          case TIMING -> c.field().type() == Field.Type.TIME;
          case CHAOS -> dice.chance(0.7, "bend");
          case FALSE_INFO, WRONG_TOOLS ->
              mind.facts().stream().noneMatch(Fact::owned) && dice.chance(0.5, "bend");
        };
    return bend
        ? Slips.falsified(c.field(), c.value(), dice, mind.view.others()).orElse(c.value())
        : c.value();
  }

  /** What a mole that hands in the plan writes instead; empty to leave the field out. */
  Optional<String> written(Field field, String value) {
    var dice = mind.stable.of("write", field.name());
    return switch (method) {
      case NONE -> Optional.of(value);
      case DELAY -> dice.chance(0.3, "leave") ? Optional.empty() : Optional.of(value);
      case TIMING ->
          field.type() == Field.Type.TIME ? Slips.shifted(value, dice) : Optional.of(value);
      case FALSE_INFO, WRONG_TOOLS, CHAOS ->
          victims().contains(field.name())
              ? Slips.falsified(field, value, dice, mind.view.others())
              : Optional.of(value);
    };
  }

  private List<String> victims() {
    var names =
        new ArrayList<>(
            mind.view.fields().stream()
                .filter(f -> f.type() != Field.Type.TEXT)
                .map(Field::name)
                .toList());
    return mind.stable.shuffled(names, "victims").subList(0, Math.min(2, names.size()));
  }
}
