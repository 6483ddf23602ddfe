package heist.app;

import static org.assertj.core.api.Assertions.assertThat;

import heist.client.HttpJson;
import heist.client.HttpJson.Answer;
import heist.client.Target;
import heist.web.Json;
import heist.web.Service;
import heist.web.WebServer;
import java.lang.reflect.Field;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * What clients of the first Heist do, on the paths they know: every answer is held against the
 * OpenAPI document of the service that gives it. The whole program runs, offline model included.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OldClientsTest {
  private static final String PAIR =
      """
      {"session_id": "%s", "agents": [
        {"name": "planner", "role": "planner", "persona": "Plans.", "tools": ["calculator", "submit_plan"],
         "oauth_scopes": ["calculator:use", "plan:submit"]},
        {"name": "driver", "role": "driver", "persona": "Drives.", "tools": ["file_reader"], "scopes": ["file_reader:use"]}],
       "colour": "red", "config": {"rounds": 1, "seed": 11, "pace": %s, "accuse": "person", "mood": "good"}}
      """;

  /**
   * The description itself, the page's files, what is passed to the game, and well-known places.
   */
  private static final Pattern NOT_DESCRIBED =
      Pattern.compile(
          "GET /(openapi\\.json|docs|\\.well-known/oauth-protected-resource(/mcp)?)"
              + "|GET /(|index\\.html|icon\\.svg|favicon\\.ico|(css|js|lib)/\\{file})"
              + "|[A-Z]+ /api/v1/\\{path}|POST /oauth/token");

  /** Described, but a servlet, a WebSocket, or there only where people sign in. */
  private static final Pattern ELSEWHERE =
      Pattern.compile("POST /mcp|GET /ws|POST /(login|join)|[A-Z]+ /api/v1/class(/\\w+)?");

  @TempDir private static Path data;
  private static TestHeist heist;
  private static Described dashboard;

  @BeforeAll
  static void start() {
    heist = TestHeist.start(data);
    dashboard = new Described(HttpJson.to("dashboard", heist.address(Target.DASHBOARD)));
  }

  @AfterAll
  static void stop() {
    heist.close();
  }

  private static JsonNode begin(String id, String pace) {
    return dashboard.post("/api/heist/start", PAIR.formatted(id, pace));
  }

  private static void awaitState(String id, String... states) {
    long last = 0;
    while (true) {
      JsonNode page = heist.game().get("/api/v1/sessions/" + id + "/events?wait=20&after=" + last);
      last = page.path("last").asLong();
      if (List.of(states).contains(page.path("state").asString(""))) {
        return;
      }
    }
  }

  @Test
  void from_the_start_to_the_reveal() {
    JsonNode started = begin("walk", "30");
    assertThat(started.path("session_id").asString()).isEqualTo("walk");
    assertThat(started.path("agents").toString()).isEqualTo("[\"planner\",\"driver\"]");
    assertThat(started.path("mole_selected").asBoolean()).isTrue();
    assertThat(started.path("ignored").toString()).isEqualTo("[\"colour\",\"config.mood\"]");
    assertThat(dashboard.get("/api/heist/active").path("active_sessions").toString())
        .contains("\"walk\"");

    JsonNode said =
        dashboard.post(
            "/api/heist/walk/command", Map.of("agent", "driver", "command", "Look again", "x", 1));
    assertThat(said.path("ignored").toString()).isEqualTo("[\"x\"]");
    JsonNode unused = dashboard.post("/api/heist/walk/pause", null);
    awaitState("walk", "paused");
    assertThat(dashboard.get("/api/heist/walk/status").path("status").asString())
        .isEqualTo("paused");
    assertThat(dashboard.ask("POST", "/api/heist/walk/pause", null, 409).path("error").asString())
        .contains("paused", "resume");
    JsonNode commands = dashboard.get("/api/heist/walk/commands");
    assertThat(commands.path("count").asInt()).isEqualTo(1);
    assertThat(commands.at("/commands/0/command").asString()).isEqualTo("Look again");

    JsonNode suspected = dashboard.post("/api/heist/walk/detect-mole", Map.of("agent", "driver"));
    assertThat(suspected.path("detected_mole").asString()).isEqualTo("driver");
    JsonNode before = dashboard.get("/api/heist/walk/mole-status");
    assertThat(before.propertyNames()).doesNotContain("actual_mole", "is_correct", "game_outcome");
    unused = dashboard.post("/api/heist/walk/resume", null);
    unused = dashboard.post("/api/heist/walk/stop", null);
    awaitState("walk", "stopped");

    JsonNode evaluated = dashboard.post("/api/heist/walk/evaluate-detection", null);
    JsonNode revealed = dashboard.post("/api/heist/walk/reveal-mole", null);
    assertThat(revealed.path("mole")).isEqualTo(evaluated.path("actual_mole"));
    JsonNode after = dashboard.get("/api/heist/walk/mole-status");
    assertThat(after.path("actual_mole")).isEqualTo(revealed.path("mole"));
    assertThat(after.path("is_correct").asBoolean())
        .isEqualTo(after.path("actual_mole").asString("").equals("driver"));
    assertThat(after.path("game_outcome").asString())
        .isEqualTo(evaluated.path("outcome").asString());
  }

  @Test
  void the_other_family_of_paths() {
    JsonNode created =
        dashboard.post("/session/other/create", Map.of("config", Map.of("rounds", 1, "pace", 30)));
    assertThat(created.path("agents").size()).isEqualTo(6);
    JsonNode unused =
        dashboard.post("/session/other/command", Map.of("agent", "intel", "command", "Hurry"));
    unused = dashboard.post("/session/other/mark-suspect", Map.of("agent", "intel"));
    unused = dashboard.post("/session/other/pause", null);
    awaitState("other", "paused");
    unused = dashboard.post("/session/other/resume", null);
    unused = dashboard.post("/api/heist/other/stop", null);
    awaitState("other", "stopped");
    JsonNode reveal = dashboard.post("/api/heist/other/reveal-mole", null);
    assertThat(reveal.has("sabotage_pattern")).isTrue();
  }

  @Test
  void figures_and_scores_of_a_session() {
    JsonNode unused = begin("counted", "0");
    awaitState("counted", "accusing");
    long messages = dashboard.get("/api/session/counted").path("messages").asLong();
    JsonNode activity = dashboardOnceItKnows("/api/agent-activity/counted", messages);
    assertThat(activity.path("agent_activity").size()).isEqualTo(2);
    Described analytics = new Described(heist.http(Target.ANALYTICS, "operator", "analytics:read"));
    String word = firstWord("counted");
    for (String path :
        List.of(
            "/api/tool-stats",
            "/api/agents",
            "/api/stats/summary",
            "/api/metrics",
            "/api/compare",
            "/api/compare?sessions=counted",
            "/api/search?session=counted&q=" + word,
            "/api/agent-activity/counted",
            "/api/analytics/session/counted",
            "/api/timeline/counted",
            "/api/interaction-matrix/counted")) {
      JsonNode direct = analytics.get(path);
      if (path.contains("counted")) {
        assertThat(dashboard.get(path)).as(path).isEqualTo(direct);
      } else {
        unused = dashboard.get(path);
      }
    }
    assertThat(dashboard.get("/api/search?session=counted&q=" + word).path("count").asInt())
        .isPositive();
    JsonNode turns = dashboard.get("/api/analytics/session/counted");
    assertThat(turns.path("turns").toString()).isEqualTo("[1,2]");
    assertThat(turns.path("agents").size()).isEqualTo(2);
    for (String path : List.of("/api/sessions", "/api/latest-session", "/api/detection-info")) {
      unused = dashboard.get(path);
    }
    JsonNode scores = dashboard.get("/api/ai-detect/session/counted");
    assertThat(scores.path("suspicion_scores").propertyNames()).containsOnly("planner", "driver");
    for (String path : List.of("/api/ai-detect/analyze", "/api/ai-detect/suggest")) {
      assertThat(dashboard.post(path, Map.of("session_id", "counted", "y", 2)).path("ignored"))
          .hasToString("[\"y\"]");
    }
  }

  @Test
  void a_talk_with_one_agent() {
    Described game =
        new Described(heist.http(Target.GAME, "operator", "session:read", "session:write"));
    Map<String, String> said =
        Map.of("agent", "hacker", "message", "Who are you?", "session_id", "old-talk");
    JsonNode answer = game.post("/chat", said);
    assertThat(answer.path("response").asString()).isNotBlank();
    JsonNode history = game.get("/history/old-talk");
    assertThat(history.at("/messages/0/content").asString()).isEqualTo("Who are you?");
    assertThat(history.at("/messages/1/content")).isEqualTo(answer.path("response"));
  }

  private static JsonNode dashboardOnceItKnows(String path, long messages) {
    HttpJson door = HttpJson.to("dashboard", heist.address(Target.DASHBOARD));
    while (true) {
      Answer answer = door.send("GET", path, null);
      long counted =
          answer.status() == 200
              ? Json.tree(answer.body())
                  .path("agent_activity")
                  .valueStream()
                  .mapToLong(a -> a.path("messages").asLong())
                  .sum()
              : -1;
      if (counted == messages) {
        return dashboard.get(path);
      }
      Thread.onSpinWait();
    }
  }

  private static String firstWord(String id) {
    for (JsonNode event : heist.game().get("/api/v1/sessions/" + id + "/events").path("events")) {
      if (event.path("type").asString("").equals("message_spoken")) {
        String word = event.path("text").asString("").split("\\s+")[0];
        return URLEncoder.encode(word, StandardCharsets.UTF_8);
      }
    }
    throw new AssertionError("nobody spoke in " + id);
  }

  @Test
  void what_cannot_be_done_is_told_in_the_old_manner() {
    JsonNode unused = begin("refused", "30");
    Map<String, Object> bad = new LinkedHashMap<>();
    bad.put("/api/heist/start", "{\"session_id\": 7}");
    bad.put("/api/heist/start#", "{\"config\": {\"rounds\": \"three\"}}");
    bad.put("/api/heist/start##", "{\"config\": []}");
    bad.put("/api/heist/refused/command", "{\"agent\": [], \"command\": \"x\"}");
    bad.put("/api/heist/refused/detect-mole", "{\"agent\": \"butler\"}");
    bad.put("/session/refused/command", "{");
    bad.forEach((path, body) -> {
      JsonNode answer = dashboard.ask("POST", path.replace("#", ""), body, 400);
      assertThat(answer.path("success").asBoolean(true)).isFalse();
    });
    assertThat(dashboard.ask("POST", "/api/heist/start", "{\"session_id\":\"refused\"}", 409))
        .hasToString(
            "{\"success\":false,\"error\":\"There is a session \\\"refused\\\" already; choose another id.\"}");
    assertThat(dashboard.ask("POST", "/api/heist/refused/evaluate-detection", null, 409).toString())
        .contains("detect-mole");
    for (String path :
        List.of(
            "/api/heist/none/status",
            "/api/session/none",
            "/api/timeline/none",
            "/api/ai-detect/session/none")) {
      unused = dashboard.ask("GET", path, null, 404);
    }
    Answer v1 =
        HttpJson.to("dashboard", heist.address(Target.DASHBOARD))
            .send("GET", "/api/v1/sessions/none", null);
    assertThat(v1.contentType()).startsWith("application/problem+json");
    unused = dashboard.post("/api/heist/refused/stop", null);
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void every_path_of_the_document_was_walked() {
    List<String> left = new ArrayList<>();
    TreeSet<String> asked = dashboard.asked;
    for (Described.Operation operation : dashboard.operations()) {
      String path = operation.path();
      boolean old =
          path.startsWith("/api/") && !path.startsWith("/api/v1") || path.startsWith("/session/");
      if (old && !asked.contains(operation.method() + " " + path)) {
        left.add(operation.method() + " " + path);
      }
    }
    assertThat(left).as("paths of the document that no test has asked for").isEmpty();
  }

  /** Of every service: nothing is routed that is not described, nothing described that is not. */
  @Test
  void each_service_describes_what_it_routes() throws Exception {
    Map<String, Set<String>> wrong = new TreeMap<>();
    for (Service service : heist.services()) {
      Field server = service.getClass().getDeclaredField("server");
      server.setAccessible(true);
      Described described = new Described(HttpJson.to(service.name(), service.address()));
      Set<String> told = new TreeSet<>();
      described.operations().forEach(o -> told.add(o.method() + " " + o.path()));
      Set<String> routed = new TreeSet<>();
      ((WebServer) server.get(service))
          .routes()
          .forEach(r -> routed.add(r.replaceAll("<([^>]+)>", "{$1}")));
      routed.removeIf(route -> NOT_DESCRIBED.matcher(route).matches());
      if (routed.remove("POST /tools/{name}")) {
        // Each tool is described by its own name.
        told.removeIf(operation -> operation.matches("POST /tools/\\w+"));
      }
      told.removeIf(operation -> ELSEWHERE.matcher(operation).matches());
      Set<String> both = new TreeSet<>(told);
      both.retainAll(routed);
      told.addAll(routed);
      told.removeAll(both);
      if (!told.isEmpty()) {
        wrong.put(service.name(), told);
      }
    }
    assertThat(wrong).as("routed or described, but not both").isEmpty();
  }
}
