package heist.service.memory;

import heist.client.AgentTokens;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How a session began, as its feed tells it.
 *
 * @param crew name of its crew; empty if the feed does not say
 * @param parent the session it was forked from; null if it is no fork
 * @param turns turns that it has in common with its parent
 * @param secret whether nobody may learn its notes before its accusation is locked
 */
record Opening(String crew, @Nullable String parent, int turns, boolean secret) {

  /** Reads a {@code session_created} event. */
  static Opening of(JsonNode event) {
    JsonNode settings = event.path("settings");
    String parent = settings.path("forked_from").asString("");
    String turns = settings.path("forked_turns").asString("");
    return new Opening(
        settings.path("crew").asString(""),
        parent.isEmpty() || !turns.matches("\\d{1,9}") ? null : parent,
        turns.matches("\\d{1,9}") ? Integer.parseInt(turns) : 0,
        event.path("moleGame").asBoolean(true) && !event.path("unblinded").asBoolean(false));
  }

  /** The owner of what a member of the crew keeps for itself; nobody if the crew is not known. */
  String owner(String agent) {
    return crew.isEmpty() ? MemoryStore.CREW : AgentTokens.clientId(crew, agent);
  }

  /** Whether this is the last event that a fork has in common with its parent. */
  boolean endsWith(JsonNode event) {
    String type = event.path("type").asString("");
    return parent != null
        && (turns == 0
            ? type.equals("session_created")
            : type.equals("turn_ended") && event.path("turn").asInt(0) == turns);
  }

  static Optional<Opening> find(Handle handle, String session) {
    return handle
        .createQuery("SELECT * FROM opening WHERE session = ?")
        .bind(0, session)
        .map((r, _) ->
            new Opening(
                r.getString("crew"),
                r.getString("forked_from"),
                r.getInt("forked_turns"),
                r.getInt("secret") != 0))
        .findOne();
  }

  void keep(Handle handle, String session) {
    handle
        .createUpdate(
            """
            INSERT INTO opening (session, crew, forked_from, forked_turns, secret)
            VALUES (:session, :crew, :parent, :turns, :secret) ON CONFLICT (session) DO NOTHING
            """)
        .bind("session", session)
        .bind("crew", crew)
        .bind("parent", parent)
        .bind("turns", turns)
        .bind("secret", secret ? 1 : 0)
        .execute();
  }
}
