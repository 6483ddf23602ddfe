package heist.service.model;

import heist.config.Environment;
import heist.config.Library;
import heist.crew.Strategy;
import heist.scenario.AnswerKey;
import heist.scenario.Blame;
import heist.scenario.Conditions;
import heist.scenario.Execution;
import heist.scenario.PlanForm;
import heist.scenario.Simulator;
import heist.scenario.World;
import heist.service.model.Stage.Actor;
import heist.service.model.Stage.Job;
import heist.service.model.Stage.Paper;
import heist.service.model.Stage.Slot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Jobs from the scenarios and crews that are shipped. */
final class Worlds {
  private final Library library =
      new Library(
          Path.of(System.getProperty("heist.test.home", ".")),
          Path.of("target/no-data"),
          Environment.none());

  /** A drawn world and the job made of it. */
  record Drawn(World world, Job job) {
    Map<String, String> present() {
      var out = new LinkedHashMap<String, String>();
      job.crew().forEach(a -> out.put(a.name(), a.role()));
      return out;
    }

    /** Whether a plan works. */
    boolean works(Map<String, String> plan) {
      return carryOut(plan).success();
    }

    /** What becomes of a plan. */
    Execution carryOut(Map<String, String> plan) {
      var names = job.crew().stream().map(Actor::name).toList();
      return Simulator.run(world, world.form().normalise(plan, names), present());
    }

    /** Who brought in what made the session's plan fail. */
    Optional<Blame> blame(Stage stage) {
      return Blame.trace(world, carryOut(stage.plan), stage.log);
    }
  }

  /** A stage for a job with the briefs as they are shipped; {@code mole} null: nobody. */
  Stage stage(Drawn drawn, @Nullable String mole, String method, long seed) {
    var stage = new Stage(drawn.job());
    var language = drawn.world().language();
    var loyal = library.manners();
    var briefs = new LinkedHashMap<String, String>();
    for (var a : drawn.job().crew()) {
      briefs.put(
          a.name(),
          a.name().equals(mole)
              ? strategy(method).text(true, language)
              : loyal
                  .get((int) Math.floorMod(seed + briefs.size(), loyal.size()))
                  .text(false, language));
    }
    stage.mole = mole;
    stage.method = method;
    stage.briefs = briefs;
    return stage;
  }

  /** Ids of the strategies that are shipped. */
  List<String> strategies() {
    return library.strategies().stream().map(Strategy::id).toList();
  }

  private Strategy strategy(String id) {
    return library.strategies().stream().filter(s -> s.id().equals(id)).findFirst().orElseThrow();
  }

  Drawn draw(String scenario, String crewName, long seed) {
    return draw(scenario, crewName, seed, "normal");
  }

  Drawn draw(String scenario, String crewName, long seed, String difficulty) {
    var world = library.scenario(scenario).draw(new SplittableRandom(seed));
    var crew = library.crew(crewName);
    var actors =
        crew.agents().stream()
            .map(a -> new Actor(a.name(), a.role(), a.persona().strip()))
            .toList();
    var roles = new LinkedHashMap<String, String>();
    actors.forEach(a -> roles.putIfAbsent(a.role(), a.name()));
    var papers = new ArrayList<Paper>();
    for (var d : world.documents()) {
      papers.add(
          Paper.doc(
              d.name(),
              d.title(),
              d.ownerRole() == null ? null : roles.get(d.ownerRole()),
              d.text()));
    }
    for (var t : world.tables()) {
      var rows = new ArrayList<List<String>>();
      rows.add(t.columns().stream().map(c -> c.name()).toList());
      t.rows().forEach(r -> rows.add(r.stream().map(String::valueOf).toList()));
      papers.add(
          Paper.table(
              t.name(),
              t.description(),
              t.ownerRole() == null ? null : roles.get(t.ownerRole()),
              rows));
    }
    world
        .surveys()
        .forEach((kind, rows) -> {
          var b = new StringBuilder(kind + ":\n");
          var columns = List.copyOf(rows.getFirst().keySet());
          b.append(String.join(" | ", columns));
          rows.forEach(r ->
              b.append('\n')
                  .append(
                      String.join(
                          " | ", columns.stream().map(c -> String.valueOf(r.get(c))).toList())));
          papers.add(Paper.survey(kind, b.toString()));
        });
    var present = new LinkedHashMap<String, String>();
    actors.forEach(a -> present.put(a.name(), a.role()));
    var truth = AnswerKey.of(world, present);
    var form =
        world.form().fields().stream()
            .map(
                f -> new Slot(f.name(), type(f), f.description(), truth.getOrDefault(f.name(), "")))
            .toList();
    var job =
        new Job(
            world.language().equals("de") ? "German" : "English",
            world.title(),
            world.briefing(),
            actors,
            papers,
            form,
            conditions(world.conditions().at(difficulty), difficulty));
    return new Drawn(world, job);
  }

  private static String conditions(Conditions c, String difficulty) {
    return String.format(
        Locale.ROOT,
        "Mishearing %.1f %%, stale papers %.1f %%, relaying %.1f %%, lost calls %.1f %%, slips %.1f %%. Difficulty %s.",
        100 * c.mishear(),
        100 * c.stale(),
        100 * c.relay(),
        100 * c.lostCalls(),
        100 * c.slip(),
        difficulty);
  }

  private static String type(PlanForm.Field f) {
    var line = f.line();
    return line.substring(line.indexOf('[') + 1, line.indexOf(']'));
  }
}
