package heist.service.model;

import heist.config.Environment;
import heist.config.Library;
import heist.scenario.AnswerKey;
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
import java.util.Map;
import java.util.SplittableRandom;

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
      var names = job.crew().stream().map(Actor::name).toList();
      return Simulator.run(world, world.form().normalise(plan, names), present()).success();
    }
  }

  Drawn draw(String scenario, String crewName, long seed) {
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
            Jobs.CONDITIONS);
    return new Drawn(world, job);
  }

  private static String type(PlanForm.Field f) {
    var line = f.line();
    return line.substring(line.indexOf('[') + 1, line.indexOf(']'));
  }
}
