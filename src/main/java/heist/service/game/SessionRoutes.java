package heist.service.game;

import heist.client.ServiceContext;
import heist.config.Library;
import heist.config.Settings;
import heist.crew.Crew;
import heist.crew.Strategy;
import heist.session.Opening;
import heist.session.SessionConfig;
import heist.session.SessionRow;
import heist.session.Sessions;
import heist.web.Json;
import heist.web.TokenVerifier;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Starting sessions, listing them, and what there is to start. */
final class SessionRoutes {
  private static final int MOST_LISTED = 500;

  private final Sessions sessions;
  private final Library library;
  private final Settings settings;
  private final ServiceContext service;

  SessionRoutes(Sessions sessions, Library library, Settings settings, ServiceContext service) {
    this.sessions = sessions;
    this.library = library;
    this.settings = settings;
    this.service = service;
  }

  void install(JavalinConfig config) {
    config.routes.post("/api/v1/sessions", this::create);
    config.routes.get("/api/v1/sessions", this::list);
    config.routes.get("/api/v1/sessions/{id}", this::show);
    config.routes.get("/api/v1/stats", this::stats);
    config.routes.get("/api/game/stats", this::stats);
    config.routes.get("/api/v1/strategies", this::strategies);
  }

  private void create(Context ctx) {
    TokenVerifier.caller(ctx).require("session:write");
    SessionRequest request = Json.read(ctx.body(), SessionRequest.class);
    SessionRequest.Resolved resolved = request.resolve(library, settings, service.features());
    if (request.bringsCrew() && !resolved.config().crew().toolServers().isEmpty()) {
      // It makes this service call an address of the sender's choice, with a secret of this place.
      TokenVerifier.caller(ctx).require("crew:servers");
    }
    SessionConfig config = withoutKey(service, resolved.config());
    Opening.Opened opened =
        Opening.of(config, resolved.scenario(), resolved.strategies(), library.manners());
    SessionRow row = sessions.create(config, opened.title(), opened.events());
    ObjectNode created = SessionJson.of(row, sessions.state(row.id()), service.clock().instant());
    resolved.seats().tell(created);
    ctx.status(201).header("Location", "/api/v1/sessions/" + row.id()).json(created);
  }

  /** Keeps a model's key where secrets are kept, not in the session's row. */
  static SessionConfig withoutKey(ServiceContext service, SessionConfig c) {
    Crew.Llm llm = c.llm();
    String key = llm == null ? null : llm.apiKey();
    if (llm == null || key == null) {
      return c;
    }
    String name = "llm-" + c.id().toLowerCase(java.util.Locale.ROOT);
    String unused = service.secrets().getOrCreate(name, () -> key);
    Crew.Llm kept =
        new Crew.Llm(
            llm.baseUrl(),
            llm.model(),
            GameService.SECRET + name,
            llm.temperature(),
            llm.maxTokens());
    return c.with(d -> d.llm = kept);
  }

  private void list(Context ctx) {
    TokenVerifier.caller(ctx).require("session:read");
    int limit = Params.number(ctx, "limit", 50, 1, MOST_LISTED);
    int offset = Params.number(ctx, "offset", 0, 0, Integer.MAX_VALUE);
    ObjectNode answer = Json.mapper().createObjectNode();
    ArrayNode rows = answer.putArray("sessions");
    sessions.tables().list(limit, offset).forEach(row -> rows.add(SessionJson.of(row)));
    answer.put("count", rows.size()).put("total", sessions.tables().count());
    ctx.json(answer);
  }

  private void show(Context ctx) {
    TokenVerifier.caller(ctx).require("session:read");
    String id = ctx.pathParam("id");
    ctx.json(SessionJson.of(sessions.row(id), sessions.state(id), service.clock().instant()));
  }

  private void stats(Context ctx) {
    TokenVerifier.caller(ctx).require("session:read");
    ctx.json(Stats.of(sessions.tables().list(Integer.MAX_VALUE, 0)));
  }

  private void strategies(Context ctx) {
    TokenVerifier.caller(ctx).require("session:read");
    ctx.json(
        Map.of(
            "strategies",
            library.strategies().stream()
                .map((Strategy s) -> Map.of("id", s.id(), "severity", s.severity()))
                .toList()));
  }
}
