package heist.scenario;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a plan.
 *
 * @param steps what was done, up to and with the step that failed
 * @param story all of it as one short text
 * @param failedStep id of the step that failed, or null
 * @param field field of the plan that was wrong or missing, or null
 * @param planned what the plan said there, or null if nothing
 * @param actual what would have been right, or null
 */
public record Execution(
    boolean success,
    List<Step> steps,
    String story,
    @Nullable String failedStep,
    @Nullable String field,
    @Nullable String planned,
    @Nullable String actual) {
  /** A step as it went; {@code place} is a room's name or null. */
  public record Step(
      String id, String title, @Nullable String place, boolean success, String text) {}

  /** Copies the list. */
  public Execution {
    steps = List.copyOf(steps);
  }
}
