package heist.scenario;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a plan off a world's papers and tables by nothing but shared words, as a careful reader
 * without any knowledge of the job would: a line answers a field if it shares the field's words,
 * holds exactly one value of its kind, and does not say of itself that it is past. So a scenario
 * can be checked for answers that nobody could find. Pure.
 */
public final class SourceLines {
  private SourceLines() {}

  /**
   * A line of a document or a row of a table.
   *
   * @param source name of the document or table
   * @param ownerRole the role that alone may read it; null: everybody
   * @param past it says of itself that it no longer holds
   */
  public record Line(String source, @Nullable String ownerRole, String text, boolean past) {}

  /** A value and the lines it rests on: one, or one for each part of a formula. */
  public record Found(String value, List<Line> lines) {}

  /** All lines. Headings count as lines; empty ones do not. */
  public static List<Line> of(World world) {
    List<Line> lines = new ArrayList<>();
    for (Document d : world.documents()) {
      d.text()
          .lines()
          .filter(l -> !l.isBlank())
          .forEach(l -> lines.add(new Line(d.name(), d.ownerRole(), l.strip(), Words.past(l))));
    }
    for (Table t : world.tables()) {
      for (List<Object> row : t.rows()) {
        String text = row.stream().map(Object::toString).collect(Collectors.joining(" | "));
        lines.add(new Line(t.name(), t.ownerRole(), text, Words.past(text)));
      }
    }
    return lines;
  }

  /**
   * What the sources say for a field; an agent is found as its role. Empty: nothing, or two things.
   */
  public static Optional<Found> find(World world, PlanForm.Field field, Collection<String> roles) {
    List<Line> lines = of(world).stream().filter(l -> !l.past()).toList();
    Optional<Formula> formula = Formula.of(field);
    if (formula.isEmpty()) {
      return best(lines, field.description(), field, roles);
    }
    List<String> values = new ArrayList<>();
    List<Line> used = new ArrayList<>();
    for (PlanForm.Field operand : operands(field, formula.get())) {
      Optional<Found> found = best(lines, operand.description(), operand, roles);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      values.add(found.get().value());
      used.addAll(found.get().lines());
    }
    return Optional.of(new Found(formula.get().work(values), used));
  }

  /** The operands of a formula as fields of their own. */
  static List<PlanForm.Field> operands(PlanForm.Field field, Formula formula) {
    List<PlanForm.Field> fields = new ArrayList<>();
    for (Formula.Operand operand : formula.operands()) {
      PlanForm.Type type = fields.isEmpty() ? field.type() : PlanForm.Type.NUMBER;
      fields.add(new PlanForm.Field(field.name(), type, List.of(), operand.phrase()));
    }
    return fields;
  }

  private static Optional<Found> best(
      List<Line> lines, String phrase, PlanForm.Field field, Collection<String> roles) {
    Set<String> wanted = Words.of(phrase);
    long needed = Math.min(2, wanted.size());
    long most = 0;
    Map<String, Line> answers = new LinkedHashMap<>();
    for (Line line : lines) {
      Optional<String> value =
          Values.read(field, line.text(), List.copyOf(new LinkedHashSet<>(roles)));
      long shared = value.isEmpty() ? 0 : Words.shared(wanted, Words.of(line.text()));
      if (value.isEmpty() || shared < needed || shared < most || shared == 0) {
        continue;
      }
      if (shared > most) {
        most = shared;
        answers.clear();
      }
      answers.putIfAbsent(value.get(), line);
    }
    return answers.size() == 1
        ? answers.entrySet().stream()
            .findFirst()
            .map(e -> new Found(e.getKey(), List.of(e.getValue())))
        : Optional.empty();
  }

  /** The plan that the sources tell; fields that cannot be found are absent. */
  public static Map<String, String> plan(World world, Map<String, String> present) {
    Map<String, String> plan = new LinkedHashMap<>();
    for (PlanForm.Field field : world.form().fields()) {
      find(world, field, present.values())
          .ifPresent(found -> plan.put(field.name(), named(field, found.value(), present)));
    }
    return plan;
  }

  private static String named(PlanForm.Field field, String value, Map<String, String> present) {
    return field.type() != PlanForm.Type.AGENT
        ? value
        : present.entrySet().stream()
            .filter(e -> e.getValue().equals(value))
            .map(Map.Entry::getKey)
            .sorted()
            .findFirst()
            .orElse(value);
  }

  /** Lines that a reader could take for the other kind, past or present. */
  private static void doubts(
      World world,
      PlanForm.Field field,
      Found found,
      Collection<String> roles,
      List<String> problems) {
    List<PlanForm.Field> asked =
        Formula.of(field).map(f -> operands(field, f)).orElseGet(() -> List.of(field));
    List<Line> lines = new ArrayList<>(found.lines());
    for (Line line : of(world)) {
      Set<String> words = Words.of(line.text());
      if (line.past()
          && asked.stream()
              .anyMatch(f ->
                  Words.shared(Words.of(f.description()), words) >= 2
                      && Values.read(f, line.text(), List.copyOf(roles)).isPresent())) {
        lines.add(line);
      }
    }
    for (Line line : lines) {
      String word = Words.doubt(line.text());
      if (word != null) {
        problems.add(
            "field '%s': the line \"%s\" %s, but says '%s'"
                .formatted(
                    field.name(), line.text(), line.past() ? "is marked as past" : "holds", word));
      }
    }
  }

  /** Fields whose answer cannot be found, or is found wrong, each told in words. */
  public static List<String> problems(World world, Collection<String> roles) {
    Map<String, String> present = new LinkedHashMap<>();
    roles.forEach(role -> present.put(role, role));
    List<String> problems = new ArrayList<>();
    for (PlanForm.Field field : world.form().fields()) {
      Optional<Found> found = find(world, field, roles);
      if (field.type() == PlanForm.Type.TEXT) {
        continue;
      }
      if (found.isEmpty()) {
        problems.add(
            "field '%s': no single line of the sources answers \"%s\"; write one that shares its words and holds the value"
                .formatted(field.name(), field.description()));
        continue;
      }
      doubts(world, field, found.get(), roles, problems);
      Map<String, String> plan = Map.of(field.name(), found.get().value());
      for (Rule rule : world.rules()) {
        for (Check check : rule.checks()) {
          if (field.name().equals(check.field())
              && !(check instanceof Check.Differs)
              && !Checks.holds(check, plan, present)) {
            problems.add(
                "field '%s': the line \"%s\" says %s, but step '%s' wants %s"
                    .formatted(
                        field.name(),
                        found.get().lines().getFirst().text(),
                        found.get().value(),
                        rule.id(),
                        Objects.requireNonNullElse(
                            Checks.wanted(check, plan, present), "another")));
          }
        }
      }
    }
    return problems;
  }
}
