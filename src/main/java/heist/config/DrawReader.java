package heist.config;

import heist.scenario.Draw;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads how facts come about. */
final class DrawReader {
  private static final List<String> KINDS =
      List.of("text", "choice", "deal", "time", "number", "digits", "sum", "lookup");
  private static final Pattern TIMES =
      Pattern.compile("((?:[01]\\d|2[0-3]):[0-5]\\d)\\s*\\.\\.\\s*((?:[01]\\d|2[0-3]):[0-5]\\d)");
  private static final Pattern NUMBERS = Pattern.compile("(-?\\d{1,8})\\s*\\.\\.\\s*(-?\\d{1,8})");

  private final Map<String, List<String>> lists;
  private final ScenarioTexts texts;

  DrawReader(Map<String, List<String>> lists, ScenarioTexts texts) {
    this.lists = lists;
    this.texts = texts;
  }

  /** The scenario's facts; they may be named everywhere from here on. */
  List<Draw> draws(YamlMap map) {
    List<Draw> draws = draws(map, Set.of());
    draws.forEach(d -> d.names().forEach(texts::fact));
    return draws;
  }

  /** Facts that hold within one row. */
  List<Draw> rowDraws(YamlMap map) {
    return draws(map, Set.of());
  }

  private List<Draw> draws(YamlMap map, Set<String> before) {
    List<Draw> draws = new ArrayList<>();
    Set<String> own = new LinkedHashSet<>(before);
    for (String key : map.keys()) {
      List<String> names = Arrays.stream(key.split(",")).map(String::strip).toList();
      for (String name : names) {
        if (!name.matches("[a-z][a-z0-9_]*")) {
          map.problem(key, "a fact is named in lower case with _, not '" + name + "'");
        } else if (own.contains(name) || texts.knows(name)) {
          map.problem(key, "there is a fact named '" + name + "' already");
        }
      }
      draw(map, key, names, own).ifPresent(draws::add);
      own.addAll(names);
    }
    return draws;
  }

  private Optional<Draw> draw(YamlMap facts, String key, List<String> names, Set<String> own) {
    if (facts.node(key).orElse(null) instanceof YamlNode.Scalar scalar) {
      texts.check(facts.file(), facts.lineOf(key), scalar.text(), own);
      return Optional.of(new Draw.Text(names.getFirst(), scalar.text()));
    }
    YamlMap map = facts.requiredMap(key);
    List<String> kinds = KINDS.stream().filter(map::has).toList();
    if (kinds.size() != 1) {
      facts.problem(key, "'" + key + "' needs exactly one of " + String.join(", ", KINDS));
      return Optional.empty();
    }
    String kind = kinds.getFirst();
    if (names.size() > 1 != kind.equals("deal")) {
      facts.problem(key, "several facts at once take 'deal', a single one any other");
    }
    String name = names.getFirst();
    List<String> unlike = map.strings("unlike");
    for (String other : unlike) {
      known(map, "unlike", other, own);
    }
    Draw draw =
        switch (kind) {
          case "text" -> new Draw.Text(name, checked(map, "text", map.string("text"), own));
          case "choice" ->
              new Draw.Choice(name, checked(map, "choice", list(map, "choice"), own), unlike);
          case "deal" -> deal(map, names, own);
          case "time" -> time(map, name, unlike);
          case "number" -> number(map, name, unlike);
          case "digits" -> new Draw.Digits(name, map.integer("digits", 1, 12), unlike);
          case "sum" -> sum(map, name, own);
          default -> lookup(map, name, own);
        };
    map.done();
    return Optional.of(draw);
  }

  private Draw deal(YamlMap map, List<String> names, Set<String> own) {
    List<String> of = checked(map, "deal", list(map, "deal"), own);
    if (of.size() < names.size() || new LinkedHashSet<>(of).size() < of.size()) {
      map.problem("deal", "'deal' needs different values, at least as many as facts");
    }
    return new Draw.Deal(names, of);
  }

  private static Draw time(YamlMap map, String name, List<String> unlike) {
    int step = map.integer("step", 1, 1, 720);
    Matcher range = TIMES.matcher(map.string("time"));
    if (!range.matches()) {
      map.problem("time", "'time' takes a range such as 21:00..21:40");
      return new Draw.Time(name, "00:00", "00:00", 1, unlike);
    }
    return new Draw.Time(name, range.group(1), range.group(2), step, unlike);
  }

  private static Draw number(YamlMap map, String name, List<String> unlike) {
    int step = map.integer("step", 1, 1, 100_000_000);
    Matcher range = NUMBERS.matcher(map.string("number"));
    if (!range.matches() || Integer.parseInt(range.group(1)) > Integer.parseInt(range.group(2))) {
      map.problem("number", "'number' takes a range such as 4..9, the smaller end first");
      return new Draw.Number(name, 0, 0, 1, unlike);
    }
    return new Draw.Number(
        name, Integer.parseInt(range.group(1)), Integer.parseInt(range.group(2)), step, unlike);
  }

  private Draw sum(YamlMap map, String name, Set<String> own) {
    List<String> terms = map.strings("sum");
    for (String term : terms) {
      String fact = term.startsWith("-") ? term.substring(1).strip() : term;
      if (!fact.matches("\\d+|\\d\\d:\\d\\d")) {
        known(map, "sum", fact, own);
      }
    }
    return new Draw.Sum(name, terms);
  }

  private Draw lookup(YamlMap map, String name, Set<String> own) {
    String by = map.string("by");
    known(map, "by", by, own);
    Map<String, String> in = map.stringMap("lookup");
    in.values().forEach(text -> texts.check(map.file(), map.lineOf("lookup"), text, own));
    String otherwise = map.stringOrNull("otherwise");
    if (otherwise != null) {
      texts.check(map.file(), map.lineOf("otherwise"), otherwise, own);
    }
    return new Draw.Lookup(name, by, in, otherwise);
  }

  private void known(YamlMap map, String key, String fact, Set<String> own) {
    if (!own.contains(fact) && !texts.knows(fact)) {
      Set<String> known = new LinkedHashSet<>(texts.facts());
      known.addAll(own);
      map.problem(
          key, "there is no fact named '" + fact + "' above" + Suggestion.hint(fact, known));
    }
  }

  private String checked(YamlMap map, String key, String text, Set<String> own) {
    texts.check(map.file(), map.lineOf(key), text, own);
    return text;
  }

  private List<String> checked(YamlMap map, String key, List<String> list, Set<String> own) {
    list.forEach(text -> checked(map, key, text, own));
    return list;
  }

  /** A list written out, or the name of one of the scenario's lists. */
  List<String> list(YamlMap map, String key) {
    if (map.node(key).orElse(null) instanceof YamlNode.Scalar scalar) {
      List<String> list = lists.get(scalar.text());
      if (list == null) {
        map.problem(
            key,
            "there is no list named '"
                + scalar.text()
                + "'"
                + Suggestion.hint(scalar.text(), lists.keySet()));
        return List.of("?");
      }
      return list;
    }
    List<String> list = map.strings(key);
    if (list.isEmpty()) {
      map.problem(key, "'" + key + "' needs a list of values, or the name of one under 'lists'");
      return List.of("?");
    }
    return list;
  }
}
