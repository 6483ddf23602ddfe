package heist.config;

import heist.scenario.Template;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads texts with places to fill and holds what they name against what there is. */
final class ScenarioTexts {
  private final Problems problems;
  private final Set<String> facts = new LinkedHashSet<>();
  private final Set<String> told = new LinkedHashSet<>();

  ScenarioTexts(Problems problems, Collection<String> roles) {
    this.problems = problems;
    roles.forEach(role -> told.add("role." + role));
    told.add("field");
  }

  /** From now on this fact may be named. */
  void fact(String name) {
    facts.add(name);
  }

  boolean knows(String fact) {
    return facts.contains(fact);
  }

  Set<String> facts() {
    return facts;
  }

  void field(String name) {
    told.add("plan." + name);
  }

  /** A required text over facts. */
  String text(YamlMap map, String key) {
    String text = map.string(key);
    check(map.file(), map.lineOf(key), text, Set.of());
    return text;
  }

  /** Texts over facts. */
  List<String> texts(YamlMap map, String key) {
    List<String> texts = map.strings(key);
    texts.forEach(text -> check(map.file(), map.lineOf(key), text, Set.of()));
    return texts;
  }

  /** A required text that is told when the plan is carried out: may name the plan and the crew. */
  String story(YamlMap map, String key) {
    String text = map.string(key);
    story(map.file(), map.lineOf(key), text);
    return text;
  }

  void story(String file, int line, String text) {
    facts(file, line, text, Set.of());
    for (String name : Template.later(List.of(text))) {
      if (!told.contains(name)) {
        problems.add(file, line, "nothing is named {{" + name + "}}" + Suggestion.hint(name, told));
      }
    }
  }

  /** Checks a text over facts; {@code own} are facts of its row alone. */
  void check(String file, int line, String text, Set<String> own) {
    facts(file, line, text, own);
    for (String name : Template.later(List.of(text))) {
      problems.add(
          file,
          line,
          "{{"
              + name
              + "}} is known only when the plan is carried out, not when the world is drawn");
    }
  }

  private void facts(String file, int line, String text, Set<String> own) {
    for (String name : Template.facts(text)) {
      if (!facts.contains(name) && !own.contains(name)) {
        int at = line > 0 ? line : lineOf(text, name);
        List<String> known = new ArrayList<>(facts);
        known.addAll(own);
        problems.add(
            file, at, "there is no fact named '" + name + "'" + Suggestion.hint(name, known));
      }
    }
  }

  private static int lineOf(String text, String name) {
    int at = text.indexOf("{{" + name);
    return at < 0 ? 0 : 1 + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
  }
}
