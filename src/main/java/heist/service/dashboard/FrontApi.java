package heist.service.dashboard;

import heist.client.HttpJson;
import heist.client.HttpJson.Answer;
import heist.config.Settings;
import heist.web.Json;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the page needs first, and {@code /api/v1} of the game service, passed through. */
final class FrontApi {
  private final Game game;
  private final Features features;
  private final Settings settings;
  private final HttpJson discovery;
  private final Gate gate;

  /** How long the first page may wait for what others tell; it asks again for what is missing. */
  private static final Duration PATIENCE = Duration.ofMillis(250);

  private final Lately scenarios = new Lately(() -> list("scenarios"), Game.object().arrayNode());
  private final Lately crews = new Lately(() -> list("crews"), Game.object().arrayNode());
  private final Lately scopes = new Lately(this::tools, Game.object());

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
    List.of(scenarios, crews, scopes).forEach(Lately::begin);
    List<Lately.Told> told =
        List.of(scenarios.within(PATIENCE), crews.within(PATIENCE), scopes.within(PATIENCE));
    front.set("scenarios", told.get(0).value());
    front.set("crews", told.get(1).value());
    front.set("tools", told.get(2).value());
    front.put("complete", told.stream().allMatch(Lately.Told::fresh));
    return front;
  }

  /** Which scope each tool needs, by its name. */
  private JsonNode tools() {
    ObjectNode tools = Game.object();
    JsonNode answer = discovery.get("/tools", JsonNode.class);
    for (JsonNode tool : answer.isArray() ? answer : answer.path("tools")) {
      JsonNode scope = tool.has("scope") ? tool.path("scope") : tool.path("scopes").path(0);
      tools.putObject(tool.path("name").asString("")).set("scope", scope);
    }
    return tools;
  }

  private JsonNode list(String name) {
    JsonNode answer = game.get("/api/v1/" + name);
    return answer.isArray() ? answer : answer.path(name);
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
