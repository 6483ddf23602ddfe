package heist.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heist.HeistException;
import heist.client.HttpJson;
import heist.client.HttpJson.Answer;
import heist.client.ServiceContext;
import heist.client.Target;
import heist.service.calculator.CalculatorService;
import heist.web.Json;
import heist.web.WebServer;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Both doors of a tool service, with a real one behind them. */
class ToolDoorsTest {
  @TempDir static Path folder;
  private static ToolHouse house;
  private static String allowed;
  private static String other;

  @BeforeAll
  static void start() {
    house = new ToolHouse(folder);
    house.close(CalculatorService.start(house.context(Target.CALCULATOR)));
    allowed = house.issuer.agent("hacker", "s1", "calculator:use file_reader:use");
    other = house.issuer.agent("driver", "s1", "file_reader:use");
  }

  @AfterAll
  static void stop() throws Exception {
    house.close();
  }

  private static Answer rest(String token, String method, String path, @Nullable Object body) {
    return house.http(Target.CALCULATOR, token).send(method, path, body);
  }

  private static McpSyncClient mcp(String token) {
    McpSyncClient client =
        McpClient.sync(
                HttpClientStreamableHttpTransport.builder(
                        house.addresses.of(Target.CALCULATOR).toString())
                    .endpoint("/mcp")
                    .httpRequestCustomizer((request, m, u, b, c) ->
                        request.setHeader("Authorization", "Bearer " + token))
                    .build())
            .build();
    client.initialize();
    return client;
  }

  @Test
  void restCallsATool() {
    JsonNode answer =
        Json.tree(rest(allowed, "POST", "/tools/calculator", Map.of("expression", "6*7")).body());
    assertThat(answer)
        .isEqualTo(
            Json.tree(
                """
                {"success": true, "result": "42", "error": null, "tool_used": "calculator",
                 "agent": "hacker", "data": {"value": 42, "unit": "number", "text": "42"}}\
                """));
  }

  @Test
  void restTellsAFailureTheModelCanActOn() {
    Answer answer = rest(allowed, "POST", "/tools/calculator", Map.of("expression", "1/0"));
    assertThat(answer.status()).isEqualTo(200);
    JsonNode body = Json.tree(answer.body());
    assertThat(body.path("success").asBoolean()).isFalse();
    assertThat(body.path("error").asString("")).contains("division by zero");
    assertThat(body.path("result").isNull()).isTrue();
  }

  @Test
  void restRefusesWhatIsNotRight() {
    for (String body :
        List.of("{}", "[]", "{\"expression\": 5}", "{\"expression\": \"1\", \"x\": 1}", "{", "1")) {
      assertThat(rest(allowed, "POST", "/tools/calculator", body).status()).as(body).isEqualTo(400);
    }
    assertThat(rest(allowed, "POST", "/tools/calculator", "{}").body())
        .contains("expression")
        .contains("It takes {");
    assertThat(rest(allowed, "POST", "/tools/abacus", "{}").status()).isEqualTo(404);
    assertThat(rest(other, "POST", "/tools/calculator", Map.of("expression", "1")).status())
        .isEqualTo(403);
    assertThat(rest("nonsense", "POST", "/tools/calculator", "{}").status()).isEqualTo(401);
    assertThat(
            HttpJson.to("calculator", house.addresses.of(Target.CALCULATOR))
                .send("GET", "/tools", null)
                .status())
        .isEqualTo(401);
  }

  @Test
  void restListsWhatTheTokenMayUse() {
    assertThat(
            Json.tree(rest(allowed, "GET", "/tools", null).body())
                .path("tools")
                .get(0)
                .path("name")
                .asString(""))
        .isEqualTo("calculator");
    assertThat(Json.tree(rest(other, "GET", "/tools", null).body()).path("count").asInt(9))
        .isZero();
  }

  @Test
  void mcpCallsATool() {
    try (McpSyncClient client = mcp(allowed)) {
      assertThat(client.getServerInfo().name()).isEqualTo("heist-calculator");
      assertThat(client.listTools().tools()).extracting("name").containsExactly("calculator");
      var result =
          client.callTool(
              new CallToolRequest("calculator", Map.of("expression", "22:10 + 35 min")));
      assertThat(result.isError()).isFalse();
      assertThat(((TextContent) result.content().getFirst()).text()).isEqualTo("22:45");
      assertThat(result.structuredContent().toString()).contains("unit=time");
      result = client.callTool(new CallToolRequest("calculator", Map.of("expression", "1/0")));
      assertThat(result.isError()).isTrue();
      result = client.callTool(new CallToolRequest("calculator", Map.of("expr", "1")));
      assertThat(result.isError()).isTrue();
      assertThat(((TextContent) result.content().getFirst()).text()).contains("expression");
    }
  }

  @Test
  void mcpChecksTheScopeWhereTheToolRuns() {
    try (McpSyncClient client = mcp(other)) {
      assertThat(client.listTools().tools()).isEmpty();
      assertThatThrownBy(
              () -> client.callTool(new CallToolRequest("calculator", Map.of("expression", "6*7"))))
          .hasStackTraceContaining("AuthorizationException");
    }
  }

  @Test
  void mcpWantsATokenAndNoForeignOrigin() throws Exception {
    assertThat(post(null, null).statusCode()).isEqualTo(401);
    assertThat(post(null, null).headers().firstValue("WWW-Authenticate").orElse(""))
        .startsWith("Bearer");
    assertThat(post("nonsense", null).statusCode()).isEqualTo(401);
    assertThat(post(allowed, "http://evil.example").statusCode()).isEqualTo(403);
    assertThat(post(allowed, house.addresses.of(Target.CALCULATOR).toString()).statusCode())
        .isEqualTo(200);
    assertThat(post(allowed, null).statusCode()).isEqualTo(200);
  }

