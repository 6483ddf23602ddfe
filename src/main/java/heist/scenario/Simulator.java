package heist.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Carries a plan out against a world, step by step. Pure. */
public final class Simulator {
  private Simulator() {}

  /**
   * What becomes of the plan.
   *
   * @param plan normalised (see {@link PlanForm#normalise})
   * @param present name to role of the agents that are still there
   */
  public static Execution run(World world, Map<String, String> plan, Map<String, String> present) {
    List<Execution.Step> steps = new ArrayList<>();
    for (Rule rule : world.rules()) {
      Optional<Failure> failure = firstFailure(rule, plan, present);
      String template = failure.map(Failure::text).orElse(rule.success());
      String field = failure.map(Failure::field).orElse(null);
      String text = Template.tell(template, plan, present, field);
      steps.add(new Execution.Step(rule.id(), rule.title(), rule.place(), failure.isEmpty(), text));
      if (failure.isPresent()) {
        Failure f = failure.get();
        return new Execution(
            false, steps, story(steps), rule.id(), f.field(), f.planned(), f.actual());
      }
    }
    return new Execution(true, steps, story(steps), null, null, null, null);
  }

  private record Failure(
      String text,
      @org.jspecify.annotations.Nullable String field,
      @org.jspecify.annotations.Nullable String planned,
      @org.jspecify.annotations.Nullable String actual) {}

  private static Optional<Failure> firstFailure(
      Rule rule, Map<String, String> plan, Map<String, String> present) {
    for (Check check : rule.checks()) {
      String field = check.field();
      String planned = field == null ? null : plan.get(field);
      if (!Checks.holds(check, plan, present)) {
        boolean missing = field != null && planned == null;
        return Optional.of(
            new Failure(
                missing ? rule.missing() : check.failure(),
                field,
                planned,
                Checks.wanted(check, plan, present)));
      }
    }
    return Optional.empty();
  }

  private static String story(List<Execution.Step> steps) {
    return steps.stream()
        .map(Execution.Step::text)
        .filter(t -> !t.isBlank())
        .collect(Collectors.joining(" "));
  }
}
