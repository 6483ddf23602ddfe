package heist.service.memory;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a session's feed, as far as memory is concerned.
 *
 * @param withdrawn numbers of messages that no longer count, and of the event that says so
 * @param opening how the session began; null if that is not told
 * @param inherited the notes that a fork begins with; null if it does not begin here
 */
record Stretch(
    List<Memory> said,
    List<Told> told,
    Map<Long, Long> withdrawn,
    @Nullable Opening opening,
    @Nullable Inherited inherited) {
  Stretch(List<Memory> said, List<Told> told, Map<Long, Long> withdrawn) {
    this(said, told, withdrawn, null, null);
  }

  static Stretch of(List<Memory> said) {
    return new Stretch(said, List.of(), Map.of());
  }
}
