package heist.service.dashboard;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.audit.AuditLog;
import heist.client.HttpJson;
import heist.client.HttpJson.Answer;
import heist.client.ServiceContext;
import heist.client.Target;
import heist.client.TokenClient;
import heist.tool.ServiceAudit;
import heist.web.Json;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The pages beside sessions: health of the services, clients and their rights, audit, figures over
 * all sessions, the detector. Each asks one service with the dashboard's own token; when that
 * service is away, only its page is.
 */
final class OfficeApi {
  private static final String BASE = "/api/v1/office/";
  private static final Duration PATIENCE = Duration.ofMillis(1500);
  private static final Duration READING = Duration.ofSeconds(60);

  /** Who keeps an audit that people look at here. */
  private static final List<Target> AUDITED =
      List.of(
          Target.AUTH,
          Target.CALCULATOR,
          Target.FILES,
          Target.DATABASE,
          Target.MEMORY,
          Target.GAME,
          Target.DISCOVERY);

  private final ServiceContext ctx;
  private final ServiceAudit own;
  private final HttpJson auth;
  private final HttpJson analytics;
  private final HttpJson detection;
  private final Map<Target, HttpJson> audits = new EnumMap<>(Target.class);

  OfficeApi(ServiceContext ctx, TokenClient tokens, ServiceAudit own) {
    this.ctx = ctx;
    this.own = own;
    auth = ctx.http(tokens, Target.AUTH, "clients:read", "clients:revoke");
    analytics = ctx.http(tokens, Target.ANALYTICS, "analytics:read");
    detection = ctx.http(tokens, Target.DETECTION, "detection:use").withTimeout(READING);
    AUDITED.forEach(target -> audits.put(target, ctx.http(tokens, target, "audit:read")));
  }

  void install(JavalinConfig config) {
    var routes = config.routes;
    routes.get(BASE + "services", it -> it.result(services().toString()));
    routes.get(BASE + "clients", it -> pass(it, auth.send("GET", "/clients", null)));
    for (String deed : List.of("revoke", "restore")) {
      routes.post(
          BASE + "clients/{id}/" + deed,
          it ->
              pass(
                  it,
                  auth.send("POST", "/clients/" + encoded(it.pathParam("id")) + "/" + deed, null)));
    }
    routes.get(BASE + "audit/{service}", this::audit);
    routes.get(BASE + "tool-stats", it -> pass(it, analytics.send("GET", "/api/tool-stats", null)));
    routes.get(BASE + "roc", this::roc);
    if (ctx.has("detection")) {
      routes.post(BASE + "detect", this::detect);
    }
  }

  /** Every service, asked at the same time; one that does not answer is told as down. */
  private ObjectNode services() {
    ObjectNode answer = Json.mapper().createObjectNode();
    ArrayNode list = answer.putArray("services");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<ObjectNode>> asked =
          java.util.Arrays.stream(Target.values())
              .map(target -> CompletableFuture.supplyAsync(() -> health(target), threads))
              .toList();
      asked.forEach(one -> list.add(one.join()));
    }
    return answer;
  }

  private ObjectNode health(Target target) {
    ObjectNode node = Json.mapper().createObjectNode().put("name", target.id());
    node.put("address", ctx.addresses().of(target).toString());
    long start = ctx.clock().millis();
    try {
      Answer answer =
          HttpJson.to(target.id(), ctx.addresses().of(target))
              .withTimeout(PATIENCE)
              .send("GET", "/health", null);
      node.put("ms", ctx.clock().millis() - start);
      JsonNode told = Json.lenient().readTree(answer.body());
      node.put("status", answer.status() == 200 ? "ready" : "waiting");
      node.set("dependencies", told.path("dependencies"));
    } catch (HeistException | tools.jackson.core.JacksonException e) {
      node.put("status", "down").put("error", e.getMessage());
    }
    return node;
  }

  private void audit(Context it) {
    int limit = Math.clamp(it.queryParamAsClass("limit", Integer.class).getOrDefault(100), 1, 1000);
    if (it.pathParam("service").equals(Target.DASHBOARD.id())) {
      AuditLog audit = own.open();
      audit.flush();
      it.json(Map.of("verify", audit.verify(), "entries", audit.tail(limit)));
      return;
    }
    HttpJson door =
        AUDITED.stream()
            .filter(target -> target.id().equals(it.pathParam("service")))
            .findFirst()
            .map(audits::get)
            .orElseThrow(() ->
                new HeistException(
                    Kind.NOT_FOUND, "No audit of " + it.pathParam("service") + " is kept."));
    ObjectNode answer = Json.mapper().createObjectNode();
    answer.set("verify", door.get("/audit/verify", JsonNode.class));
    JsonNode tail = door.get("/audit/tail?limit=" + limit, JsonNode.class);
    answer.set("entries", tail.isArray() ? tail : tail.path("entries"));
    it.result(answer.toString());
  }

  /** Figures of detectors that {@code heist eval --json} left in the data folder; 204 if none. */
  private void roc(Context it) throws IOException {
    Path file = ctx.dataDir().resolve("eval.json");
    if (!Files.isRegularFile(file)) {
      it.status(204);
      return;
    }
    it.result(Json.lenient().readTree(Files.readString(file)).toString());
  }

  private void detect(Context it) {
    JsonNode body = Json.tree(it.body());
    boolean full = "full".equals(body.path("mode").asString(""));
    ObjectNode wish = Json.mapper().createObjectNode();
    wish.put("session_id", body.path("session_id").asString(""));
    String path = full ? "/api/ai-detect/analyze" : "/api/ai-detect/suggest";
    pass(it, detection.send("POST", path, wish));
  }

  private static void pass(Context it, Answer answer) {
    it.status(answer.status());
    it.contentType(answer.contentType().isEmpty() ? "application/json" : answer.contentType());
    it.result(answer.body());
  }

  private static String encoded(String id) {
    return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
