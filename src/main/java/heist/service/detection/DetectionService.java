package heist.service.detection;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.client.HttpJson;
import heist.client.ServiceContext;
import heist.client.Target;
import heist.detect.Classic;
import heist.web.Json;
import heist.web.Service;
import heist.web.TokenVerifier;
import heist.web.WebServer;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.net.URI;
import java.util.Objects;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Scores sessions from their public feed. What it keeps of a session is only its transcript so far,
 * so that the next answer needs the new events alone; a score follows from the events.
 */
public final class DetectionService implements Service {
  private final WebServer server;

  private DetectionService(WebServer server) {
    this.server = server;
  }

  /** Starts the service. */
  public static Service start(ServiceContext ctx) {
    HttpJson game = ctx.http(Target.GAME, "feed:public", "session:read");
    TokenVerifier verifier = ctx.verifier();
    Watch watch = new Watch(game);
    WebServer server =
        ctx.web()
            .openApi("openapi/detection.yaml")
            .routes(config -> {
              if (ctx.has("detection")) {
                routes(config, verifier, watch);
              }
            })
            .start();
    return new DetectionService(server);
  }

  private static void routes(JavalinConfig config, TokenVerifier verifier, Watch watch) {
    config.routes.before("/api/*", verifier.before());
    config.routes.before("/api/*", ctx -> TokenVerifier.caller(ctx).require("detection:use"));
    config.routes.get("/api/detection-info", DetectionService::info);
    config.routes.post("/api/ai-detect/analyze", ctx -> answer(ctx, watch, body(ctx)));
    config.routes.post("/api/ai-detect/suggest", ctx -> answer(ctx, watch, body(ctx)));
    config.routes.get(
        "/api/ai-detect/session/{id}", ctx -> answer(ctx, watch, ctx.pathParam("id")));
  }

  private static void info(Context ctx) {
    ObjectNode node = Json.mapper().createObjectNode();
    node.put("name", Detectors.USUAL);
    node.set("weights", Json.mapper().valueToTree(new TreeMap<>(Classic.WEIGHTS)));
    node.set("detectors", Json.mapper().valueToTree(Detectors.names()));
    node.set("thresholds", Json.mapper().valueToTree(Detectors.thresholds()));
    node.put("mode", heist.detect.Hybrid.RULES_ALONE);
    ctx.json(node);
  }

  private static String body(Context ctx) {
    JsonNode id = Json.tree(ctx.body()).path("session_id");
    if (!id.isString()) {
      throw new HeistException(Kind.BAD_INPUT, "The body must be {\"session_id\": \"...\"}.");
    }
    return id.asString();
  }

  private static void answer(Context ctx, Watch watch, String session) {
    TokenVerifier.caller(ctx).require("detection:use");
    String name = Objects.requireNonNullElse(ctx.queryParam("detector"), Detectors.USUAL);
    double prior = Detectors.prior(ctx.queryParam("prior"));
    boolean history = "true".equals(ctx.queryParam("history"));
    ctx.json(watch.answer(session, Detectors.of(name), prior, history));
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
