package heist.tool;

import static org.assertj.core.api.Assertions.assertThat;

import heist.client.HttpJson;
import heist.client.Target;
import heist.service.calculator.CalculatorService;
import heist.web.Json;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What MCP authorization asks of a server, and what it does with messages that are none. */
class McpAuthorizationTest {
  private static final String LIST =
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{}}";
  private static final String CALL =
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\","
          + "\"params\":{\"name\":\"calculator\",\"arguments\":{\"expression\":\"6*7\"}}}";

  @TempDir static Path folder;
  private static ToolHouse house;
  private static URI calculator;
  private static String allowed;
  private static String other;

  @BeforeAll
  static void start() {
    house = new ToolHouse(folder);
    house.close(CalculatorService.start(house.context(Target.CALCULATOR)));
    calculator = house.addresses.of(Target.CALCULATOR);
    allowed = house.issuer.agent("hacker", "s1", "calculator:use");
    other = house.issuer.agent("driver", "s1", "file_reader:use");
  }

  @AfterAll
  static void stop() throws Exception {
    house.close();
  }

  private static HttpResponse<String> post(@Nullable String token, byte[] body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(calculator.resolve("/mcp"))
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream")
            .POST(BodyPublishers.ofByteArray(body));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return HttpJson.client().send(request.build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> post(@Nullable String token, String body) throws Exception {
    return post(token, body.getBytes(StandardCharsets.UTF_8));
  }

  private static String challenge(HttpResponse<?> answer) {
    return answer.headers().firstValue("WWW-Authenticate").orElse("");
  }

  @Test
  void theChallengeLeadsToWhoeverGivesTokens() throws Exception {
    HttpResponse<String> refused = post(null, LIST);
    assertThat(refused.statusCode()).isEqualTo(401);
    String document = calculator + "/.well-known/oauth-protected-resource/mcp";
    assertThat(challenge(refused))
        .startsWith("Bearer ")
        .contains("resource_metadata=\"" + document + "\"")
        .doesNotContain("error=");
    JsonNode told = HttpJson.to("x", URI.create(document)).get("", JsonNode.class);
    assertThat(told.path("resource").asString()).isEqualTo(calculator + "/mcp");
    assertThat(told.path("authorization_servers").path(0).asString())
        .isEqualTo(house.addresses.of(Target.AUTH).toString());
    assertThat(told.path("scopes_supported").valueStream().map(JsonNode::asString))
        .contains("calculator:use");
    told =
        HttpJson.to("calculator", calculator)
            .get("/.well-known/oauth-protected-resource", JsonNode.class);
    assertThat(told.path("resource").asString()).isEqualTo(calculator.toString());
    HttpResponse<String> rest =
        HttpJson.client()
            .send(
                HttpRequest.newBuilder(calculator.resolve("/tools")).build(),
                BodyHandlers.ofString());
    assertThat(challenge(rest))
        .contains("resource_metadata=\"" + calculator + "/.well-known/oauth-protected-resource\"");
    assertThat(challenge(post("nonsense", LIST))).contains("error=\"invalid_token\"");
  }

  /** The address in the document is the one that the client used; a foreign host is refused. */
  @Test
  void theHostIsHeldAgainstOurNames() throws Exception {
    JsonNode local =
        HttpJson.to("x", URI.create("http://localhost:" + calculator.getPort()))
            .get("/.well-known/oauth-protected-resource/mcp", JsonNode.class);
    assertThat(local.path("resource").asString())
        .isEqualTo("http://localhost:" + calculator.getPort() + "/mcp");
    assertThat(
            RawHttp.send(
                calculator,
                "POST /mcp HTTP/1.1\r\nHost: evil.example\r\nAuthorization: Bearer "
                    + allowed
                    + "\r\nAccept: application/json, text/event-stream\r\n"
                    + "Content-Type: application/json\r\nConnection: close\r\nContent-Length: "
                    + LIST.length()
                    + "\r\n\r\n"
                    + LIST))
        .startsWith("HTTP/1.1 421");
  }

  private static String raw(String method, String... headers) throws Exception {
    StringBuilder request = new StringBuilder(method).append(" /mcp HTTP/1.1\r\n");
    if (java.util.Arrays.stream(headers).noneMatch(h -> h.startsWith("Host:"))) {
      request.append("Host: 127.0.0.1:").append(calculator.getPort()).append("\r\n");
    }
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    return RawHttp.send(
        calculator,
        request
            + "Authorization: Bearer "
            + allowed
            + "\r\nAccept: application/json, text/event-stream\r\n"
            + "Content-Type: application/json\r\nConnection: close\r\nContent-Length: "
            + LIST.length()
            + "\r\n\r\n"
            + LIST);
  }

  /** The SDK took whatever follows the colon of a name for its port. */
  @Test
  void anOriginThatOnlyBeginsLikeOursIsRefused() throws Exception {
    String port = String.valueOf(calculator.getPort());
    for (String origin :
        List.of(
            "http://127.0.0.1:" + port + ".evil.example",
            "http://localhost:@evil.example",
            "http://localhost:" + port + "/",
            "http://localhost.evil.example",
            "http://127.0.0.1.evil.example:" + port,
            "https://127.0.0.1:" + port,
            "http://evil.example",
            "file://",
            "null")) {
      assertThat(raw("POST", "Origin: " + origin))
          .as(origin)
          .startsWith("HTTP/1.1 403")
          .contains("A page of another origin");
    }
    assertThat(raw("POST", "Origin: http://127.0.0.1:" + port, "Origin: http://evil.example"))
        .startsWith("HTTP/1.1 403");
    for (String host : List.of("evil.example:" + port, "127.0.0.1.evil.example", "127.0.0.2")) {
      assertThat(raw("POST", "Host: " + host)).as(host).startsWith("HTTP/1.1 421");
    }
    for (String good :
        List.of("Origin: http://localhost:6274", "Origin: http://127.0.0.1:" + port, "X-A: b")) {
      assertThat(raw("POST", good)).as(good).startsWith("HTTP/1.1 200");
    }
    assertThat(raw("POST", "Host: LOCALHOST:" + port)).startsWith("HTTP/1.1 200");
  }

  @Test
  void aProtocolVersionThatIsNotSpokenIsRefused() throws Exception {
    for (String version : List.of("1999-01-01", "2026-07-28", "x".repeat(3000), "../..", "2025")) {
      assertThat(raw("POST", "MCP-Protocol-Version: " + version))
          .as(version)
          .startsWith("HTTP/1.1 400")
          .contains("2025-11-25", "\"id\":1");
    }
    for (String version : List.of("2025-03-26", "2025-06-18", "2025-11-25")) {
      assertThat(raw("POST", "MCP-Protocol-Version: " + version)).startsWith("HTTP/1.1 200");
    }
  }

  /** PATCH was a 501, and the others said nothing. */
  @Test
  void methodsThatMcpDoesNotKnowAre405() throws Exception {
    for (String method : List.of("GET", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "FOO")) {
      assertThat(raw(method))
          .as(method)
          .startsWith("HTTP/1.1 405")
          .contains("Allow: POST", "Send each message by POST");
    }
  }

  /** It was a mistake of ours. */
  @Test
  void aCallWithoutParamsIsTheSendersMistake() throws Exception {
    for (String method : List.of("tools/call", "initialize")) {
      HttpResponse<String> answer =
          post(allowed, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\"}");
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
      assertThat(Json.tree(answer.body()).path("error").path("code").asInt()).isEqualTo(-32602);
    }
  }

  @Test
  void aCallBeyondTheScopeIs403AndSaysWhichScope() throws Exception {
    HttpResponse<String> refused = post(other, CALL);
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(challenge(refused))
        .contains("error=\"insufficient_scope\"", "scope=\"calculator:use\"", "resource_metadata=");
    assertThat(post(allowed, CALL).body()).contains("\"42\"");
    String auditor = house.issuer.agent("auditor", "s1", "audit:read");
    HttpJson audit = house.http(Target.CALCULATOR, auditor);
    assertThat(audit.send("GET", "/audit/verify", null).status()).isEqualTo(200);
    assertThat(audit.send("GET", "/audit/tail", null).body()).contains("\"outcome\":\"refused\"");
  }

  @Test
  void theListTellsInputAndOutput() throws Exception {
    HttpResponse<String> answer = post(allowed, LIST);
    JsonNode tool = Json.tree(answer.body()).path("result").path("tools").path(0);
    assertThat(tool.path("name").asString()).isEqualTo("calculator");
    assertThat(tool.path("inputSchema").path("required").path(0).asString())
        .isEqualTo("expression");
    assertThat(tool.path("outputSchema").path("properties").has("value")).isTrue();
    assertThat(tool.path("annotations").path("readOnlyHint").asBoolean()).isTrue();
    assertThat(Json.tree(post(other, LIST).body()).path("result").path("tools").isEmpty()).isTrue();
  }

  @Test
  void whatIsNoMessageIsRefusedInJsonRpcsWords() throws Exception {
    byte[] wrongUtf8 = CALL.getBytes(StandardCharsets.UTF_8);
    wrongUtf8[CALL.indexOf("6*7")] = (byte) 0xFF;
    assertThat(post(allowed, wrongUtf8).body()).contains("-32700", "UTF-8");
    for (String body :
        List.of(
            "",
            "{",
            "nonsense",
            "{\"a\":" + "[".repeat(100_000),
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":"
                + "[".repeat(3_000)
                + "]".repeat(3_000)
                + "}}",
            "[" + LIST + "," + LIST + "]",
            LIST + LIST,
            "1",
            "null")) {
      HttpResponse<String> answer = post(allowed, body);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
      assertThat(Json.tree(answer.body()).path("error").path("code").asInt()).isIn(-32700, -32600);
    }
    for (String body :
        List.of(
            "{}",
            "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"}",
            "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"}",
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":5}",
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":[]}",
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{}}",
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":5}}",
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"calculator\",\"arguments\":5}}",
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"nothing\"}}",
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":[],\"capabilities\":5}}",
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"no/such\"}")) {
      HttpResponse<String> answer = post(allowed, body);
      assertThat(answer.statusCode()).as(body + " -> " + answer.body()).isLessThan(500);
      assertThat(answer.body()).as(body).contains("error").doesNotContain("stackTrace", "java.");
    }
  }

  @Test
  void aHugeMessageIsRefused() throws Exception {
    byte[] huge = new byte[2 << 20];
    java.util.Arrays.fill(huge, (byte) ' ');
    assertThat(RawHttp.status(() -> post(allowed, huge))).isIn(413, RawHttp.CUT);
  }
}
