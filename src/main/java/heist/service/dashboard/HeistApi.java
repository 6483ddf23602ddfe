package heist.service.dashboard;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.config.Settings;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Starting, steering and judging a heist, on the paths that clients of the first Heist know. */
final class HeistApi {
  private static final Set<String> CONFIG =
      Set.of(
          "scenario",
          "task",
          "crew",
          "rounds",
          "seed",
          "mole",
          "strategy",
          "unblinded",
          "difficulty",
          "pace",
          "context",
          "accuse",
          "human",
          "human_seconds",
          "approval_seconds",
          "llm");

  private final Game game;
  private final Settings settings;
  private final Verdicts verdicts;

  HeistApi(Game game, Settings settings) {
    this.game = game;
    this.settings = settings;
    this.verdicts = new Verdicts(game);
  }

  void install(JavalinConfig config) {
    var routes = config.routes;
    routes.post("/api/heist/start", Compat.of(this::start));
    routes.get("/api/heist/active", Compat.of(_ -> active()));
    routes.get("/api/heist/{id}/status", Compat.of(this::status));
    routes.get("/api/heist/{id}/commands", Compat.of(this::commands));
    routes.get("/api/heist/{id}/mole-status", Compat.of(ctx -> verdicts.status(id(ctx))));
    for (String what : new String[] {"pause", "resume", "stop"}) {
      routes.post("/api/heist/{id}/" + what, Compat.of(ctx -> steer(id(ctx), what)));
    }
    routes.post("/api/heist/{id}/command", Compat.of(this::command));
    routes.post("/api/heist/{id}/detect-mole", Compat.of(this::suspect));
    routes.post("/api/heist/{id}/evaluate-detection", Compat.of(this::evaluate));
    routes.post("/api/heist/{id}/reveal-mole", Compat.of(ctx -> verdicts.reveal(id(ctx))));
    routes.post("/session/{id}/create", Compat.of(this::create));
    routes.post("/session/{id}/pause", Compat.of(ctx -> steer(id(ctx), "pause")));
    routes.post("/session/{id}/resume", Compat.of(ctx -> steer(id(ctx), "resume")));
    routes.post("/session/{id}/command", Compat.of(this::command));
    routes.post("/session/{id}/mark-suspect", Compat.of(this::suspect));
  }

  private ObjectNode evaluate(Context ctx) {
    ObjectNode answer = verdicts.evaluate(id(ctx));
    ctx.status(answer.has("actual_mole") ? 200 : 202);
    return answer;
  }

  private static String id(Context ctx) {
    return ctx.pathParam("id");
  }

  private ObjectNode start(Context ctx) {
    ObjectNode body = Compat.body(ctx);
    ObjectNode wish = wish(body);
    Compat.optionalText(body, "session_id").ifPresent(id -> wish.put("id", id));
    return started(wish, body);
  }

  private ObjectNode create(Context ctx) {
    ObjectNode body = Compat.body(ctx);
    return started(wish(body).put("id", id(ctx)), body);
  }

  private static ObjectNode wish(ObjectNode body) {
    ObjectNode wish = Game.object();
    JsonNode config = body.path("config");
    if (!config.isMissingNode() && !config.isNull() && !config.isObject()) {
      throw new HeistException(Kind.BAD_INPUT, "Field 'config': an object is expected.");
    }
    for (String field : CONFIG) {
      if (config.hasNonNull(field)) {
        wish.set(field, config.path(field));
      }
    }
    if (wish.path("seed").isIntegralNumber()) {
      wish.put("seed", wish.path("seed").asString());
    }
    if (!wish.has("crew") && ownAgents(body)) {
      ObjectNode crew = Game.object().put("name", "custom");
      crew.set("agents", body.path("agents"));
      wish.put("crew", crew.toString());
    }
    return wish;
  }

  /** Whether agents are described, rather than only named: then they are the crew. */
  private static boolean ownAgents(ObjectNode body) {
    JsonNode agents = body.path("agents");
    return agents.isArray()
        && !agents.isEmpty()
        && agents.valueStream().allMatch(JsonNode::isObject);
  }

