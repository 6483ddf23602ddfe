package heist.app;

import static org.assertj.core.api.Assertions.assertThat;

import heist.web.Json;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a right accusation is worth: the papers of whoever leaves are read by one who can, and the
 * plan is mended from them. The classic crew, the whole program, the offline model.
 */
class HandoverTest {
  private static final List<String> SEEDS = List.of("a", "b");

  @TempDir private Path data;

  @Test
  void naming_the_mole_saves_jobs_that_it_would_have_spoilt() {
    try (TestHeist heist = TestHeist.start(data)) {
      Map<String, String> spoilt = new LinkedHashMap<>();
      Map<String, String> saved = new LinkedHashMap<>();
      for (String mole : List.of("intel", "hacker", "driver")) {
        for (String seed : SEEDS) {
          spoilt.put(create(heist, mole, seed), "nobody");
          saved.put(create(heist, mole, seed), mole);
        }
      }
      int without = successes(heist, spoilt);
      int with = successes(heist, saved);
      System.out.printf(
          "handover: %d of %d jobs brought off with nobody accused, %d with the mole accused%n",
          without, spoilt.size(), with);
      assertThat(with).isGreaterThanOrEqualTo(without + 3);
    }
  }

  @Test
  void one_who_can_reads_what_the_accused_alone_could_read_and_then_the_plan_is_revised() {
    try (TestHeist heist = TestHeist.start(data)) {
      String id = create(heist, "intel", "order");
      List<JsonNode> events = accuse(heist, id, "intel");
      List<JsonNode> after = events.subList(indexOf(events, "agent_expelled"), events.size());
      assertThat(after.stream().filter(e -> type(e).equals("turn_started")))
          .extracting(e -> e.path("agent").asString("") + " " + e.path("kind").asString(""))
          .containsExactly("hacker HANDOVER", "planner REVISION");
      assertThat(after.stream().filter(e -> type(e).equals("tool_returned")))
          .allMatch(e -> e.path("success").asBoolean(false))
          .extracting(e -> e.path("agent").asString("") + " " + e.path("tool").asString(""))
          .contains("hacker database_query", "hacker file_reader", "planner submit_plan");
      assertThat(after.stream().filter(e -> type(e).equals("message_spoken")))
          .extracting(e -> e.path("agent").asString(""))
          .containsExactly("hacker", "planner");
    }
  }

  private static String create(TestHeist heist, String mole, String seed) {
    ObjectNode request = TestHeist.request("handover " + mole + " " + seed, 5);
    request.put("mole", mole).put("strategy", "false_info").put("accuse", "person");
    return heist.create(request);
  }

  private static int successes(TestHeist heist, Map<String, String> accused) {
    int succeeded = 0;
    for (var session : accused.entrySet()) {
      String suspect = session.getValue().equals("nobody") ? null : session.getValue();
      List<JsonNode> events = accuse(heist, session.getKey(), suspect);
      succeeded +=
          events.get(indexOf(events, "outcome_reached")).path("success").asBoolean() ? 1 : 0;
    }
    return succeeded;
  }

  private static List<JsonNode> accuse(TestHeist heist, String id, @Nullable String suspect) {
    heist.await(id, e -> type(e).equals("deliberation_ended"));
    ObjectNode body = Json.mapper().createObjectNode().put("suspect", suspect).put("lock", true);
    JsonNode unused = heist.game().post("/api/v1/sessions/" + id + "/accusation", body);
    return heist.awaitEnd(id);
  }

  private static int indexOf(List<JsonNode> events, String type) {
    for (int i = 0; i < events.size(); i++) {
      if (type(events.get(i)).equals(type)) {
        return i;
      }
    }
    throw new AssertionError("no " + type);
  }

  private static String type(JsonNode event) {
    return event.path("type").asString("");
  }
}
