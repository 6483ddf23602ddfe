package heist.service.dashboard;

import heist.HeistException;
import heist.client.HttpJson;
import heist.client.HttpJson.Answer;
import heist.config.Settings;
import heist.web.Json;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the page needs first, and {@code /api/v1} of the game service, passed through. */
final class FrontApi {
  private final Game game;
  private final Features features;
  private final Settings settings;
  private final HttpJson discovery;
  private final Gate gate;

  FrontApi(Game game, Features features, Settings settings, HttpJson discovery, Gate gate) {
    this.gate = gate;
    this.discovery = discovery.withTimeout(Duration.ofSeconds(2));
    this.game = game;
    this.features = features;
    this.settings = settings;
  }

  void install(JavalinConfig config) {
    config.routes.get("/api/v1/dashboard", ctx -> ctx.result(front(ctx).toString()));
    config.routes.get("/api/v1/<path>", this::pass);
    config.routes.post("/api/v1/<path>", this::pass);
    config.routes.put("/api/v1/<path>", this::pass);
    config.routes.delete("/api/v1/<path>", this::pass);
  }

  /** Features, and what can be chosen when a heist is started. */
  private ObjectNode front(Context ctx) {
    ObjectNode front = Game.object();
    front.set("features", Json.mapper().valueToTree(features.all()));
    front.put("asks_login", gate.asks());
    Gate.of(ctx).ifPresent(login -> front.set("login", Gate.json(login)));
    front.set("may", Json.mapper().valueToTree(Gate.may(Gate.of(ctx))));
    Settings.Session session = settings.session();
    front
        .putObject("defaults")
        .put("scenario", session.scenario())
        .put("crew", session.crew())
        .put("rounds", session.rounds())
        .put("difficulty", session.difficulty())
        .put("mole", session.mole())
        .put("pace", session.pace().toMillis() / 1000.0);
    String server = settings.model().baseUrl();
    if (server != null) {
      front.putObject("model").put("base_url", server).put("name", settings.model().model());
    }
    front.set("scenarios", list("scenarios"));
    front.set("crews", list("crews"));
    front.set("tools", tools());
    return front;
  }

  /** Which scope each tool needs, by its name; empty while discovery is away. */
  private ObjectNode tools() {
    ObjectNode tools = Game.object();
    try {
      JsonNode answer = discovery.get("/tools", JsonNode.class);
      for (JsonNode tool : answer.isArray() ? answer : answer.path("tools")) {
        JsonNode scope = tool.has("scope") ? tool.path("scope") : tool.path("scopes").path(0);
        tools.putObject(tool.path("name").asString("")).set("scope", scope);
      }
    } catch (HeistException e) {
      // The inspector then shows no scopes.
    }
    return tools;
  }

  private JsonNode list(String name) {
    try {
      JsonNode answer = game.get("/api/v1/" + name);
      return answer.isArray() ? answer : answer.path(name);
    } catch (HeistException e) {
      // The page can start a heist without choices; what is wrong shows when it does.
      return Json.mapper().createArrayNode();
    }
  }

  private void pass(Context ctx) {
    String path = Compat.path(ctx);
    String query = ctx.queryString();
    Answer answer =
        game.raw(ctx.method().name(), query == null ? path : path + "?" + query, ctx.body());
    ctx.status(answer.status());
    ctx.contentType(answer.contentType().isEmpty() ? "application/json" : answer.contentType());
    ctx.result(answer.body());
  }
}
