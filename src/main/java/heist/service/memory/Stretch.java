package heist.service.memory;

import java.util.List;
import java.util.Map;

/**
 * A stretch of a session's feed, as far as memory is concerned.
 *
 * @param withdrawn numbers of messages that no longer count, and of the event that says so
 */
record Stretch(List<Memory> said, List<Told> told, Map<Long, Long> withdrawn) {
  static Stretch of(List<Memory> said) {
    return new Stretch(said, List.of(), Map.of());
  }
}
