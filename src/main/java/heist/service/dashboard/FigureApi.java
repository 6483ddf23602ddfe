package heist.service.dashboard;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.client.HttpJson;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Lists of sessions, figures and scores, on the paths that clients of the first Heist know. */
final class FigureApi {
  private static final int MOST = 500;

  /** Paths of analytics that need no session. */
  private static final List<String> TOTALS =
      List.of(
          "/api/agents",
          "/api/tool-stats",
          "/api/stats/summary",
          "/api/compare",
          "/api/metrics",
          "/api/search");

  /** Paths of analytics with a session's id behind them. */
  private static final List<String> OF_A_SESSION =
      List.of(
          "/api/agent-activity/",
          "/api/analytics/session/",
          "/api/timeline/",
          "/api/interaction-matrix/");

  private final Game game;
  private final HttpJson analytics;
  private final HttpJson detection;

  /**
   * @param analytics calls to analytics
   * @param detection calls to detection, which may take a while
   */
  FigureApi(Game game, HttpJson analytics, HttpJson detection) {
    this.game = game;
    this.analytics = analytics;
    this.detection = detection;
  }

  void install(JavalinConfig config) {
    config.routes.get("/api/sessions", Compat.of(_ -> list()));
    config.routes.get("/api/session/{id}", Compat.of(this::one));
    config.routes.get("/api/latest-session", Compat.of(_ -> latest()));
    for (String path : TOTALS) {
      config.routes.get(path, Compat.of(ctx -> read(analytics, ctx)));
    }
    for (String path : OF_A_SESSION) {
      config.routes.get(path + "{id}", Compat.of(ctx -> read(analytics, ctx)));
    }
    config.routes.get("/api/detection-info", Compat.of(ctx -> read(detection, ctx)));
    config.routes.get("/api/ai-detect/session/{id}", Compat.of(ctx -> read(detection, ctx)));
    config.routes.post("/api/ai-detect/analyze", Compat.of(this::detect));
    config.routes.post("/api/ai-detect/suggest", Compat.of(this::detect));
  }

  /** What the other service answers on the same path. */
  private static ObjectNode read(HttpJson service, Context ctx) {
    String query = ctx.queryString();
    String path = Compat.path(ctx);
    return object(service.get(query == null ? path : path + "?" + query, JsonNode.class));
  }

  private ObjectNode detect(Context ctx) {
    ObjectNode body = Compat.body(ctx);
    ObjectNode wish = Game.object().put("session_id", Compat.text(body, "session_id"));
    String query = ctx.queryString();
    String path = Compat.path(ctx);
    ObjectNode answer =
        object(detection.post(query == null ? path : path + "?" + query, wish, JsonNode.class));
    Compat.tellIgnored(answer, body, "", Set.of("session_id"));
    return answer;
  }

  private static ObjectNode object(JsonNode answer) {
    if (answer instanceof ObjectNode object) {
      return object;
    }
    throw new HeistException(Kind.UNAVAILABLE, "A service gave an answer that cannot be read.");
  }

  /** The newest sessions first, as the game service tells them. */
  static ArrayNode sessions(Game game, int limit) {
    JsonNode answer = game.get("/api/v1/sessions?limit=" + limit);
    JsonNode list = answer.isArray() ? answer : answer.path("sessions");
    return list instanceof ArrayNode array ? array : Game.object().arrayNode();
  }

  private ObjectNode list() {
    JsonNode page = game.get("/api/v1/sessions?limit=" + MOST);
    ObjectNode answer = Game.object();
    answer.set("sessions", page.path("sessions"));
    int count = page.path("sessions").size();
    return answer.put("count", count).put("total_sessions", page.path("total").asInt(count));
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