  private static HttpResponse<String> post(@Nullable String token, @Nullable String origin)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(house.addresses.of(Target.CALCULATOR).resolve("/mcp"))
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream")
            .POST(
                BodyPublishers.ofString(
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{}}"));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    if (origin != null) {
      request.header("Origin", origin);
    }
    return HttpJson.client().send(request.build(), BodyHandlers.ofString());
  }

  @Test
  void describesItself() {
    JsonNode openapi = Json.tree(rest(allowed, "GET", "/openapi.json", null).body());
    assertThat(openapi.path("paths").has("/tools/calculator")).isTrue();
    assertThat(rest(allowed, "GET", "/docs", null).status()).isEqualTo(200);
    assertThat(rest(allowed, "GET", "/health", null).body()).contains("calculator");
  }

  @Test
  void aToolWithoutAScopeIsRefused() {
    assertThatThrownBy(() -> ToolSpec.of("x", "x", "", "{}")).hasMessageContaining("no scope");
    ServiceContext ctx = house.context(Target.MEMORY);
    Tool tool = Tool.of(ToolSpec.of("x", "x", "s:x", "{}"), call -> ToolResult.of("x"));
    assertThatThrownBy(
            () -> ToolDoors.install(WebServer.named("x"), ctx, ctx.verifier(), List.of(tool, tool)))
        .hasMessageContaining("Two tools named x");
  }

  @Test
  void aToolsMistakeIsNobodyElses() throws Exception {
    ServiceContext ctx = house.context(Target.FILES);
    WebServer.Builder server = WebServer.named("files").bind("127.0.0.1", ctx.port());
    Tool broken =
        Tool.of(
            ToolSpec.of("broken", "x", "file_reader:use", "{}"),
            call -> {
              throw new IllegalStateException("secret detail");
            });
    Tool down =
        Tool.of(
            ToolSpec.of("down", "x", "file_reader:use", "{}"),
            call -> {
              throw new HeistException(HeistException.Kind.UNAVAILABLE, "Game does not answer");
            });
    try (ToolDoors doors = ToolDoors.install(server, ctx, ctx.verifier(), List.of(broken, down));
        WebServer running = server.start()) {
      assertThat(doors.specs()).hasSize(2);
      assertThat(running.port()).isEqualTo(ctx.port());
      Answer answer = house.http(Target.FILES, other).send("POST", "/tools/broken", "{}");
      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.body()).doesNotContain("secret detail");
      answer = house.http(Target.FILES, other).send("POST", "/tools/down", "{}");
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.body()).contains("Game does not answer");
    }
  }

  @Test
  void everyCallIsInTheServicesAudit() {
    rest(allowed, "POST", "/tools/calculator", Map.of("expression", "6*7"));
    rest(allowed, "POST", "/tools/calculator", Map.of("expression", "6 7 secret"));
    rest(other, "POST", "/tools/calculator", Map.of("expression", "1+1"));
    try (McpSyncClient client = mcp(allowed)) {
      client.callTool(new CallToolRequest("calculator", Map.of("expression", "2*3")));
    }
    String auditor = house.issuer.agent("operator", "s1", "audit:read");
    JsonNode verdict = Json.tree(rest(auditor, "GET", "/audit/verify", null).body());
    assertThat(verdict.path("intact").asBoolean()).isTrue();
    assertThat(verdict.path("rows").asInt()).isGreaterThanOrEqualTo(4);
    String tail = rest(auditor, "GET", "/audit/tail", null).body();
    assertThat(tail)
        .contains("\"outcome\":\"ok\"", "\"outcome\":\"failed\"", "\"outcome\":\"refused\"")
        .contains("\"scope\":\"calculator:use\"", "\"session\":\"s1\"")
        .doesNotContain("secret");
    assertThat(rest(allowed, "GET", "/audit/tail", null).status()).isEqualTo(403);
  }

  @Test
  void theAuditNamesTheEventBehindACallAndTakesNoOtherWord() {
    String mine = house.issuer.agent("teller", "s7", "calculator:use");
    String nobodys = house.issuer.agent("stranger", "s7", "file_reader:use");
    List<Object> said = List.of(41, "12", -3, 0, 1.5, Map.of("n", 1), "x".repeat(5_000));
    try (McpSyncClient client = mcp(mine)) {
      for (Object event : said) {
        client.callTool(
            CallToolRequest.builder("calculator")
                .arguments(Map.of("expression", "1"))
                .meta(Map.of("heist/call", "c1", "heist/event", event))
                .build());
      }
    }
    try (McpSyncClient client = mcp(nobodys)) {
      assertThatThrownBy(() ->
              client.callTool(
                  CallToolRequest.builder("calculator")
                      .arguments(Map.of("expression", "1"))
                      .meta(Map.of("heist/event", 43))
                      .build()))
          .isNotNull();
    }
    RestCalls.withHeader(
        house.addresses.of(Target.CALCULATOR), mine, "calculator", "Heist-Event", "44", "{}");
    String auditor = house.issuer.agent("operator", "s1", "audit:read");
    List<JsonNode> rows =
        Json.tree(rest(auditor, "GET", "/audit/tail", null).body())
            .path("entries")
            .valueStream()
            .map(row -> row.path("entry"))
            .filter(row -> row.path("session").asString("").equals("s7"))
            .toList();
    assertThat(rows)
        .extracting(row -> row.path("outcome").asString() + " " + row.path("event").asLong(0))
        .containsExactly(
            "ok 41", "ok 12", "ok 0", "ok 0", "ok 0", "ok 0", "ok 0", "refused 43", "failed 44");
  }
}
