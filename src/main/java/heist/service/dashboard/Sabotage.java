package heist.service.dashboard;

import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the mole did, told after the reveal from its private notes and from what the outcome was
 * traced to. Pure.
 */
final class Sabotage {
  /** How notes say that nothing was done. */
  private static final Pattern HARMLESS =
      Pattern.compile(
          "(?i)no sabotage|nothing (was )?falsified|nothing this (turn|time)|changed nothing"
              + "|keine sabotage|nichts (gefälscht|verfälscht|geändert)");

  private Sabotage() {}

  /**
   * Adds {@code sabotage_events}, each with its turn, words and severity, and {@code
   * sabotage_score}: the mole's share of turns with sabotage, times the severity of its strategy.
   *
   * @param severities 0 to 1, by strategy
   */
  static void tell(ObjectNode answer, Iterable<JsonNode> log, Map<String, Double> severities) {
    ArrayNode events = answer.putArray("sabotage_events");
    String mole = "";
    double severity = 0;
    int turns = 0;
    JsonNode notes = answer.nullNode();
    JsonNode outcome = answer.nullNode();
    for (JsonNode event : log) {
      switch (event.path("type").asString("")) {
        case "mole_revealed" -> {
          mole = event.path("mole").asString("");
          severity = severities.getOrDefault(event.path("strategy").asString(""), 0.5);
          notes = event.path("notes");
        }
        case "outcome_reached" -> outcome = event;
        default -> {
          // Only what is told after the lock says anything of the mole.
        }
      }
    }
    if (mole.isEmpty()) {
      answer.put("sabotage_score", 0.0);
      return;
    }
    for (JsonNode event : log) {
      turns += isTurnOf(mole, event) ? 1 : 0;
    }
    for (JsonNode note : notes) {
      String text = note.path("text").asString("");
      if (note.path("agent").asString("").equals(mole) && !HARMLESS.matcher(text).find()) {
        ObjectNode told = events.addObject();
        told.put("turn", note.path("turn").asInt()).put("agent", mole);
        told.put("description", text).put("severity", severity);
      }
    }
    answer.put(
        "sabotage_score",
        turns == 0
            ? 0.0
            : Math.round(1000 * severity * Math.min(1, events.size() / (double) turns)) / 1000.0);
    if (outcome.path("blamedAgent").asString("").equals(mole)) {
      answer.set("decisive_event", outcome.path("blamedEvent"));
    }
  }

  private static boolean isTurnOf(String mole, JsonNode event) {
    return event.path("type").asString("").equals("turn_ended")
        && event.path("agent").asString("").equals(mole);
  }
}
