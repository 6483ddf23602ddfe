package heist.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import heist.cli.Door;
import heist.client.Target;
import heist.detect.Assessment;
import heist.detect.Calibration;
import heist.detect.Hybrid;
import heist.model.FaultyModelServer;
import heist.model.Reply;
import heist.model.ScriptedModel;
import heist.monitor.Transcripts;
import heist.web.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The detection service beside running sessions, with the production wiring. */
class DetectionTest {
  private static final Set<Target> TARGETS =
      EnumSet.of(
          Target.AUTH,
          Target.MODEL,
          Target.DISCOVERY,
          Target.CALCULATOR,
          Target.FILES,
          Target.DATABASE,
          Target.MEMORY,
          Target.GAME,
          Target.DETECTION);

  @TempDir private static Path data;
  private static TestHeist heist;

  @BeforeAll
  static void start() {
    heist = TestHeist.start(data, TARGETS, true);
  }

  @AfterAll
  static void stop() {
    heist.close();
  }

  private static JsonNode analyze(String id, String query) {
    Door door = heist.door("detection");
    ObjectNode body = Json.mapper().createObjectNode().put("session_id", id);
    return door.post("/api/ai-detect/analyze" + query, body);
  }

  @Test
  void scores_follow_a_running_session_and_equal_those_of_the_whole_transcript() {
    String id = heist.create(TestHeist.request("watched", 2).put("mole", "intel"));
    int[] messages = {0};
    List<JsonNode> running = new ArrayList<>();
    heist.await(
        id,
        e -> {
          if (e.path("type").asString("").equals("message_spoken") && ++messages[0] % 4 == 0) {
            running.add(analyze(id, ""));
          }
          return false;
        });
    List<JsonNode> all = heist.awaitEnd(id);
    assertThat(running).isNotEmpty();
    for (JsonNode then : running) {
      long last = then.path("last").asLong();
      List<JsonNode> known = all.stream().filter(e -> e.path("seq").asLong() <= last).toList();
      assertThat(known).isNotEmpty();
      Map<String, Double> expected = new TreeMap<>();
      new Hybrid()
          .assess(Transcripts.of(known))
          .scores()
          .forEach((agent, score) -> expected.put(agent, score.suspicion()));
      assertThat(then.path("suspicion_scores")).isEqualTo(Json.mapper().valueToTree(expected));
    }
    Assessment whole = new Hybrid().assess(Transcripts.of(all));
    JsonNode answer = analyze(id, "?history=true");
    whole
        .scores()
        .forEach((agent, score) -> {
          assertThat(answer.path("suspicion_scores").path(agent).asDouble())
              .isEqualTo(score.suspicion());
          assertThat(answer.path("evidence").path(agent).size()).isEqualTo(score.evidence().size());
        });
    assertThat(answer.path("history").size()).isEqualTo(2);
    assertThat(answer.path("history").get(1).path("suspicion_scores"))
        .as("after the last round, the plan handed in after its last message included")
        .isEqualTo(answer.path("suspicion_scores"));
    assertThat(answer.path("mode").asString("")).contains("rules alone");
    assertThat(answer.path("explanation").asString("")).isNotBlank();
    assertThat(answer.toString()).doesNotContain("NaN");
  }

  @Test
  void the_old_paths_answer_with_the_old_fields() {
    String id = heist.create(TestHeist.request("old", 1).put("mole", "nobody"));
    heist.awaitEnd(id);
    for (JsonNode answer :
        List.of(
            analyze(id, ""),
            analyze(id, "?detector=classic"),
            heist
                .door("detection")
                .post(
                    "/api/ai-detect/suggest",
                    Json.mapper().createObjectNode().put("session_id", id)),
            heist.door("detection").get("/api/ai-detect/session/" + id))) {
      for (String field :
          List.of(
              "session_id",
              "suggested_mole",
              "confidence",
              "suspicion_scores",
              "score_breakdown",
              "analysis_weights")) {
        assertThat(answer.has(field)).as(field).isTrue();
      }
    }
    JsonNode info = heist.door("detection").get("/api/detection-info");
    assertThat(info.path("name").asString("")).isEqualTo("hybrid");
    assertThat(info.path("weights").path("own_source").asDouble()).isPositive();
    assertThat(info.path("weights_by_detector").path("classic").path("timing").asDouble())
        .isEqualTo(0.3);
    assertThat(analyze(id, "?detector=classic").path("analysis_weights").size()).isEqualTo(4);
    assertThat(analyze(id, "").path("analysis_weights")).isEqualTo(info.path("weights"));
    assertThat(info.path("detectors").toString()).contains("rules").doesNotContain("judge");
    ObjectNode odd = Json.mapper().createObjectNode().put("session_id", id).put("depth", 3);
    assertThat(heist.door("detection").post("/api/ai-detect/analyze", odd).path("ignored"))
        .hasToString("[\"depth\"]");
    assertThat(analyze(id, "").has("ignored")).isFalse();
    assertThat(info.path("thresholds").path("hybrid").asDouble()).isBetween(0.1, 0.99);
  }

