package heist.service.game;

import heist.session.SessionConfig;
import heist.session.SessionFacts;
import heist.session.SessionRow;
import heist.session.SessionState;
import heist.session.Summary;
import heist.web.Json;
import java.time.Instant;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A session as the API tells it: outside facts only. Pure. */
final class SessionJson {
  private SessionJson() {}

  /** What a list shows. */
  static ObjectNode of(SessionRow row) {
    Summary summary = row.summary();
    SessionConfig config = row.config();
    ObjectNode node = Json.mapper().createObjectNode();
    node.put("id", row.id()).put("state", summary.state()).put("title", row.title());
    node.put("scenario", config.scenario())
        .put("crew_name", config.crew().name())
        .put("language", config.language());
    node.put("created_at", row.createdAt().toString());
    node.put("round", summary.round()).put("rounds", summary.rounds()).put("turn", summary.turn());
    node.put("turns_planned", summary.rounds() * config.crew().agents().size());
    node.put("messages", summary.messages()).put("tool_calls", summary.toolCalls());
    node.put("mole_game", config.moleGame()).put("accuse", config.accuse());
    node.put("rerunnable", config.rerunnable()).put("unblinded", config.unblinded());
    if (!Seats.humans(config).isEmpty()) {
      ArrayNode humans = node.putArray("humans");
      Seats.humans(config).forEach(humans::add);
    }
    node.put("pace", config.paceMillis() / 1000.0);
    node.put("difficulty", config.difficulty());
    node.put("model", config.llm() == null ? "offline" : String.valueOf(config.llm().model()));
    node.put("verdict", summary.verdict())
        .put("outcome", summary.outcome())
        .put("suspect", summary.suspect())
        .put("revealed", summary.revealed());
    if (summary.waits() != null) {
      node.put("waits", summary.waits().equals(Summary.LEAVE) ? "leave" : "seat");
      if (!summary.waits().equals(Summary.LEAVE)) {
        node.put("awaited_agent", summary.waits());
      }
    }
    if (summary.forkedFrom() != null) {
      node.put("forked_from", summary.forkedFrom()).put("forked_turns", summary.forkedTurns());
    }
    node.put("last_seq", row.position().seq());
    return node;
  }

  /** All that outsiders may know now. */
  static ObjectNode of(SessionRow row, SessionState state, Instant now) {
    ObjectNode node = of(row);
    ArrayNode crew = node.putArray("crew");
    row.config()
        .crew()
        .agents()
        .forEach(a -> {
          ObjectNode member = crew.addObject().put("name", a.name()).put("role", a.role());
          ArrayNode tools = member.putArray("tools");
          a.tools().forEach(tools::add);
          ArrayNode scopes = member.putArray("scopes");
          a.scopes().stream().sorted().forEach(scopes::add);
        });
    if (node.get("humans") instanceof ArrayNode humans) {
      humans.removeIf(h -> state.givenUpSeats().contains(h.asString()));
    }
    node.put("cause", state.cause());
    node.setAll(SessionFacts.of(state, now));
    return node;
  }
}
