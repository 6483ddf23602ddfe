package heist.scenario;

import heist.HeistException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes one world of a scenario. Everything comes from one set of facts, so that all of it agrees.
 */
final class Drawing {
  private final Scenario scenario;
  private final RandomGenerator random;
  private final Facts facts;
  private final FloorDrawing floor;

  Drawing(Scenario scenario, RandomGenerator random) {
    this.scenario = scenario;
    this.random = random;
    this.facts = new Facts(random);
    facts.draw(scenario.draws());
    this.floor = new FloorDrawing(scenario.floor(), this::fill);
  }

  World world() {
    return new World(
        scenario.name(),
        fill(scenario.title()),
        scenario.language(),
        fill(scenario.briefing()),
        facts.values(),
        scenario.papers().stream()
            .map(p -> new Document(p.name(), fill(p.title()), fill(p.text()), p.owner()))
            .toList(),
        scenario.tables().stream()
            .map(g -> new Table(g.name(), fill(g.description()), g.columns(), rows(g), g.owner()))
            .toList(),
        surveys(),
        floor.plan(),
        new PlanForm(scenario.form().fields().stream().map(this::field).toList()),
        scenario.steps().stream().map(this::rule).toList(),
        scenario.conditions());
  }

  private String fill(String text) {
    return facts.fill(text);
  }

  private @Nullable String fillOrNull(@Nullable String text) {
    return text == null ? null : fill(text);
  }

  private List<String> fill(List<String> texts) {
    return texts.stream().map(this::fill).toList();
  }

  private PlanForm.Field field(PlanForm.Field field) {
    return new PlanForm.Field(
        field.name(), field.type(), fill(field.options()), fill(field.description()));
  }

  private Map<String, List<Map<String, Object>>> surveys() {
    Map<String, List<Map<String, Object>>> surveys = new LinkedHashMap<>();
    for (Spec.Grid grid : scenario.surveys()) {
      List<Map<String, Object>> rows = new ArrayList<>();
      for (List<Object> cells : rows(grid)) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (int i = 0; i < cells.size(); i++) {
          row.put(grid.columns().get(i).name(), cells.get(i));
        }
        rows.add(row);
      }
      surveys.put(grid.name(), rows);
    }
    return surveys;
  }

  private List<List<Object>> rows(Spec.Grid grid) {
    List<List<Object>> rows = new ArrayList<>();
    for (Spec.Rows spec : grid.rows()) {
      if (spec.forEach() != null) {
        for (Map<String, String> it : floor.part(spec.forEach())) {
          if (it.entrySet().containsAll(spec.only().entrySet())) {
            rows.add(row(grid, spec, facts.values(), it));
          }
        }
      } else {
        for (int i = 0; i < spec.repeat(); i++) {
          Facts own = new Facts(random, facts.values());
          own.draw(spec.draws());
          rows.add(row(grid, spec, own.values(), Map.of()));
        }
      }
    }
    String sortBy = grid.sortBy();
    if (sortBy != null) {
      List<String> names = grid.columns().stream().map(Table.Column::name).toList();
      int column = names.indexOf(sortBy);
      rows.sort(Comparator.comparing(r -> r.get(column), Drawing::compare));
    }
    return rows;
  }

  private static int compare(Object a, Object b) {
    return a instanceof Number x && b instanceof Number y
        ? Double.compare(x.doubleValue(), y.doubleValue())
        : a.toString().compareTo(b.toString());
  }

  private List<Object> row(
      Spec.Grid grid, Spec.Rows spec, Map<String, String> values, Map<String, String> it) {
    List<Object> cells = new ArrayList<>();
    for (int i = 0; i < spec.cells().size(); i++) {
      Table.Column column = grid.columns().get(i);
      String text = Template.fill(spec.cells().get(i), values, it, random);
      cells.add(cell(grid, column, text));
    }
    return cells;
  }

  private static Object cell(Spec.Grid grid, Table.Column column, String text) {
    try {
      return switch (column.type()) {
        case "integer" -> Integer.valueOf(text);
        case "real" -> Double.valueOf(text);
        default -> text;
      };
    } catch (NumberFormatException _) {
      throw new HeistException(
          HeistException.Kind.BAD_INPUT,
          "Column %s of %s takes a number (%s), but got '%s'."
              .formatted(column.name(), grid.name(), column.type(), text));
    }
  }

  private Rule rule(Spec.Step step) {
    Rule rule = step.rule();
    String success = step.success().get(random.nextInt(step.success().size()));
    return new Rule(
        rule.id(),
        fill(rule.title()),
        fillOrNull(rule.place()),
        rule.checks().stream().map(this::check).toList(),
        fill(success),
        fill(rule.missing()));
  }

  private Check check(Check check) {
    String failure = fill(check.failure());
    return switch (check) {
      case Check.OneOf c -> new Check.OneOf(c.field(), fill(c.values()), failure);
      case Check.Within c ->
          new Check.Within(
              c.field(), fillOrNull(c.from()), fillOrNull(c.to()), fill(c.best()), failure);
      case Check.Role c -> new Check.Role(c.field(), fill(c.roles()), failure);
      case Check.Differs c -> new Check.Differs(c.field(), c.other(), failure);
      case Check.Present c -> new Check.Present(c.atLeast(), failure);
    };
  }
}
