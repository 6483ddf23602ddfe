package heist.config;

import heist.HeistException;
import heist.scenario.AnswerKey;
import heist.scenario.Conditions;
import heist.scenario.Execution;
import heist.scenario.PlanForm;
import heist.scenario.Scenario;
import heist.scenario.Simulator;
import heist.scenario.SourceLines;
import heist.scenario.Spec;
import heist.scenario.World;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads a scenario's folder: {@code scenario.yaml} and the papers under {@code documents/}. What a
 * scenario may hold is told in {@code docs/scenarios.md}. A folder without problems has also been
 * tried: some worlds were drawn, and their right plan carried out. A field whose answer nobody
 * could find in the sources is a note.
 */
public final class ScenarioReader {
  private static final int TRIALS = 12;

  private final Path folder;
  private final Problems problems;
  private final YamlMap top;
  private final ScenarioTexts texts;
  private final List<String> roles;

  private ScenarioReader(Path folder, Environment environment, Problems problems) {
    this.folder = folder;
    this.problems = problems;
    this.top = YamlSource.read(folder.resolve("scenario.yaml"), environment, problems);
    this.roles = top.strings("roles");
    this.texts = new ScenarioTexts(problems, roles);
  }

  /** The scenario in a folder; empty if anything is wrong with it (see {@code problems}). */
  public static Optional<Scenario> read(Path folder, Environment environment, Problems problems) {
    int before = problems.count();
    ScenarioReader reader = new ScenarioReader(folder, environment, problems);
    if (!reader.top.isReadable()) {
      return Optional.empty();
    }
    Scenario scenario = reader.scenario();
    if (problems.count() == before) {
      reader.tryOut(scenario);
    }
    return problems.count() == before ? Optional.of(scenario) : Optional.empty();
  }

  private Scenario scenario() {
    if (roles.isEmpty()) {
      top.problem("roles", "'roles' is missing: the list of roles that own papers or do things");
    }
    DrawReader draws = new DrawReader(lists(), texts);
    // Facts come first: every other text may name them.
    var facts = draws.draws(top.map("facts"));
    PlanForm form = form(draws);
    GridReader grids = new GridReader(problems, texts, draws, roles);
    Spec.Floor floor = grids.floor(top.requiredMap("floor_plan"));
    Scenario scenario =
        new Scenario(
            folder.toAbsolutePath().normalize().getFileName().toString(),
            texts.text(top, "title"),
            top.oneOf("language", "en", List.of("en", "de")),
            texts.text(top, "briefing").strip(),
            roles,
            facts,
            papers(),
            grids.grids(top.mapOfMaps("tables"), true),
            grids.grids(top.mapOfMaps("surveys"), false),
            floor,
            form,
            new StepReader(texts, roles, form, floor).steps(top),
            conditions(top.map("conditions")));
    top.done();
    return scenario;
  }

  private Map<String, List<String>> lists() {
    Map<String, List<String>> lists = new LinkedHashMap<>();
    top.optionalMap("lists").ifPresent(m -> m.keys().forEach(k -> lists.put(k, m.strings(k))));
    return lists;
  }

  private List<Spec.Paper> papers() {
    List<Spec.Paper> papers = new ArrayList<>();
    top.mapOfMaps("documents")
        .forEach((name, map) -> {
          if (!name.matches("[A-Za-z0-9][A-Za-z0-9_.-]*\\.md")) {
            map.problem(
                name, "a document needs a plain file name ending in .md, not '" + name + "'");
            return;
          }
          Path file = folder.resolve("documents").resolve(name);
          String text = YamlSource.text(file, problems).orElse("");
          texts.check(file.toString(), 0, text, Set.of());
          papers.add(new Spec.Paper(name, texts.text(map, "title"), text, owner(map)));
          map.done();
        });
    return papers;
  }

  private @Nullable String owner(YamlMap map) {
    return GridReader.owner(map, roles);
  }

  private PlanForm form(DrawReader draws) {
    List<PlanForm.Field> fields = new ArrayList<>();
    for (Map.Entry<String, YamlMap> entry : top.mapOfMaps("plan").entrySet()) {
      YamlMap map = entry.getValue();
      PlanForm.Type type = map.oneOf("type", PlanForm.Type.TEXT);
      List<String> options =
          switch (type) {
            case CHOICE -> draws.list(map, "options");
            case DIGITS -> List.of(Integer.toString(map.integer("digits", 1, 12)));
            case TIME, NUMBER, AGENT, TEXT -> List.of();
          };
      if (type == PlanForm.Type.CHOICE && options.size() < 2) {
        map.problem("options", "a choice needs 'options', two or more");
      }
      if (!entry.getKey().matches("[a-z][a-z0-9_]*")) {
        map.problem("type", "a field is named in lower case with _, not '" + entry.getKey() + "'");
      }
      fields.add(new PlanForm.Field(entry.getKey(), type, options, texts.text(map, "description")));
      texts.field(entry.getKey());
      map.done();
    }
    if (fields.isEmpty()) {
      top.problem("plan", "'plan' is missing: the fields of the plan's form");
    }
    return new PlanForm(fields);
  }

  private static Conditions conditions(YamlMap map) {
    Conditions conditions =
        new Conditions(
            map.number("mishear", 0.03, 0, 1),
            map.number("stale", 0.02, 0, 1),
            map.number("relay", 0.1, 0, 1),
            map.number("lost_calls", 0.02, 0, 1),
            map.number("slip", 0.02, 0, 1));
    map.done();
    return conditions;
  }

  /** Draws some worlds: what shows only then is a problem too. */
  private void tryOut(Scenario scenario) {
    Map<String, String> crew = new LinkedHashMap<>();
    roles.forEach(role -> crew.put(role, role));
    Set<String> notes = new TreeSet<>();
    for (int seed = 0; seed < TRIALS; seed++) {
      World world;
      try {
        world = scenario.draw(new SplittableRandom(seed));
      } catch (HeistException e) {
        problems.add(top.file(), 0, String.valueOf(e.getMessage()));
        return;
      }
      Execution execution = Simulator.run(world, AnswerKey.of(world, crew), crew);
      if (!execution.success()) {
        problems.add(
            top.file(),
            top.lineOf("steps"),
            "no plan can succeed: step '%s' fails on '%s'; its checks contradict one another"
                .formatted(execution.failedStep(), execution.field()));
        return;
      }
      SourceLines.problems(world, roles).stream()
          .filter(p -> notes.add(p.replaceAll(":.*", "")))
          .forEach(p -> problems.note(top.file(), top.lineOf("plan"), p));
    }
  }
}
