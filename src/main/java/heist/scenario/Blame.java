package heist.scenario;

import heist.event.Envelope;
import java.util.List;
import java.util.Optional;

/**
 * Where a wrong fact came from.
 *
 * @param seq number of the event that brought it in
 * @param agent who brought it in
 */
public record Blame(long seq, String agent) {
  /**
   * The message that first brought in the value a lost heist failed on; else the tool result that
   * did; else the plan itself, if it stands nowhere before. Of a missing field: the one who read
   * the answer and kept it, if there is one. Empty for a heist that succeeded or failed on no
   * value.
   *
   * @param log the session's events in order
   */
  public static Optional<Blame> trace(World world, Execution execution, List<Envelope> log) {
    if (execution.success() || execution.field() == null) {
      return Optional.empty();
    }
    return world
        .form()
        .field(execution.field())
        .flatMap(f -> new BlameSearch(world, f, log).find(execution));
  }
}
