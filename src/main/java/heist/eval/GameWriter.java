package heist.eval;

import heist.detect.Transcript;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a game as a line of a corpus, as {@link GameReader} reads it. Pure. */
public final class GameWriter {
  private static final JsonMapper JSON = JsonMapper.shared();

  private GameWriter() {}

  /** One line, without its end. */
  public static String line(Game game) {
    ObjectNode node = JSON.createObjectNode();
    node.put("session_id", game.id()).put("source", game.source());
    if (!game.language().isEmpty()) {
      node.put("language", game.language());
    }
    if (game.strategy() != null) {
      node.put("strategy", game.strategy());
    }
    game.transcript().agents().forEach(node.putArray("agents")::add);
    if (game.moles() != null) {
      game.moles().forEach(node.putArray("moles")::add);
    }
    if (!game.roles().isEmpty()) {
      ObjectNode roles = node.putObject("roles");
      game.roles().forEach(roles::put);
    }
    if (game.sabotage() != null) {
      ArrayNode turns = node.putArray("sabotage_turns");
      game.sabotage().forEach(turns::add);
    }
    transcript(node, game.transcript());
    return JSON.writeValueAsString(node);
  }

  /** The transcript alone, as an outside detector gets it: no roles, no moles, no strategy. */
  public static ObjectNode stripped(String id, Transcript transcript) {
    ObjectNode node = JSON.createObjectNode();
    node.put("session_id", id);
    transcript.agents().forEach(node.putArray("agents")::add);
    transcript(node, transcript);
    return node;
  }

  private static void transcript(ObjectNode node, Transcript t) {
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
}