  private ObjectNode started(ObjectNode wish, ObjectNode body) {
    if (!wish.has("pace") && !wish.has("llm") && settings.model().baseUrl() == null) {
      // The offline model answers faster than a person can follow.
      wish.put("pace", settings.session().pace().toMillis() / 1000.0);
    }
    JsonNode session = game.post("/api/v1/sessions", wish);
    ObjectNode answer = Compat.success();
    answer.put("session_id", session.path("id").asString(""));
    ArrayNode agents = answer.putArray("agents");
    if (session.has("seats")) {
      answer.set("seats", session.path("seats"));
    }
    session.path("crew").forEach(member -> agents.add(member.path("name").asString("")));
    // That the game is on, not that there is a mole.
    boolean game = session.path("mole_game").asBoolean(session.path("moleGame").asBoolean(true));
    answer.put("mole_selected", game && !wish.path("mole").asString("").equals("off"));
    answer.put("message", "The heist has started.");
    boolean agentsTaken = ownAgents(body) && !body.path("config").has("crew");
    Compat.tellIgnored(
        answer,
        body,
        "",
        agentsTaken ? Set.of("session_id", "config", "agents") : Set.of("session_id", "config"));
    if (body.path("config") instanceof ObjectNode config) {
      Compat.tellIgnored(answer, config, "config.", CONFIG);
    }
    return answer;
  }

  private ObjectNode active() {
    ArrayNode active = Game.object().arrayNode();
    for (JsonNode session : FigureApi.sessions(game, 500)) {
      if (!Set.of("completed", "stopped", "failed").contains(session.path("state").asString(""))) {
        active.add(session.path("id").asString(""));
      }
    }
    ObjectNode answer = Game.object();
    answer.set("active_sessions", active);
    return answer.put("count", active.size());
  }

  private ObjectNode status(Context ctx) {
    JsonNode session = game.get(Game.session(id(ctx)));
    ObjectNode answer = Compat.success().put("session_id", id(ctx));
    answer.put("status", session.path("state").asString(""));
    for (String field : new String[] {"scenario", "title", "round", "rounds", "turn", "turns"}) {
      if (session.has(field)) {
        answer.set(field, session.path(field));
      }
    }
    return answer;
  }

  private ObjectNode steer(String id, String what) {
    JsonNode after = game.post(Game.session(id) + "/" + what, Game.object());
    JsonNode state = after.has("state") ? after : game.get(Game.session(id));
    return Compat.success().put("status", state.path("state").asString(""));
  }

  private ObjectNode command(Context ctx) {
    ObjectNode body = Compat.body(ctx);
    String agent = Compat.text(body, "agent");
    ObjectNode wish = Game.object().put("agent", agent).put("text", Compat.text(body, "command"));
    game.post(Game.session(id(ctx)) + "/commands", wish.put("standing", false));
    ObjectNode answer = Compat.success();
    answer.put("message", "The command waits for " + agent + "'s next turn.");
    Compat.tellIgnored(answer, body, "", Set.of("agent", "command"));
    return answer;
  }

  private ObjectNode commands(Context ctx) {
    ArrayNode commands = Game.object().arrayNode();
    for (JsonNode event : verdicts.events(id(ctx))) {
      if (event.path("type").asString("").equals("command_queued")) {
        ObjectNode command = commands.addObject();
        command.set("id", event.path("command"));
        command.set("agent", event.path("agent"));
        command.put("command", event.path("text").asString(""));
        command.set("standing", event.path("standing"));
      }
    }
    ObjectNode answer = Game.object();
    answer.set("commands", commands);
    return answer.put("count", commands.size());
  }

  private ObjectNode suspect(Context ctx) {
    ObjectNode body = Compat.body(ctx);
    String agent = Compat.text(body, "agent");
    game.post(
        Game.session(id(ctx)) + "/accusation",
        Game.object().put("suspect", agent).put("lock", false));
    ObjectNode answer = Compat.success().put("detected_mole", agent);
    answer.put("message", agent + " is suspected; evaluate-detection makes it final.");
    Compat.tellIgnored(answer, body, "", Set.of("agent"));
    return answer;
  }
}
