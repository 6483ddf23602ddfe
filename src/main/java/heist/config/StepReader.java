package heist.config;

import heist.scenario.Check;
import heist.scenario.PlanForm;
import heist.scenario.Rule;
import heist.scenario.Spec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the steps by which a plan is carried out. */
final class StepReader {
  private static final List<String> KINDS =
      List.of("equals", "one_of", "from", "to", "role", "differs_from", "crew_at_least");

  private final ScenarioTexts texts;
  private final List<String> roles;
  private final PlanForm form;
  private final Set<String> places;

  StepReader(ScenarioTexts texts, List<String> roles, PlanForm form, Spec.Floor floor) {
    this.texts = texts;
    this.roles = roles;
    this.form = form;
    this.places =
        floor.parts().getOrDefault("rooms", List.of()).stream()
            .map(room -> room.getOrDefault("name", ""))
            .collect(Collectors.toSet());
  }

  List<Spec.Step> steps(YamlMap top) {
    String missing = texts.story(top, "missing");
    List<Spec.Step> steps = new ArrayList<>();
    Set<String> ids = new LinkedHashSet<>();
    Set<String> checked = new LinkedHashSet<>();
    for (YamlMap map : top.maps("steps")) {
      Spec.Step step = step(map, missing);
      if (!ids.add(step.rule().id())) {
        map.problem("id", "there are two steps named '" + step.rule().id() + "'");
      }
      step.rule().checks().stream()
          .map(Check::field)
          .flatMap(f -> Optional.ofNullable(f).stream())
          .forEach(checked::add);
      steps.add(step);
    }
    if (steps.isEmpty()) {
      top.problem("steps", "'steps' is missing: how the plan is carried out");
    }
    for (PlanForm.Field field : form.fields()) {
      if (!checked.contains(field.name())) {
        top.problem("steps", "no step checks the field '" + field.name() + "' of the plan");
      }
    }
    return steps;
  }

  private Spec.Step step(YamlMap map, String missing) {
    String place = map.stringOrNull("place");
    if (place != null) {
      texts.check(map.file(), map.lineOf("place"), place, Set.of());
      if (!place.contains("{{") && !places.contains(place)) {
        map.problem(
            "place", "the floor plan has no room '" + place + "'" + Suggestion.hint(place, places));
      }
    }
    List<Check> checks = new ArrayList<>();
    for (YamlMap check : map.maps("checks")) {
      check(check).ifPresent(checks::add);
    }
    List<String> success = new ArrayList<>();
    if (map.node("success").orElse(null) instanceof YamlNode.Sequence) {
      success.addAll(map.strings("success"));
    } else {
      success.add(map.string("success"));
    }
    success.forEach(text -> texts.story(map.file(), map.lineOf("success"), text));
    Rule rule =
        new Rule(
            map.string("id"),
            texts.text(map, "title"),
            place,
            checks,
            "",
            map.has("missing") ? texts.story(map, "missing") : missing);
    map.done();
    return new Spec.Step(rule, success);
  }

  private Optional<Check> check(YamlMap map) {
    List<String> kinds = KINDS.stream().filter(map::has).toList();
    String failure = texts.story(map, "failure");
    boolean range =
        kinds.equals(List.of("from", "to"))
            || kinds.equals(List.of("from"))
            || kinds.equals(List.of("to"));
    if (kinds.size() != 1 && !range) {
      map.problem(
          "failure",
          "a check needs exactly one of equals, one_of, from/to, role, differs_from, crew_at_least");
      return Optional.empty();
    }
    Check check =
        switch (kinds.getFirst()) {
          case "equals" -> new Check.OneOf(field(map), List.of(texts.text(map, "equals")), failure);
          case "one_of" -> new Check.OneOf(field(map), texts.texts(map, "one_of"), failure);
          case "role" -> new Check.Role(field(map), checkedRoles(map), failure);
          case "differs_from" -> new Check.Differs(field(map), otherField(map), failure);
          case "crew_at_least" -> new Check.Present(map.integer("crew_at_least", 1, 100), failure);
          default -> within(map, failure);
        };
    map.done();
    return Optional.of(check);
  }

  private Check within(YamlMap map, String failure) {
    String from = textOrNull(map, "from");
    String to = textOrNull(map, "to");
    String best = textOrNull(map, "best");
    String aim = best != null ? best : from != null ? from : to;
    return new Check.Within(field(map), from, to, aim == null ? "" : aim, failure);
  }

  private @Nullable String textOrNull(YamlMap map, String key) {
    return map.has(key) ? texts.text(map, key) : null;
  }

  private List<String> checkedRoles(YamlMap map) {
    List<String> named = texts.texts(map, "role");
    for (String role : named) {
      if (!role.contains("{{") && !roles.contains(role)) {
        map.problem("role", "there is no role '" + role + "'" + Suggestion.hint(role, roles));
      }
    }
    return named;
  }

  private String field(YamlMap map) {
    return known(map, "field");
  }

  private String otherField(YamlMap map) {
    return known(map, "differs_from");
  }

  private String known(YamlMap map, String key) {
    String name = map.string(key);
    List<String> names = form.fields().stream().map(PlanForm.Field::name).toList();
    if (!name.isEmpty() && !names.contains(name)) {
      map.problem(key, "the plan has no field '" + name + "'" + Suggestion.hint(name, names));
    }
    return name;
  }
}
