package heist.service.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import heist.config.Settings;
import heist.web.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class DashboardTest {
  @TempDir Path data;
  private final HttpClient http = HttpClient.newHttpClient();
  private TestDashboard dashboard;

  @BeforeEach
  void start() {
    dashboard = TestDashboard.start(data);
  }

  @AfterEach
  void stop() {
    dashboard.close();
    http.shutdownNow();
  }

  private HttpResponse<String> get(String path) throws Exception {
    return http.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(uri(path)).POST(BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create(dashboard.address() + path);
  }

  /** A request as it stands: the JDK's client does not let a test set Host. */
  private String raw(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", dashboard.address().getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(request.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
      out.flush();
      InputStream in = socket.getInputStream();
      byte[] head = in.readNBytes(12);
      return new String(head, StandardCharsets.US_ASCII);
    }
  }

  private String local() {
    return "127.0.0.1:" + dashboard.address().getPort();
  }

  @Test
  void servesThePageUnderAStrictPolicy() throws Exception {
    HttpResponse<String> page = get("/");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'")
        .contains("frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(page.body()).doesNotContain("<script>").doesNotContain("style=");
    assertThat(get("/lib/lit-html.js").statusCode()).isEqualTo(200);

    String tag = page.headers().firstValue("ETag").orElseThrow();
    HttpRequest again = HttpRequest.newBuilder(uri("/")).header("If-None-Match", tag).build();
    assertThat(http.send(again, BodyHandlers.ofString()).statusCode()).isEqualTo(304);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/js/../../logback.xml", "/css/..%2f..%2flogback.xml", "/js/%2e%2e/index.html",
            "/lib/../pom.xml",
        "/js/main.js.map", "/js/none.js", "/css//tokens.css", "/js/MAIN.js"
      })
  void servesNothingButThePagesFiles(String path) throws Exception {
    assertThat(raw("GET " + path + " HTTP/1.1\nHost: " + local() + "\nConnection: close\n\n"))
        .containsAnyOf(" 404", " 400");
  }

  @Test
  void letsOnlyThisMachineIn() throws Exception {
    String get = "GET /api/sessions HTTP/1.1\nConnection: close\nHost: ";
    assertThat(raw(get + local() + "\n\n")).contains(" 200");
    assertThat(raw(get + "localhost:1\n\n")).contains(" 200");
    assertThat(raw(get + "evil.example\n\n")).as("a name made to point here").contains(" 403");
    assertThat(raw(get + local() + "\nOrigin: http://evil.example\n\n"))
        .as("another site")
        .contains(" 403");
    assertThat(raw(get + local() + "\nOrigin: null\n\n")).as("a sandboxed page").contains(" 403");
    assertThat(raw(get + local() + "\nX-Forwarded-For: 10.0.0.1\n\n"))
        .as("a proxy")
        .contains(" 403");
    String post =
        "POST /api/heist/s1/stop HTTP/1.1\nConnection: close\nContent-Length: 0\nHost: " + local();
    assertThat(raw(post + "\nSec-Fetch-Site: cross-site\n\n")).contains(" 403");
    assertThat(raw(post + "\nOrigin: http://" + local() + "\nSec-Fetch-Site: same-origin\n\n"))
        .contains(" 200");
    String socket =
        "GET /ws HTTP/1.1\nConnection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 13\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\nHost: ";
    assertThat(raw(socket + local() + "\nOrigin: http://evil.example\n\n")).contains(" 403");
    assertThat(raw(socket + "evil.example\n\n")).contains(" 403");
    assertThat(raw(socket + local() + "\nOrigin: http://" + local() + "\n\n")).contains(" 101");
    assertThat(raw("GET /health HTTP/1.1\nConnection: close\nHost: dashboard:8008\n\n"))
        .as("asked by machines")
        .doesNotContain(" 403");
  }

  @Test
  void asksToSignInWhereOthersCanReachIt() throws Exception {
    DashboardService open =
        DashboardService.start(
            TestDashboard.context("0.0.0.0", 0, dashboard.game, data, Set.of()),
            Settings.defaults(data),
            Map.of());
    try {
      HttpRequest list =
          HttpRequest.newBuilder(URI.create(open.address() + "/api/v1/sessions")).build();
      assertThat(http.send(list, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
    } finally {
      open.close();
    }
    DashboardService.start(
            TestDashboard.context("0.0.0.0", 0, dashboard.game, data, Set.of()),
            Settings.defaults(data),
            Map.of("HEIST_PUBLISHED_ON", "loopback"))
        .close();
  }

  @Test
  void startsAHeistAndListsWhatItPassedOver() throws Exception {
    HttpResponse<String> answer =
        post(
            "/api/heist/start",
            "{\"session_id\":\"s1\",\"agents\":[],\"config\":{\"rounds\":3,\"colour\":\"red\"}}");
    JsonNode json = Json.tree(answer.body());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(json.path("success").asBoolean()).isTrue();
    assertThat(json.path("session_id").asString()).isEqualTo("s1");
    assertThat(json.path("agents").size()).isEqualTo(6);
    assertThat(json.path("mole_selected").asBoolean()).isTrue();
    assertThat(json.path("ignored").toString()).isEqualTo("[\"agents\",\"config.colour\"]");
    assertThat(dashboard.game.asked())
        .containsExactly("POST /api/v1/sessions {\"rounds\":3,\"id\":\"s1\",\"pace\":1.5}");
  }

  @Test
  void steersOnTheOldPathsAndTheNew() throws Exception {
    dashboard.game.show(10);
    assertThat(Json.tree(post("/api/heist/s1/pause", "").body()).path("status").asString())
        .isEqualTo("running");
    post("/api/heist/s1/command", "{\"agent\":\"hacker\",\"command\":\"Look again.\"}");
    post("/api/heist/s1/detect-mole", "{\"agent\":\"driver\"}");
    post("/api/v1/sessions/s1/step", "{}");
    http.send(
        HttpRequest.newBuilder(uri("/api/v1/sessions/s1/commands/1")).DELETE().build(),
        BodyHandlers.ofString());

    assertThat(dashboard.game.asked())
        .containsExactly(
            "POST /api/v1/sessions/s1/pause {}",
            "POST /api/v1/sessions/s1/commands {\"agent\":\"hacker\",\"text\":\"Look again.\",\"standing\":false}",
            "POST /api/v1/sessions/s1/accusation {\"suspect\":\"driver\",\"lock\":false}",
            "POST /api/v1/sessions/s1/step {}",
            "DELETE /api/v1/sessions/s1/commands/1");
  }

  @Test
  void answersBadInputInTheOldManner() throws Exception {
    dashboard.game.show(10);
    for (String body : new String[] {"{", "[]", "{}", "{\"agent\":7}", "{\"agent\":\"hacker\"}"}) {
      HttpResponse<String> answer = post("/api/heist/s1/command", body);
      assertThat(answer.statusCode()).as(body).isEqualTo(400);
      assertThat(Json.tree(answer.body()).path("success").asBoolean(true)).isFalse();
      assertThat(Json.tree(answer.body()).path("error").asString()).isNotBlank();
    }
    assertThat(post("/api/heist/none/pause", "").statusCode()).isEqualTo(404);
    assertThat(get("/api/v1/sessions/none").statusCode()).isEqualTo(404);
    assertThat(get("/api/v1/../token").statusCode()).isNotEqualTo(200);
  }

  @Test
  void tellsTheMoleOnlyAfterTheReveal() throws Exception {
    dashboard.game.showTo("suspect_named");
    JsonNode before = Json.tree(get("/api/heist/s1/mole-status").body());
    assertThat(before.path("detected_mole").asString()).isEqualTo("driver");
    assertThat(before.propertyNames()).doesNotContain("actual_mole", "is_correct", "game_outcome");

    dashboard.game.showAll();
    JsonNode after = Json.tree(post("/api/heist/s1/evaluate-detection", "").body());
    assertThat(after.path("outcome").asString()).isEqualTo("SUCCESS");
    assertThat(after.path("actual_mole").asString()).isEqualTo("driver");
    assertThat(after.path("is_correct").asBoolean()).isTrue();
    assertThat(dashboard.game.asked()).as("it was locked already").isEmpty();
    assertThat(after.path("sabotage_events")).hasSize(1);
    assertThat(after.path("sabotage_score").asDouble()).isEqualTo(0.9);
    JsonNode reveal = Json.tree(post("/api/heist/s1/reveal-mole", "").body());
    assertThat(reveal.path("mole").asString()).isEqualTo("driver");
    assertThat(reveal.path("sabotage_pattern").asString()).isEqualTo("timing_errors");
  }

  @Test
  void whatIsSwitchedOffIsNotThere() throws Exception {
    dashboard.close();
    dashboard = TestDashboard.start(data, "control", "commands", "mole_game");
    dashboard.game.show(10);

    for (String path :
        new String[] {
          "/api/heist/s1/pause", "/api/v1/sessions/s1/step", "/api/v1/sessions/s1/commands",
          "/api/heist/s1/command", "/api/heist/s1/reveal-mole", "/session/s1/mark-suspect"
        }) {
      assertThat(post(path, "{}").statusCode()).as(path).isEqualTo(404);
    }
    assertThat(dashboard.game.asked()).isEmpty();
    JsonNode front = Json.tree(get("/api/v1/dashboard").body());
    assertThat(front.path("features").path("control").asBoolean(true)).isFalse();
    assertThat(front.path("features").path("detection").asBoolean()).isTrue();
  }

  @Test
  void saysThatTheGameServiceIsAway() throws Exception {
    dashboard.game.close();
    HttpResponse<String> answer = get("/api/v1/sessions");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("does not answer");
    assertThat(get("/").statusCode()).as("the page is still there").isEqualTo(200);
  }
}
