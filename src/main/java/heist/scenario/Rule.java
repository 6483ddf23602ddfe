package heist.scenario;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step of the job. It succeeds if all of its checks hold; the first that does not ends the job.
 *
 * @param id unique in the scenario
 * @param place a room's name, or null
 * @param success told when it succeeds; may name {@code {{plan.FIELD}}} and {@code {{role.ROLE}}}
 * @param missing told when a field that it needs is missing; may name {@code {{field}}} besides
 */
public record Rule(
    String id,
    String title,
    @Nullable String place,
    List<Check> checks,
    String success,
    String missing) {
  /** Copies the list. */
  public Rule {
    checks = List.copyOf(checks);
  }
}
