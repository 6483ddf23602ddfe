package heist.service.model;

import static org.assertj.core.api.Assertions.assertThat;

import heist.web.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The offline model through its HTTP door. */
class OfflineModelDoorTest {
  private static final String KEY = "test-key-of-the-offline-model";
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static OfflineModelService service;

  @BeforeAll
  static void start() {
    service =
        OfflineModelService.start(
            "127.0.0.1",
            0,
            KEY,
            () -> Instant.parse("2026-11-22T20:00:00Z"),
            Path.of("no-phrases-here"));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static HttpResponse<String> post(String path, String body, String key)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(service.address().resolve(path))
            .header("Authorization", "Bearer " + key)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode chat(String body) throws IOException, InterruptedException {
    var r = post("/v1/chat/completions", body, KEY);
    assertThat(r.statusCode()).as(r.body()).isEqualTo(200);
    return Json.tree(r.body());
  }

  private static final String HELLO =
      "{\"model\":\"heist-offline\",\"seed\":7,\"messages\":[{\"role\":\"user\",\"content\":\"Who are you?\"}]";

  @Test
  void saysWhatItIs() throws Exception {
    var text = chat(HELLO + "}").at("/choices/0/message/content").asString();
    assertThat(text).containsIgnoringCase("offline model");
    var models =
        HTTP.send(
            HttpRequest.newBuilder(service.address().resolve("/v1/models"))
                .header("Authorization", "Bearer " + KEY)
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(models.body()).contains("heist-offline").contains("not a language model");
  }

  @Test
  void sameRequestSameAnswerAndUsageAddsUp() throws Exception {
    var a = chat(HELLO + "}");
    assertThat(chat(HELLO + "}")).isEqualTo(a);
    var u = a.path("usage");
    assertThat(u.path("total_tokens").asInt())
        .isEqualTo(u.path("prompt_tokens").asInt() + u.path("completion_tokens").asInt());
    assertThat(u.path("completion_tokens").asInt()).isPositive();
  }

  @Test
  void streamsTheSameText() throws Exception {
    var whole = chat(HELLO + "}").at("/choices/0/message/content").asString();
    var r =
        post(
            "/v1/chat/completions",
            HELLO + ",\"stream\":true,\"stream_options\":{\"include_usage\":true}}",
            KEY);
    assertThat(r.headers().firstValue("content-type").orElse("")).startsWith("text/event-stream");
    var text = new StringBuilder();
    int usages = 0;
    for (var line : r.body().lines().filter(l -> l.startsWith("data: {")).toList()) {
      var chunk = Json.tree(line.substring(6));
      text.append(chunk.at("/choices/0/delta/content").asString(""));
      usages += chunk.has("usage") ? 1 : 0;
    }
    assertThat(text.toString()).isEqualTo(whole);
    assertThat(usages).isEqualTo(1);
    assertThat(r.body()).endsWith("data: [DONE]\n\n");
  }

  @Test
  void cutsAtMaxTokens() throws Exception {
    var choice = chat(HELLO + ",\"max_tokens\":5}").at("/choices/0");
    assertThat(choice.path("finish_reason").asString()).isEqualTo("length");
  }

  @Test
  void callsAForcedTool() throws Exception {
    var c =
        chat(
            HELLO
                + ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"calculator\",\"parameters\":{}}}],"
                + "\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"calculator\"}}}");
    assertThat(c.at("/choices/0/finish_reason").asString()).isEqualTo("tool_calls");
    assertThat(c.at("/choices/0/message/tool_calls/0/function/name").asString())
        .isEqualTo("calculator");
  }

  @Test
  void namesArgumentsAsTheSchemaDoes() throws Exception {
    for (var name : new String[] {"text", "note"}) {
      var c =
          chat(
              HELLO
                  + ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"store_memory\",\"parameters\":"
                  + "{\"properties\":{\"%s\":{\"type\":\"string\"}},\"required\":[\"%s\"]}}}],"
                      .formatted(name, name)
                  + "\"tool_choice\":\"required\"}");
      var arguments =
          Json.tree(c.at("/choices/0/message/tool_calls/0/function/arguments").asString());
      assertThat(arguments.propertyNames()).containsExactly(name);
    }
  }

  @Test
  void refusesInOpenAisForm() throws Exception {
    var wrong = post("/v1/chat/completions", HELLO + "}", "wrong");
    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(Json.tree(wrong.body()).at("/error/code").asString()).isEqualTo("invalid_api_key");
    for (var body :
        new String[] {
          "",
          "{",
          "[]",
          "{\"messages\":[]}",
          "{\"messages\":[{\"role\":\"king\"}]}",
          "{\"messages\":3}",
          "{\"messages\":[{\"role\":\"user\",\"content\":7}]}",
          HELLO + ",\"seed\":\"x\"}",
          HELLO + ",\"tool_choice\":\"maybe\"}",
          HELLO + ",\"max_tokens\":0}"
        }) {
      var r = post("/v1/chat/completions", body, KEY);
      assertThat(r.statusCode()).as(body).isEqualTo(400);
      assertThat(Json.tree(r.body()).at("/error/message").asString()).as(body).isNotBlank();
    }
  }

  @Test
  void embedsByWords() throws Exception {
    var r =
        post(
            "/v1/embeddings",
            "{\"input\":[\"the vault code is new\",\"a new code for the vault\",\"ducks on a pond\"]}",
            KEY);
    var data = Json.tree(r.body()).path("data");
    assertThat(dot(data.get(0), data.get(0))).isBetween(0.999, 1.001);
    assertThat(dot(data.get(0), data.get(1))).isGreaterThan(dot(data.get(0), data.get(2)) + 0.3);
  }

  private static double dot(JsonNode a, JsonNode b) {
    double sum = 0;
    for (int i = 0; i < a.path("embedding").size(); i++) {
      sum += a.path("embedding").get(i).asDouble() * b.path("embedding").get(i).asDouble();
    }
    return sum;
  }

  @Test
  void healthIsReady() throws Exception {
    var r =
        HTTP.send(
            HttpRequest.newBuilder(service.address().resolve("/health")).build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(r.statusCode()).isEqualTo(200);
    assertThat(r.body()).contains("\"ready\"");
  }
}