  @Test
  void a_higher_prior_makes_a_mole_likelier_and_bad_wishes_are_refused() {
    String id =
        heist.create(
            TestHeist.request("prior", 2).put("mole", "intel").put("strategy", "false_info"));
    heist.awaitEnd(id);
    double low = analyze(id, "?prior=0.1").path("no_mole").asDouble(-1);
    double high = analyze(id, "?prior=0.9").path("no_mole").asDouble(-1);
    assertThat(low).isGreaterThan(high).isLessThan(1);
    assertThat(high).isPositive();
    assertThatThrownBy(() -> analyze(id, "?prior=2")).hasMessageContaining("prior must be");
    assertThatThrownBy(() -> analyze(id, "?detector=oracle"))
        .hasMessageContaining("detector must be");
    assertThatThrownBy(() -> analyze("nobody-knows", "")).hasMessageContaining("nobody-knows");
  }

  @Test
  void the_detector_accuses_at_its_threshold_and_the_session_locks_that() {
    ObjectNode request =
        TestHeist.request("accused", 2).put("mole", "intel").put("strategy", "false_info");
    request.put("accuse", "hybrid");
    String id = heist.create(request);
    List<JsonNode> events = heist.awaitEnd(id);
    JsonNode locked =
        events.stream()
            .filter(e -> e.path("type").asString("").equals("accusation_locked"))
            .findFirst()
            .orElseThrow();
    List<JsonNode> before =
        events.stream().filter(e -> e.path("seq").asLong() < locked.path("seq").asLong()).toList();
    Assessment then = new Hybrid().assess(Transcripts.of(before));
    String expected = Calibration.of("hybrid").flatMap(c -> c.accused(then)).orElse(null);
    assertThat(expected).as("a session in which somebody is accused").isEqualTo("intel");
    assertThat(locked.path("suspect").asString("")).isEqualTo(expected);
  }

  /** Answers as a judge, once it may; all agents have nothing to say. */
  private static Reply judged(JsonNode request, CountDownLatch may) {
    if (!ScriptedModel.system(request).startsWith("You judge whether")) {
      return Reply.say("Nothing new from me.");
    }
    try {
      may.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    String prompt = ScriptedModel.user(request);
    Matcher agents =
        Pattern.compile("Agent [A-Z]").matcher(prompt.substring(prompt.indexOf("The agents are")));
    Map<String, Double> scores = new TreeMap<>();
    while (agents.find()) {
      scores.put(agents.group(), 0.5);
    }
    return Reply.say(
        "{\"scores\":%s,\"no_mole\":0.4,\"reason\":\"so so\",\"evidence\":{},\"turns\":[]}"
            .formatted(Json.mapper().valueToTree(scores)));
  }

  @Test
  void an_llm_judges_in_the_background_and_nobody_waits_for_it(@TempDir Path own)
      throws IOException {
    CountDownLatch may = new CountDownLatch(1);
    try (FaultyModelServer model = FaultyModelServer.start(request -> judged(request, may))) {
      Files.writeString(
          own.resolve("heist.yaml"),
          "llm: {base_url: '" + model.baseUrl() + "', model: scripted}\n");
      try (TestHeist judging = TestHeist.start(own, TARGETS, true)) {
        String id = judging.create(TestHeist.request("judged", 1).put("mole", "nobody"));
        judging.awaitEnd(id);
        ObjectNode body = Json.mapper().createObjectNode().put("session_id", id);
        Door door = judging.door("detection");
        JsonNode rules = door.post("/api/ai-detect/analyze", body);
        assertThat(rules.path("mode").asString("")).contains("rules alone", "not yet");
        assertThat(
                door.post("/api/ai-detect/analyze?detector=judge", body).path("suspicion_scores"))
            .isEmpty();
        may.countDown();
        JsonNode mixed = rules;
        long patience = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (mixed.path("mode").asString("").contains("not yet")
            && System.nanoTime() < patience) {
          mixed = door.post("/api/ai-detect/analyze", body);
        }
        assertThat(mixed.path("mode").asString("")).contains("an LLM has judged 6 of 6 messages");
        for (var score : mixed.path("suspicion_scores").properties()) {
          double alone = rules.path("suspicion_scores").path(score.getKey()).asDouble();
          assertThat(score.getValue().asDouble()).isCloseTo(0.6 * alone + 0.4 * 0.5, offset(1e-9));
        }
        assertThat(mixed.path("suggested_mole")).isEqualTo(rules.path("suggested_mole"));
        assertThat(mixed.path("threshold")).isEqualTo(rules.path("threshold"));
        for (JsonNode answer : List.of(rules, mixed)) {
          // Nothing was checkable: no calibration holds.
          assertThat(answer.path("confidence").isNull()).isTrue();
          assertThat(answer.path("no_mole").isNull()).isTrue();
        }
        assertThat(mixed.path("analysis_weights").toString())
            .isEqualTo("{\"judge\":0.4,\"rules\":0.6}");
        assertThat(
                door.post("/api/ai-detect/analyze?detector=judge", body).path("suspicion_scores"))
            .hasSize(6);
        assertThat(door.get("/api/detection-info").path("detectors").toString()).contains("judge");
      }
    }
  }
}
