package heist.app;

import static org.assertj.core.api.Assertions.assertThat;

import heist.model.FaultyModelServer;
import heist.model.Reply;
import heist.web.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whole sessions against model servers that fail in every way: each ends in order and tells the
 * cause.
 */
class FaultyModelTest {
  private static final String CREW =
      """
      name: pair
      agents:
        - {name: ada, role: planner, persona: Plans., tools: [submit_plan, calculator], scopes: [plan:submit, calculator:use]}
        - {name: bob, role: driver, persona: Drives., tools: [calculator], scopes: [calculator:use]}
      """;

  @TempDir private Path data;

  private static Map<String, Reply> faults() {
    Map<String, Reply> faults = new TreeMap<>();
    faults.put("429", Reply.tooMany(0));
    faults.put("500", Reply.error(500, "out of memory"));
    faults.put("400", Reply.error(400, "this model does not exist"));
    faults.put("stall", Reply.stall());
    faults.put("broken json", Reply.brokenJson());
    faults.put("empty", Reply.empty());
    faults.put("endless", Reply.endless());
    faults.put("wrong content type", Reply.html());
    faults.put("dropped connection", Reply.drop());
    faults.put("only thoughts", Reply.think("hm, hm", ""));
    faults.put("always an unknown tool", Reply.call("teleport", "to", "the vault"));
    return faults;
  }

  @Test
  void every_fault_ends_the_session_in_order_and_tells_the_cause() throws IOException {
    Files.writeString(data.resolve("heist.yaml"), "llm: {retries: 0, timeout: 1}\n");
    try (TestHeist heist = TestHeist.start(data)) {
      for (var fault : faults().entrySet()) {
        try (FaultyModelServer model = FaultyModelServer.start(request -> fault.getValue())) {
          String id = heist.create(request(model));
          List<JsonNode> events = heist.awaitEnd(id);
          JsonNode end = events.getLast();
          assertThat(end.path("type").asString("")).as(fault.getKey()).isEqualTo("session_ended");
          assertThat(end.path("end").asString("")).as(fault.getKey()).isEqualTo("FAILED");
          assertThat(end.path("cause").asString(""))
              .as(fault.getKey())
              .contains("turns all failed")
              .hasSizeGreaterThan(60)
              .doesNotContain("Exception", "heist.model", "java.");
          JsonNode session = heist.game().get("/api/v1/sessions/" + id);
          assertThat(session.path("state").asString("")).isEqualTo("failed");
          assertThat(TestHeist.count(events, "turn_started"))
              .isEqualTo(TestHeist.count(events, "turn_ended"));
        }
      }
    }
  }

  @Test
  void one_fault_costs_one_turn_at_most() throws IOException {
    Files.writeString(data.resolve("heist.yaml"), "llm: {retries: 0, timeout: 5}\n");
    try (TestHeist heist = TestHeist.start(data)) {
      for (var fault : faults().entrySet()) {
        AtomicInteger calls = new AtomicInteger();
        try (FaultyModelServer model =
            FaultyModelServer.start(request ->
                calls.incrementAndGet() == 1
                    ? fault.getValue()
                    : Reply.say("Message " + calls.get() + " <note>kept</note>"))) {
          String id = heist.create(request(model));
          List<JsonNode> events = heist.awaitEnd(id);
          assertThat(heist.game().get("/api/v1/sessions/" + id).path("state").asString(""))
              .as(fault.getKey())
              .isEqualTo("completed");
          assertThat(TestHeist.count(events, "message_spoken"))
              .as(fault.getKey())
              .isGreaterThanOrEqualTo(3);
          assertThat(events.toString()).doesNotContain("kept");
        }
      }
    }
  }

  private static ObjectNode request(FaultyModelServer model) {
    ObjectNode request = Json.mapper().createObjectNode();
    request.put("task", "Plan a surprise party").put("crew", CREW).put("rounds", 2);
    request.putObject("llm").put("base_url", model.baseUrl()).put("model", "scripted");
    return request;
  }
}
