package heist.app;

import static org.assertj.core.api.Assertions.assertThat;

import heist.web.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How often the offline crew brings the bank job off, over the whole program. */
class JobOutcomeTest {
  /** The classic crew without anything to look things up with. */
  private static final String BLIND_CREW =
      """
      name: blind
      agents:
      %s
      """
          .formatted(
              String.join(
                  "\n",
                  List.of("planner", "hacker", "safecracker", "intel", "driver", "lookout").stream()
                      .map(JobOutcomeTest::blind)
                      .toList()));

  @TempDir private Path data;

  private static String blind(String name) {
    boolean leads = name.equals("planner");
    return """
      - name: %s
        role: %s
        persona: Speaks plainly.
        tools: [%s]
        scopes: [%s]
    """
        .formatted(name, name, leads ? "submit_plan" : "", leads ? "plan:submit" : "")
        .stripTrailing();
  }

  @Test
  void an_honest_crew_mostly_succeeds_and_a_blind_one_mostly_fails() {
    assertThat(successes(5, "nobody", null)).isGreaterThanOrEqualTo(4);
    assertThat(successes(3, "nobody", BLIND_CREW)).isLessThanOrEqualTo(1);
  }

  @Test
  @Tag("campaign")
  void ninety_of_a_hundred_worlds_with_tools_and_at_most_ten_without() {
    assertThat(successes(100, "nobody", null)).isGreaterThanOrEqualTo(90);
    assertThat(successes(100, "nobody", BLIND_CREW)).isLessThanOrEqualTo(10);
  }

  private int successes(int worlds, String mole, @org.jspecify.annotations.Nullable String crew) {
    try (TestHeist heist = TestHeist.start(data.resolve(crew == null ? "crew" : "blind"))) {
      List<String> ids = new ArrayList<>();
      for (int seed = 1; seed <= worlds; seed++) {
        ObjectNode request = Json.mapper().createObjectNode();
        request.put("seed", "world " + seed).put("accuse", "none").put("mole", mole);
        if (crew != null) {
          request.put("crew", crew);
        }
        ids.add(heist.create(request));
      }
      int succeeded = 0;
      Map<String, Integer> failures = new TreeMap<>();
      for (String id : ids) {
        JsonNode outcome =
            heist.await(id, e -> e.path("type").asString("").equals("outcome_reached")).getLast();
        if (outcome.path("success").asBoolean(false)) {
          succeeded++;
        } else {
          failures.merge(outcome.path("field").asString("?"), 1, Integer::sum);
        }
      }
      System.out.println(
          "%d of %d worlds %s: %s"
              .formatted(
                  succeeded, worlds, crew == null ? "with tools" : "without tools", failures));
      return succeeded;
    }
  }
}
