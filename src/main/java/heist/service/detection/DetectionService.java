package heist.service.detection;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.client.HttpJson;
import heist.client.ServiceContext;
import heist.client.Target;
import heist.detect.Assessment;
import heist.detect.Classic;
import heist.detect.Detector;
import heist.detect.Evidence;
import heist.detect.Hybrid;
import heist.monitor.Transcripts;
import heist.web.Json;
import heist.web.Service;
import heist.web.TokenVerifier;
import heist.web.WebServer;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Scores sessions from their public feed. It keeps nothing: a score follows from the events. */
public final class DetectionService implements Service {
  private static final Map<String, Detector> DETECTORS =
      Map.of("classic", new Classic(), "evidence", new Evidence(), "hybrid", new Hybrid());

  private final WebServer server;

  private DetectionService(WebServer server) {
    this.server = server;
  }

  /** Starts the service. */
  public static Service start(ServiceContext ctx) {
    HttpJson game = ctx.http(Target.GAME, "feed:public", "session:read");
    TokenVerifier verifier = ctx.verifier();
    WebServer server =
        ctx.web()
            .openApi("openapi/detection.yaml")
            .routes(config -> {
              if (ctx.has("detection")) {
                routes(config, verifier, game);
              }
            })
            .start();
    return new DetectionService(server);
  }

  private static void routes(JavalinConfig config, TokenVerifier verifier, HttpJson game) {
    config.routes.before("/api/*", verifier.before());
    config.routes.before("/api/*", ctx -> TokenVerifier.caller(ctx).require("detection:use"));
    config.routes.get("/api/detection-info", DetectionService::info);
    config.routes.post("/api/ai-detect/analyze", ctx -> answer(ctx, game, body(ctx)));
    config.routes.post("/api/ai-detect/suggest", ctx -> answer(ctx, game, body(ctx)));
    config.routes.get("/api/ai-detect/session/{id}", ctx -> answer(ctx, game, ctx.pathParam("id")));
  }

  private static void info(Context ctx) {
    ObjectNode node = Json.mapper().createObjectNode();
    node.put("name", "hybrid").put("mode", Hybrid.RULES_ALONE);
    node.set("weights", Json.mapper().valueToTree(new TreeMap<>(Classic.WEIGHTS)));
    node.set("detectors", Json.mapper().valueToTree(DETECTORS.keySet().stream().sorted().toList()));
    ctx.json(node);
  }

  private static String body(Context ctx) {
    JsonNode id = Json.tree(ctx.body()).path("session_id");
    if (!id.isString()) {
      throw new HeistException(Kind.BAD_INPUT, "The body must be {\"session_id\": \"...\"}.");
    }
    return id.asString();
  }

  private static void answer(Context ctx, HttpJson game, String session) {
    TokenVerifier.caller(ctx).require("detection:use");
    String name = Objects.requireNonNullElse(ctx.queryParam("detector"), "hybrid");
    Detector detector = DETECTORS.get(name);
    if (detector == null) {
      throw new HeistException(
          Kind.BAD_INPUT,
          "detector must be one of "
              + String.join(", ", DETECTORS.keySet().stream().sorted().toList())
              + ", not \""
              + name
              + "\".");
    }
    Assessment assessment = detector.assess(Transcripts.of(events(game, session)));
    ObjectNode node = Json.mapper().createObjectNode();
    node.put("session_id", session).put("detector", name);
    node.put("suggested_mole", assessment.top().orElse(null));
    // Null until scores are calibrated: a score is not a probability.
    node.putNull("confidence");
    node.put("mode", Hybrid.RULES_ALONE);
    ObjectNode scores = node.putObject("suspicion_scores");
    ObjectNode breakdown = node.putObject("score_breakdown");
    ObjectNode evidence = node.putObject("evidence");
    assessment
        .scores()
        .forEach((agent, score) -> {
          scores.put(agent, score.suspicion());
          breakdown.set(agent, Json.mapper().valueToTree(score.breakdown()));
          evidence.set(agent, Json.mapper().valueToTree(score.evidence()));
        });
    node.set("analysis_weights", Json.mapper().valueToTree(new TreeMap<>(Classic.WEIGHTS)));
    node.put("chance", assessment.scores().isEmpty() ? 0 : 1.0 / assessment.scores().size());
    ctx.json(node);
  }

  private static List<JsonNode> events(HttpJson game, String session) {
    List<JsonNode> events = new ArrayList<>();
    String id = URLEncoder.encode(session, StandardCharsets.UTF_8).replace("+", "%20");
    long after = 0;
    while (true) {
      JsonNode page = game.get("/api/v1/sessions/" + id + "/events?after=" + after, JsonNode.class);
      page.path("events").forEach(events::add);
      long last = page.path("last").asLong();
      if (last <= after) {
        return events;
      }
      after = last;
    }
  }

  @Override
  public String name() {
    return server.name();
  }

  @Override
  public URI address() {
    return server.address();
  }

  @Override
  public void close() {
    server.close();
  }
}
