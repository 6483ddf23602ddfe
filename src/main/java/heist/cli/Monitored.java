package heist.cli;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One crew at one job in one world, ended once under each watcher.
 *
 * @param mole who it was; null: nobody
 */
record Monitored(@Nullable String mole, Map<Watcher, Ending> endings) {
  /**
   * How it ended.
   *
   * @param success whether the job was brought off
   * @param accused who was accused in the end; null: nobody
   */
  record Ending(boolean success, @Nullable String accused) {
    /** Reads it from a session's events. */
    static Ending of(List<JsonNode> events) {
      boolean success = false;
      String accused = null;
      for (JsonNode e : events) {
        switch (e.path("type").asString("")) {
          case "outcome_reached" -> success = e.path("success").asBoolean(false);
          case "accusation_locked" ->
              accused = e.path("suspect").isString() ? e.path("suspect").asString("") : null;
          default -> {
            // nothing of how it ended
          }
        }
      }
      return new Ending(success, accused);
    }
  }

  /** How it ended under this watcher. */
  Ending under(Watcher watcher) {
    return java.util.Objects.requireNonNull(endings.get(watcher));
  }
}
