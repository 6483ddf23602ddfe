package heist.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heist.HeistException;
import heist.client.HttpJson;
import heist.client.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A feature that is off in heist.yaml is not there: not on the page, not in any API, at no cost.
 */
class FeaturesTest {
  private static final Set<Target> TARGETS =
      EnumSet.of(
          Target.AUTH,
          Target.MODEL,
          Target.DISCOVERY,
          Target.GAME,
          Target.MEMORY,
          Target.DETECTION,
          Target.DASHBOARD);

  /** Per feature: who answers, and the paths that are its own ({@code {id}} is a session). */
  private static final Map<String, List<String>> PATHS =
      Map.of(
          "control",
          List.of(
              "game POST /api/v1/sessions/{id}/pause",
              "game POST /api/v1/sessions/{id}/resume",
              "game POST /api/v1/sessions/{id}/step",
              "game POST /api/v1/sessions/{id}/extend",
              "game POST /api/v1/sessions/{id}/budget",
              "dashboard POST /api/v1/sessions/{id}/pause",
              "dashboard POST /api/heist/{id}/pause",
              "dashboard POST /session/{id}/resume",
              "game POST /api/v1/sessions/{id}/stop"),
          "commands",
          List.of(
              "game POST /api/v1/sessions/{id}/commands",
              "dashboard POST /api/v1/sessions/{id}/commands",
              "dashboard POST /api/heist/{id}/command",
              "dashboard GET /api/heist/{id}/commands"),
          "mole_game",
          List.of(
              "game POST /api/v1/sessions/{id}/accusation",
              "dashboard POST /api/v1/sessions/{id}/accusation",
              "dashboard POST /api/heist/{id}/detect-mole",
              "dashboard GET /api/heist/{id}/mole-status"),
          "detection",
          List.of(
              "detection GET /api/detection-info",
              "detection GET /api/ai-detect/session/{id}",
              "detection POST /api/ai-detect/analyze"),
          "memory_compression",
          List.of("memory POST /api/v1/digest"),
          "floor_plan",
          List.of(
              "game GET /api/v1/sessions/{id}/site", "dashboard GET /api/v1/sessions/{id}/site"));

  @TempDir private Path data;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "none",
        "control",
        "commands",
        "mole_game",
        "detection",
        "memory_compression",
        "floor_plan"
      })
  void what_is_off_is_hidden_and_nothing_else_is(String off) throws Exception {
    if (!off.equals("none")) {
      Files.writeString(data.resolve("heist.yaml"), "features:\n  " + off + ": false\n");
    }
    try (TestHeist heist = TestHeist.start(data, TARGETS, true)) {
      ObjectNode request =
          TestHeist.request("5", 1)
              .put("pace", 30)
              .put("accuse", "person")
              .put("context", "digest");
      String id = heist.create(request);
      new TreeMap<>(PATHS)
          .forEach((feature, paths) -> {
            for (String path : paths) {
              int status = status(heist, path.replace("{id}", id));
              if (feature.equals(off)) {
                assertThat(status).as(path + " with " + off + " off").isEqualTo(404);
              } else {
                assertThat(status).as(path + " with " + off + " off").isNotIn(404, 401, 403, 500);
              }
            }
          });
      shown(heist, off);
      atNoCost(heist, off, id);
    }
  }

  private static void shown(TestHeist heist, String off) {
    JsonNode told =
        HttpJson.to("dashboard", heist.address(Target.DASHBOARD))
            .get("/api/v1/dashboard", JsonNode.class);
    JsonNode features = told.path("features");
    PATHS
        .keySet()
        .forEach(name ->
            assertThat(features.path(name).asBoolean())
                .as("the page is told that %s is on", name)
                .isEqualTo(!name.equals(off)));
  }

  private static void atNoCost(TestHeist heist, String off, String id) {
    JsonNode session = heist.game().get("/api/v1/sessions/" + id);
    JsonNode created =
        heist.game().get("/api/v1/sessions/" + id + "/events?after=0").path("events").path(0);
    switch (off) {
      case "mole_game" -> {
        assertThat(session.path("mole_game").asBoolean(true)).as(session.toString()).isFalse();
        refused(heist, TestHeist.request("5", 1).put("mole", "random"), "mole_game");
      }
      case "memory_compression" ->
          assertThat(created.path("settings").path("context").asString(""))
              .as(created.toString())
              .startsWith("last-");
      case "detection" ->
          refused(heist, TestHeist.request("5", 1).put("accuse", "hybrid"), "detection");
      default -> {}
    }
  }

  private static void refused(TestHeist heist, ObjectNode request, String feature) {
    assertThatThrownBy(() -> heist.create(request))
        .isInstanceOf(HeistException.class)
        .hasMessageContaining("switched off in heist.yaml (features." + feature + ")");
  }

  private static int status(TestHeist heist, String line) {
    String[] parts = line.split(" ", 3);
    Target target = Target.of(parts[0]);
    HttpJson door =
        switch (target) {
          case GAME -> heist.http(target, "operator", "session:read", "session:write", "operator");
          case DETECTION -> heist.http(target, "dashboard", "detection:use");
          case MEMORY -> heist.http(target, "game", "memory:digest");
          default -> HttpJson.to(target.id(), heist.address(target));
        };
    return door.send(parts[1], parts[2], parts[1].equals("POST") ? Map.of() : null).status();
  }
}
