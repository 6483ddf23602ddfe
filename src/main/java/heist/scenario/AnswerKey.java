package heist.scenario;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The plan that works. For tests and checks of scenarios; nothing an agent sees comes from here.
 */
public final class AnswerKey {
  private AnswerKey() {}

  /**
   * The right plan for a crew, name to role. A field that no rule looks at gets its first option.
   */
  public static Map<String, String> of(World world, Map<String, String> present) {
    Map<String, String> plan = new LinkedHashMap<>();
    for (PlanForm.Field field : world.form().fields()) {
      plan.put(field.name(), best(world, field, present));
    }
    return plan;
  }

  private static String best(World world, PlanForm.Field field, Map<String, String> present) {
    List<Check> checks =
        world.rules().stream()
            .flatMap(r -> r.checks().stream())
            .filter(c -> field.name().equals(c.field()))
            .toList();
    // Several checks of one field: the value that most of them are content with.
    String best = field.options().isEmpty() ? "" : field.options().getFirst();
    long most = -1;
    for (Check check : checks) {
      String value = Checks.wanted(check, Map.of(), present);
      if (value != null) {
        Map<String, String> plan = Map.of(field.name(), value);
        long content = checks.stream().filter(c -> Checks.holds(c, plan, present)).count();
        if (content > most) {
          best = value;
          most = content;
        }
      }
    }
    return best;
  }
}
