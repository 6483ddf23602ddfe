package heist.eval;

import heist.detect.JobOutcome;
import heist.detect.TranscriptJson;
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
    TranscriptJson.into(node, game.transcript());
    JobOutcome outcome = game.outcome();
    if (outcome != null) {
      ObjectNode job = node.putObject("outcome").put("success", outcome.success());
      if (outcome.blamed() != null) {
        job.put("blamed", outcome.blamed());
      }
      if (outcome.event() != null) {
        job.put("event", outcome.event());
      }
      if (outcome.field() != null) {
        job.put("field", outcome.field());
      }
    }
    return JSON.writeValueAsString(node);
  }
}
