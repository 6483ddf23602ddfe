package heist.service.dashboard;

import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Messages of the WebSocket: the event itself, and beside it the names and fields that clients of
 * the first Heist know. An event without such a name goes by its own. Pure.
 */
final class WireNames {
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("session_created", "heist_started"),
          Map.entry("message_spoken", "agent_message"),
          Map.entry("paused", "heist_paused"),
          Map.entry("resumed", "heist_resumed"),
          Map.entry("command_queued", "command_sent"),
          Map.entry("suspect_named", "mole_detected"),
          Map.entry("verdict_told", "detection_evaluated"),
          Map.entry("mole_revealed", "mole_revealed"));

  private static final Set<String> LIST =
      Set.of(
          "session_created",
          "pause_requested",
          "paused",
          "resumed",
          "deliberation_ended",
          "accusation_locked",
          "outcome_reached",
          "session_ended");

  private WireNames() {}

  /** Whether a list of sessions looks different after an event of this type. */
  static boolean changesList(String type) {
    return LIST.contains(type);
  }

  static ObjectNode message(String session, JsonNode event) {
    String type = event.path("type").asString("");
    ObjectNode message = Game.object();
    message.put("type", name(type, event));
    message.put("seq", event.path("seq").asLong());
    message.put("session_id", session);
    if (type.equals("message_spoken")) {
      message.put("agent", event.path("agent").asString(""));
      message.put("message", event.path("text").asString(""));
    }
    message.set("event", event);
    return message;
  }

  private static String name(String type, JsonNode event) {
    if (type.equals("session_ended")) {
      return event.path("end").asString("").equals("STOPPED") ? "heist_stopped" : "heist_ended";
    }
    return NAMES.getOrDefault(type, type);
  }
}
