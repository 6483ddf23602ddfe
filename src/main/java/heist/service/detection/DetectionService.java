package heist.service.detection;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.client.HttpJson;
import heist.client.ServiceContext;
import heist.client.Target;
import heist.config.Settings;
import heist.detect.Hybrid;
import heist.model.ModelEndpoint;
import heist.monitor.Judge;
import heist.monitor.Judges;
import heist.web.Json;
import heist.web.Service;
import heist.web.TokenVerifier;
import heist.web.WebServer;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.net.URI;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Scores sessions from their public feed. What it keeps of a session is only its transcript so far,
 * so that the next answer needs the new events alone; a score follows from the events.
 */
public final class DetectionService implements Service {
  private static final String SESSION = "session_id";

  private final WebServer server;
  private final Judges judges;
  private final @Nullable LiveJudge live;

  private DetectionService(WebServer server, Judges judges, @Nullable LiveJudge live) {
    this.server = server;
    this.judges = judges;
    this.live = live;
  }

  /**
   * Starts the service.
   *
   * @param model the installation's LLM, which judges; the offline model cannot
   */
  public static Service start(ServiceContext ctx, Settings.Model model) {
    HttpJson game = ctx.http(Target.GAME, "feed:public", "session:read");
    TokenVerifier verifier = ctx.verifier();
    Judges judges = new Judges(ctx.clock());
    Judge judge = ctx.has("detection") ? judge(judges, model) : null;
    LiveJudge live = judge == null ? null : new LiveJudge(judge);
    Detectors detectors = new Detectors(judge);
    Watch watch = new Watch(game, detectors, live);
    try {
      WebServer server =
          ctx.web()
              .openApi("openapi/detection.yaml")
              .routes(config -> {
                if (ctx.has("detection")) {
                  routes(config, verifier, watch, detectors);
                }
              })
              .start();
      return new DetectionService(server, judges, live);
    } catch (RuntimeException e) {
      judges.close();
      throw e;
    }
  }

  private static @Nullable Judge judge(Judges judges, Settings.Model model) {
    String baseUrl = model.baseUrl();
    return baseUrl == null
        ? null
        : judges.of(
            ModelEndpoint.of(baseUrl, model.apiKey(), model.model())
                .withTimeout(model.timeout())
                .withRetries(model.retries())
                .withMaxInFlight(model.inFlight()),
            Judge.Settings.usual());
  }

  private static void routes(
      JavalinConfig config, TokenVerifier verifier, Watch watch, Detectors detectors) {
    config.routes.before("/api/*", verifier.before());
    config.routes.before("/api/*", ctx -> TokenVerifier.caller(ctx).require("detection:use"));
    config.routes.get("/api/detection-info", ctx -> info(ctx, detectors));
    config.routes.post("/api/ai-detect/analyze", ctx -> asked(ctx, watch));
    config.routes.post("/api/ai-detect/suggest", ctx -> asked(ctx, watch));
    config.routes.get(
        "/api/ai-detect/session/{id}", ctx -> ctx.json(answer(ctx, watch, ctx.pathParam("id"))));
  }

  private static void info(Context ctx, Detectors detectors) {
    ObjectNode node = Json.mapper().createObjectNode();
    node.put("name", Detectors.USUAL);
    ObjectNode weights = Json.mapper().createObjectNode();
    for (String name : detectors.names()) {
      weights.set(name, Json.mapper().valueToTree(new TreeMap<>(detectors.of(name).weights())));
    }
    node.set("weights", weights.path(Detectors.USUAL));
    node.set("weights_by_detector", weights);
    node.set("detectors", Json.mapper().valueToTree(detectors.names()));
    node.set("thresholds", Json.mapper().valueToTree(detectors.thresholds()));
    node.put(
        "mode",
        detectors.names().contains(Detectors.JUDGE)
            ? "60 % rules and 40 % an LLM judge"
            : Hybrid.RULES_ALONE);
    ctx.json(node);
  }

  /** Fields that are passed over are named in the answer. */
  private static void asked(Context ctx, Watch watch) {
    JsonNode body = Json.tree(ctx.body());
    ObjectNode answer = answer(ctx, watch, session(body));
    for (String field : body.propertyNames()) {
      if (!field.equals(SESSION)) {
        answer.withArrayProperty("ignored").add(field);
      }
    }
    ctx.json(answer);
  }

  private static String session(JsonNode body) {
    JsonNode id = body.path(SESSION);
    if (!id.isString()) {
      throw new HeistException(Kind.BAD_INPUT, "The body must be {\"session_id\": \"...\"}.");
    }
    return id.asString();
  }

  private static ObjectNode answer(Context ctx, Watch watch, String session) {
    TokenVerifier.caller(ctx).require("detection:use");
    String name = Objects.requireNonNullElse(ctx.queryParam("detector"), Detectors.USUAL);
    double prior = Detectors.prior(ctx.queryParam("prior"));
    boolean history = "true".equals(ctx.queryParam("history"));
    return watch.answer(session, name, prior, history);
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
    if (live != null) {
      live.close();
    }
    judges.close();
  }
}
