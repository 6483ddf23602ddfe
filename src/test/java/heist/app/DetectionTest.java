package heist.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heist.cli.Door;
import heist.client.Target;
import heist.detect.Assessment;
import heist.detect.Calibration;
import heist.detect.Hybrid;
import heist.monitor.Transcripts;
import heist.web.Json;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The detection service beside running sessions, with the production wiring. */
class DetectionTest {
  @TempDir private static Path data;
  private static TestHeist heist;

  @BeforeAll
  static void start() {
    Set<Target> targets =
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
    heist = TestHeist.start(data, targets, true);
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
    heist.await(
        id,
        e -> {
          if (e.path("type").asString("").equals("message_spoken") && ++messages[0] % 4 == 0) {
            assertThat(analyze(id, "").path("suspicion_scores").size()).isEqualTo(6);
          }
          return false;
        });
    List<JsonNode> all = heist.awaitEnd(id);
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
        .as("after the last round")
        .isNotEmpty();
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
    assertThat(info.path("weights").path("timing").asDouble()).isEqualTo(0.3);
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
    assertThat(low).isGreaterThanOrEqualTo(high).isBetween(0.0, 1.0);
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
    assertThat(locked.path("suspect").isNull() ? null : locked.path("suspect").asString(""))
        .isEqualTo(expected);
    assertThat(Objects.requireNonNull(then.scores().get("intel")).suspicion()).isPositive();
  }
}
