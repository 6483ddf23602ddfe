package heist.app;

import static heist.app.TestHeist.request;
import static org.assertj.core.api.Assertions.assertThat;

import heist.event.EventCodec;
import heist.web.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Sessions that people steer, over HTTP, with the production wiring and the offline model. */
class SteeredSessionTest {
  private static final Set<String> STEERING = Set.of("pause_requested", "paused", "resumed");

  @TempDir private static Path data;
  private static TestHeist heist;

  @BeforeAll
  static void start() {
    heist = TestHeist.start(data);
  }

  @AfterAll
  static void stop() {
    heist.close();
  }

  private static JsonNode post(String id, String what, ObjectNode body) {
    return heist.game().post("/api/v1/sessions/" + id + "/" + what, body);
  }

  private static JsonNode post(String id, String what) {
    return post(id, what, Json.mapper().createObjectNode().put("by", "anna"));
  }

  /** Waits until the session is in one of these states. */
  private static String awaitState(String id, String... wanted) {
    long last = 0;
    while (true) {
      JsonNode page =
          heist.game().get("/api/v1/sessions/" + id + "/events?after=" + last + "&wait=20");
      last = page.path("last").asLong(last);
      String state = page.path("state").asString("");
      if (List.of(wanted).contains(state)) {
        return state;
      }
    }
  }

  /** The n-th event of a type. */
  private static Predicate<JsonNode> count(String type, int n) {
    AtomicInteger seen = new AtomicInteger();
    return e -> e.path("type").asString("").equals(type) && seen.incrementAndGet() == n;
  }

  /** The canonical export without steering and without the numbers that it shifts. */
  private static List<String> withoutSteering(String id) {
    return heist
        .export(id)
        .lines()
        .map(EventCodec::parse)
        .filter(e -> !STEERING.contains(e.path("type").asString("")))
        .map(e -> ((ObjectNode) e).without(List.of("n", "seq", "blamedEvent")).toString())
        .toList();
  }

  @Test
  void a_session_paused_before_every_turn_equals_the_uninterrupted_one() {
    String whole = heist.create(request("11", 2));
    heist.awaitEnd(whole);

    String stepped = heist.create(request("11", 2).put("pace", 30));
    post(stepped, "pause");
    int steps = 0;
    while (awaitState(stepped, "paused", "completed").equals("paused")) {
      post(stepped, "step");
      heist.await(stepped, count("turn_started", ++steps));
    }
    assertThat(steps).isGreaterThan(10);
    assertThat(String.join("\n", withoutSteering(stepped)))
        .isEqualTo(String.join("\n", withoutSteering(whole)));
  }
}
