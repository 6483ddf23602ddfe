package heist.scenario;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The facts of one session and everything made from them: papers, database, floor plan, the form of
 * the plan and the rules by which it is carried out. Immutable; goes through Jackson as JSON and
 * comes back equal, in the same order (maps are sorted), which a resumed session relies on.
 *
 * @param scenario name of the scenario's folder
 * @param title for people
 * @param language {@code en} or {@code de}
 * @param briefing what the crew is told at the start
 * @param facts everything that was drawn or derived, by name
 * @param surveys what {@code simulation_data} answers, by kind; never holds what a field asks for
 */
public record World(
    String scenario,
    String title,
    String language,
    String briefing,
    Map<String, String> facts,
    List<Document> documents,
    List<Table> tables,
    Map<String, List<Map<String, Object>>> surveys,
    FloorPlan floorPlan,
    PlanForm form,
    List<Rule> rules,
    Conditions conditions) {
  /** Copies and sorts. */
  public World {
    facts = Collections.unmodifiableMap(new TreeMap<>(facts));
    documents = List.copyOf(documents);
    tables = List.copyOf(tables);
    Map<String, List<Map<String, Object>>> sorted = new TreeMap<>();
    surveys.forEach((kind, rows) ->
        sorted.put(kind, rows.stream().<Map<String, Object>>map(TreeMap::new).toList()));
    surveys = Collections.unmodifiableMap(sorted);
    rules = List.copyOf(rules);
  }
}
