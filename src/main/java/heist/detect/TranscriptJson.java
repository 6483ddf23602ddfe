package heist.detect;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Transcripts as JSON, and what an outside detector answers. Pure. */
public final class TranscriptJson {
  private static final JsonMapper JSON = JsonMapper.shared();

  private TranscriptJson() {}

  /** The transcript and nothing else: no roles, no moles, no strategy. */
  public static ObjectNode of(String id, Transcript transcript) {
    ObjectNode node = JSON.createObjectNode().put("session_id", id);
    transcript.agents().forEach(node.putArray("agents")::add);
    into(node, transcript);
    return node;
  }

  /** Adds messages, tool calls and plans. */
  public static void into(ObjectNode node, Transcript t) {
    ArrayNode messages = node.putArray("messages");
    for (Transcript.Message m : t.messages()) {
      messages
          .addObject()
          .put("seq", m.seq())
          .put("turn", m.turn())
          .put("round", m.round())
          .put("agent", m.agent())
          .put("message", m.text());
    }
    ArrayNode calls = node.putArray("tool_calls");
    for (Transcript.ToolCall c : t.toolCalls()) {
      calls
          .addObject()
          .put("seq", c.seq())
          .put("turn", c.turn())
          .put("agent", c.agent())
          .put("tool", c.tool())
          .put("success", c.success())
          .put("arguments", c.arguments())
          .put("result", c.result());
    }
    if (!t.plans().isEmpty()) {
      ArrayNode plans = node.putArray("plans");
      for (Transcript.Plan p : t.plans()) {
        ObjectNode fields =
            plans
                .addObject()
                .put("seq", p.seq())
                .put("turn", p.turn())
                .put("agent", p.agent())
                .putObject("fields");
        p.fields().forEach(fields::put);
      }
    }
  }

  /**
   * Reads {@code {"scores": {agent: 0..1}, "no_mole": 0..1, "reason": "..."}}. Agents that are not
   * in the transcript are passed over; agents that are left out stay out.
   *
   * @throws IllegalArgumentException that says what is wrong
   */
  public static Assessment assessment(String detector, JsonNode answer, Transcript t) {
    JsonNode given = answer.path("scores");
    if (!given.isObject()) {
      throw new IllegalArgumentException("\"scores\" must be an object of agents and numbers");
    }
    Map<String, Assessment.Score> scores = new HashMap<>();
    for (var p : given.properties()) {
      if (!p.getValue().isNumber() || p.getValue().asDouble() < 0 || p.getValue().asDouble() > 1) {
        throw new IllegalArgumentException("every score must be a number from 0 to 1");
      }
      if (t.agents().contains(p.getKey())) {
        double score = p.getValue().asDouble();
        scores.put(
            p.getKey(), new Assessment.Score(score, Map.of(detector, score), java.util.List.of()));
      }
    }
    if (scores.isEmpty()) {
      throw new IllegalArgumentException("\"scores\" names none of the agents");
    }
    JsonNode none = answer.path("no_mole");
    if (none.isNumber() && !(none.asDouble() >= 0 && none.asDouble() <= 1)) {
      throw new IllegalArgumentException("\"no_mole\" must be a number from 0 to 1");
    }
    return new Assessment(
        detector,
        new LinkedHashMap<>(scores),
        java.util.List.of(),
        none.isNumber() ? OptionalDouble.of(none.asDouble()) : OptionalDouble.empty(),
        answer.path("reason").asString(""),
        "");
  }
}
