package heist.service.dashboard;

import heist.HeistException;
import heist.HeistException.Kind;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Lists of sessions, on the paths that clients of the first Heist know. */
final class FigureApi {
  private static final int MOST = 500;

  private final Game game;

  FigureApi(Game game) {
    this.game = game;
  }

  void install(JavalinConfig config) {
    config.routes.get("/api/sessions", Compat.of(_ -> list()));
    config.routes.get("/api/session/{id}", Compat.of(this::one));
    config.routes.get("/api/latest-session", Compat.of(_ -> latest()));
  }

  /** The newest sessions first, as the game service tells them. */
  static ArrayNode sessions(Game game, int limit) {
    JsonNode answer = game.get("/api/v1/sessions?limit=" + limit);
    JsonNode list = answer.isArray() ? answer : answer.path("sessions");
    return list instanceof ArrayNode array ? array : Game.object().arrayNode();
  }

  private ObjectNode list() {
    ArrayNode sessions = sessions(game, MOST);
    ObjectNode answer = Game.object();
    answer.set("sessions", sessions);
    return answer.put("count", sessions.size()).put("total_sessions", sessions.size());
  }

  private ObjectNode one(Context ctx) {
    if (game.get(Game.session(ctx.pathParam("id"))) instanceof ObjectNode session) {
      return session;
    }
    throw new HeistException(
        Kind.UNAVAILABLE, "The game service gave an answer that cannot be read.");
  }

  private ObjectNode latest() {
    for (JsonNode session : sessions(game, 1)) {
      if (session instanceof ObjectNode object) {
        return object;
      }
    }
    throw new HeistException(Kind.NOT_FOUND, "There is no session yet.");
  }
}
