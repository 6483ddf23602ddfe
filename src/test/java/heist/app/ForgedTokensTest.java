package heist.app;

import static org.assertj.core.api.Assertions.assertThat;

import heist.app.ForgedTokens.Revoked;
import heist.app.ForgedTokens.Shape;
import heist.client.HttpJson;
import heist.client.Target;
import heist.web.Json;
import heist.web.Service;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Forged and altered tokens at every protected endpoint of every service, REST and MCP. The
 * endpoints are those that the services have, so that a new one is tried by itself; what is open
 * must stand in {@link #OPEN}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForgedTokensTest {
  /** Asked by machines and by people who have no token yet. */
  private static final Set<String> OPEN =
      Set.of(
          "GET /health",
          "GET /metrics",
          "GET /openapi.json",
          "GET /docs",
          "GET /.well-known/oauth-protected-resource",
          "GET /.well-known/oauth-protected-resource/mcp",
          "GET /.well-known/jwks.json",
          "GET /.well-known/oauth-authorization-server",
          // Clients prove themselves there, not with tokens.
          "POST /token",
          "POST /oauth/token",
          "POST /introspect",
          "POST /revoke");

  /** It has an API key, and a test of its own. */
  private static final Set<Target> OTHER_DOORS = Set.of(Target.MODEL);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private TestHeist heist;
  private Revoked revoked;

  private record Endpoint(Target target, URI base, String method, String path) {
    @Override
    public String toString() {
      return target.id() + " " + method + " " + path;
    }
  }

  @BeforeAll
  void start(@TempDir Path data) throws Exception {
    heist = TestHeist.start(data);
    revoked = new Revoked("jti-revoked", "classic.hacker", "s-cut", "classic.gone", Instant.now());
    var auth = heist.http(Target.AUTH, "operator", "tokens:revoke", "clients:admin");
    for (Map<String, String> each :
        List.of(
            Map.of("jti", revoked.jti()),
            Map.of("client_id", revoked.client()),
            Map.of("client_id", revoked.agent(), "sid", revoked.session()))) {
      auth.check(auth.send("POST", "/revocations", each));
    }
    for (Service service : heist.services()) {
      if (!OTHER_DOORS.contains(Target.of(service.name()))) {
        awaitRevoked(service);
      }
    }
  }

  /** Within a second every service knows; whoever knows the last knows them all. */
  private void awaitRevoked(Service service) throws Exception {
    Target target = Target.of(service.name());
    ForgedTokens forge = forge(target, scopes());
    Shape cutOff = Shape.bearer(forge.good(revoked.agent(), revoked.session()));
    Endpoint endpoint = endpoints(service, target).getFirst();
    while (send(endpoint, cutOff).statusCode() != 401) {
      Thread.onSpinWait();
    }
  }

  @AfterAll
  void stop() {
    heist.close();
  }

  /** Every form at one endpoint of every service and of MCP, every sixteenth at the others. */
  @Test
  void noForgedTokenIsAccepted() throws Exception {
    everyForm(16);
  }

  @Test
  @Tag("campaign")
  void noForgedTokenIsAcceptedAnywhere() throws Exception {
    everyForm(1);
  }

  private void everyForm(int every) throws Exception {
    Map<String, Integer> refused = new TreeMap<>();
    List<String> accepted = new ArrayList<>();
    List<String> unreachable = new ArrayList<>();
    int forms = 0;
    int endpoints = 0;
    int tried = 0;
    for (Service service : heist.services()) {
      Target target = Target.of(service.name());
      if (OTHER_DOORS.contains(target)) {
        continue;
      }
      ForgedTokens forge = forge(target, scopes());
      String elsewhere = heist.token("operator", target == Target.GAME ? Target.AUTH : Target.GAME);
      Map<String, Shape> all = forge.all(revoked, elsewhere, forge.good());
      forms = all.size();
      List<Endpoint> there = endpoints(service, target);
      endpoints += there.size();
      List<Callable<String>> tries = new ArrayList<>();
      int turn = 0;
      for (Endpoint endpoint : there) {
        boolean whole = endpoint == there.getFirst() || endpoint.toString().endsWith("POST /mcp");
        for (Map.Entry<String, Shape> form : all.entrySet()) {
          if (whole || turn++ % every == 0) {
            tries.add(() -> isRefused(endpoint, form.getKey(), form.getValue()));
          }
        }
      }
      tried += tries.size();
      for (String outcome : run(tries)) {
        if (outcome.startsWith("refused")) {
          refused.merge(target.id(), 1, Integer::sum);
        } else {
          accepted.add(outcome);
        }
      }
      // The forgeries are near enough: the same token with nothing wrong comes in.
      for (Endpoint endpoint : there) {
        int status = send(endpoint, Shape.bearer(forge.good())).statusCode();
        if (status == 401 || status == 403) {
          unreachable.add(endpoint + " answered " + status + " to a good token");
        }
      }
    }
    System.out.printf(
        "forged tokens: %d forms, %d endpoints, %d requests, accepted %d; refused %s%n",
        forms, endpoints, tried, accepted.size(), refused);
    assertThat(accepted).isEmpty();
    assertThat(unreachable).isEmpty();
    assertThat(forms).isGreaterThanOrEqualTo(60);
    assertThat(endpoints).isGreaterThanOrEqualTo(50);
  }

  /** Each answers 403 and names the scope, lists nothing, or does not know the thing. */
  @Test
  void aTokenWithoutTheScopeGetsNothing() throws Exception {
    List<String> let = new ArrayList<>();
    int tried = 0;
    for (Service service : heist.services()) {
      Target target = Target.of(service.name());
      if (OTHER_DOORS.contains(target)) {
        continue;
      }
      ForgedTokens forge = forge(target, "weather:read");
      for (Endpoint endpoint : endpoints(service, target)) {
        HttpResponse<String> answer = send(endpoint, Shape.bearer(forge.powerless()));
        tried++;
        boolean listsNothing =
            endpoint.path.equals("/tools") && answer.body().contains("\"tools\":[]")
                || endpoint.path.equals("/mcp")
                    && (answer.statusCode() >= 400 || answer.body().contains("\"tools\":[]"));
        boolean forbidden =
            answer.statusCode() == 403
                && answer
                    .headers()
                    .firstValue("WWW-Authenticate")
                    .orElse("")
                    .contains("insufficient_scope");
        if (!forbidden && !listsNothing && answer.statusCode() != 404) {
          let.add(endpoint + " answered " + answer.statusCode() + " " + answer.body());
        }
      }
    }
    System.out.printf("tokens without scope: %d endpoints, let in %d%n", tried, let.size());
    assertThat(let).isEmpty();
  }

  /** Who was cut off may try again and again; the first tries are told, a flood is counted. */
  @Test
  void callsWithRevokedTokensAreInTheAudit() throws Exception {
    HttpJson auth = heist.http(Target.AUTH, "operator", "tokens:revoke");
    auth.check(
        auth.send("POST", "/revocations", Map.of("client_id", "classic.driver", "sid", "s-flood")));
    for (Service service : heist.services()) {
      Target target = Target.of(service.name());
      if (!TestHeist.TOOLS.contains(target)) {
        continue;
      }
      ForgedTokens forge = forge(target, scopes());
      Shape cutOff = Shape.bearer(forge.good("classic.driver", "s-flood"));
      Endpoint rest = new Endpoint(target, service.address(), "POST", "/tools/any");
      Endpoint mcp = new Endpoint(target, service.address(), "POST", "/mcp");
      while (send(rest, cutOff).statusCode() != 401) {
        Thread.onSpinWait(); // within a second every service knows
      }
      for (int i = 0; i < 15; i++) {
        assertThat(send(rest, cutOff).statusCode()).isEqualTo(401);
        assertThat(send(mcp, cutOff).statusCode()).isEqualTo(401);
      }
      List<JsonNode> rows =
          heist.audit(target).stream()
              .filter(row -> row.path("action").asString().equals("call.refused"))
              .filter(row -> row.path("session").asString("").equals("s-flood"))
              .toList();
      assertThat(rows.size()).as(target.id()).isBetween(20, 29);
      assertThat(rows)
          .allSatisfy(row -> {
            assertThat(row.path("actor").asString()).isEqualTo("classic.driver");
            assertThat(row.path("outcome").asString()).isEqualTo("refused");
            assertThat(row.path("tokenId").asString()).isNotBlank();
            assertThat(row.path("detail").asString()).startsWith("token revoked");
          });
      assertThat(rows)
          .extracting(row -> row.path("what").asString())
          .contains("POST /tools/any", "POST /mcp");
    }
  }

  @Test
  void theModelTakesItsKeyAndNoToken() throws Exception {
    Service model =
        heist.services().stream().filter(s -> s.name().equals("model")).findFirst().orElseThrow();
    ForgedTokens forge = forge(Target.MODEL, "operator");
    List<String> accepted = new ArrayList<>();
    List<Endpoint> endpoints = endpoints(model, Target.MODEL);
    for (Endpoint endpoint : endpoints) {
      for (Map.Entry<String, Shape> form :
          forge.all(revoked, forge.powerless(), forge.good()).entrySet()) {
        int status = send(endpoint, form.getValue()).statusCode();
        if (status != 401 && status != 431) {
          accepted.add(endpoint + ", " + form.getKey() + ": " + status);
        }
      }
      int status = send(endpoint, Shape.bearer(heist.secret("model-api-key"))).statusCode();
      assertThat(status).as(endpoint.toString()).isNotIn(401, 403);
    }
    assertThat(endpoints).isNotEmpty();
    assertThat(accepted).isEmpty();
  }

  /** Whether the answer is a refusal as RFC 6750 wants it, and not one of another kind. */
  private String isRefused(Endpoint endpoint, String form, Shape shape) throws Exception {
    HttpResponse<String> answer = send(endpoint, shape);
    // On a machine that is too busy to look for an unknown key the answer is: not now.
    for (int again = 0; again < 10 && isNotNow(answer); again++) {
      answer = send(endpoint, shape);
    }
    int status = answer.statusCode();
    String challenge = answer.headers().firstValue("WWW-Authenticate").orElse("");
    boolean told =
        challenge.startsWith("Bearer ")
            && challenge.contains("resource_metadata=\"" + endpoint.base);
    boolean refused =
        status == 431
            || told
                && (status == 401
                    || status == 400 && challenge.contains("error=\"invalid_request\""));
    return refused
        ? "refused " + status
        : "%s, %s: %d %s".formatted(endpoint, form, status, answer.body());
  }

  private static boolean isNotNow(HttpResponse<String> answer) {
    return answer.statusCode() == 503 && answer.body().contains("Tokens cannot be checked");
  }

  private List<String> run(List<Callable<String>> tries) throws Exception {
    List<String> outcomes = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (Future<String> each : threads.invokeAll(tries)) {
        outcomes.add(each.get());
      }
    }
    return outcomes;
  }

  private HttpResponse<String> send(Endpoint endpoint, Shape shape) throws Exception {
    String path = endpoint.path.replaceAll("\\{[^}]+}", "unknown").replaceAll("<[^>]+>", "unknown");
    URI uri = URI.create(endpoint.base + path + (shape.query() == null ? "" : "?" + shape.query()));
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    shape.authorization().forEach(value -> request.header("Authorization", value));
    shape.headers().forEach(request::header);
    boolean mcp = endpoint.path.equals("/mcp");
    if (endpoint.method.equals("GET")) {
      request.GET();
    } else {
      request.header("Content-Type", "application/json");
      request.method(
          endpoint.method,
          BodyPublishers.ofString(
              mcp ? "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}" : "{}"));
    }
    if (mcp) {
      request.header("Accept", "application/json, text/event-stream");
    }
    for (int again = 0; again < 10; again++) {
      try {
        return http.send(request.build(), BodyHandlers.ofString());
      } catch (IOException e) {
        // The server may close a kept connection just as it is used again; nothing was accepted.
      }
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  /** What the service's document tells, what its router knows, and MCP. */
  private List<Endpoint> endpoints(Service service, Target target) throws Exception {
    Set<String> found = new TreeSet<>();
    JsonNode document = document(service);
    document
        .path("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .propertyNames()
                .forEach(method -> {
                  if (Set.of("get", "post", "put", "patch", "delete").contains(method)) {
                    found.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey());
                  }
                }));
    for (var handler : Routers.of(service).allHttpHandlers()) {
      String method = handler.endpoint.method.name();
      if (Set.of("GET", "POST", "PUT", "PATCH", "DELETE").contains(method)) {
        found.add(method + " " + handler.endpoint.path);
      }
    }
    if (get(service.address() + "/mcp").statusCode() != 404) {
      found.addAll(List.of("GET /mcp", "POST /mcp", "DELETE /mcp"));
    }
    return found.stream()
        .filter(endpoint -> !OPEN.contains(endpoint))
        // The rest there is for people, who come in by their browser.
        .filter(endpoint -> target != Target.DASHBOARD || endpoint.contains(" /audit/"))
        .map(endpoint -> endpoint.split(" ", 2))
        .map(parts -> new Endpoint(target, service.address(), parts[0], parts[1]))
        .toList();
  }

  private HttpResponse<String> get(String address) throws Exception {
    return http.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
  }

  private JsonNode document(Service service) throws Exception {
    return Json.tree(get(service.address() + "/openapi.json").body());
  }

  /** Every scope that anybody may have, so that a good token comes in everywhere. */
  private String scopes() throws Exception {
    String metadata =
        get(heist.address(Target.AUTH) + "/.well-known/oauth-authorization-server").body();
    return ForgedTokens.words(Json.tree(metadata).get("scopes_supported").toString());
  }

  private ForgedTokens forge(Target target, String scopes) throws Exception {
    return new ForgedTokens(
        heist.secret("auth-signing-keys"),
        heist.address(Target.AUTH).toString(),
        target.audience(),
        scopes);
  }
}
