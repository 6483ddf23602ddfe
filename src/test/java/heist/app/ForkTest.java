package heist.app;

import static heist.app.TestHeist.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.client.Target;
import heist.event.EventCodec;
import heist.model.FaultyModelServer;
import heist.model.Reply;
import heist.web.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Forks, differences, ground truth and talks with one agent, over HTTP with the offline model. */
class ForkTest {
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

  private static ObjectNode body() {
    return Json.mapper().createObjectNode();
  }

  private static String fork(String parent, ObjectNode wish) {
    return heist.game().post("/api/v1/sessions/" + parent + "/fork", wish).path("id").asString("");
  }

  private static JsonNode diff(String a, String b) {
    return heist.game().get("/api/v1/sessions/" + a + "/diff/" + b);
  }

  /** The canonical export but for the first line, which tells whence a fork comes. */
  private static List<String> rest(String id) {
    return heist.export(id).lines().skip(1).toList();
  }

  @Test
  void a_fork_that_changes_nothing_goes_on_as_its_parent_did_and_leaves_it_untouched() {
    String parent = heist.create(request("21", 2).put("mole", "hacker"));
    heist.awaitEnd(parent);
    String before = heist.export(parent);
    for (int turn : new int[] {0, 5, 12}) {
      String same = fork(parent, body().put("turn", turn));
      heist.awaitEnd(same);
      assertThat(rest(same)).as("from turn %d", turn).isEqualTo(rest(parent));
      assertThat(diff(parent, same).path("same").asBoolean()).isTrue();
    }

    String other = fork(parent, body().put("turn", 5).put("mole", "driver").put("seed", "9"));
    heist.awaitEnd(other);
    JsonNode diff = diff(parent, other);
    assertThat(diff.path("same").asBoolean()).isFalse();
    assertThat(diff.path("first").path("place").asString()).matches("turn ([6-9]|1[0-2])");
    assertThat(diff.path("first").path("a")).isNotEqualTo(diff.path("first").path("b"));
    JsonNode newest = heist.game().get("/api/v1/sessions?limit=1").path("sessions").path(0);
    assertThat(newest.path("id").asString()).as("a fork is newer than its parent").isEqualTo(other);
    JsonNode shown = heist.game().get("/api/v1/sessions/" + other);
    assertThat(shown.path("mole").asString()).isEqualTo("driver");
    assertThat(shown.path("rerunnable").asBoolean()).isTrue();
    assertThat(heist.export(parent)).isEqualTo(before);

    assertThatThrownBy(() -> fork(parent, body().put("turn", 13)))
        .hasMessageContaining("turn must lie between 0 and 12");
    assertThatThrownBy(() -> fork(parent, body().put("turn", 3).put("mole", "nemo")))
        .hasMessageContaining("nemo");
  }

  @Test
  void before_its_lock_a_session_cannot_be_forked_unless_it_is_unblinded() {
    String blind = heist.create(request("22", 1).put("accuse", "person"));
    heist.await(blind, e -> e.path("type").asString().equals("deliberation_ended"));
    assertThatThrownBy(() -> fork(blind, body().put("turn", 2)))
        .isInstanceOfSatisfying(
            HeistException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CONFLICT))
        .hasMessageContaining("not locked yet")
        .hasMessageContaining("Possible now:");
    assertThatThrownBy(() -> heist.game().get("/api/v1/sessions/" + blind + "/sabotage"))
        .hasMessageContaining("after the reveal");
    String open = heist.create(request("22", 1).put("accuse", "person").put("unblinded", true));
    heist.await(open, e -> e.path("type").asString().equals("deliberation_ended"));
    assertThat(fork(open, body().put("turn", 2).put("accuse", "none"))).isNotEmpty();
  }

  @Test
  void who_was_cut_off_in_the_turns_a_fork_begins_with_has_no_access_there() {
    String parent = heist.create(request("21", 1).put("mole", "off"));
    heist.awaitEnd(parent);
    String cut = fork(parent, body().put("turn", 2).put("paused", true));
    String session = "/api/v1/sessions/" + cut;
    heist.game().post(session + "/revoke", body().put("agent", "hacker"));
    heist.await(cut, e -> e.path("type").asString().equals("access_revoked"));
    heist.game().post(session + "/step", null);
    heist.await(cut, e -> e.path("turn").asInt() == 3 && e.has("outcome"));
    String before = fork(cut, body().put("turn", 2).put("paused", true));
    String after = fork(cut, body().put("turn", 3).put("paused", true));
    assertThat(heist.agentToken("classic", "hacker", before)).isNotEmpty();
    assertThat(heist.agentToken("classic", "driver", after)).isNotEmpty();
    assertThatThrownBy(() -> heist.agentToken("classic", "hacker", after))
        .hasMessageContaining("cut off");
    assertThatThrownBy(() -> fork(cut, body().put("turn", 3).put("id", before)))
        .hasMessageContaining(before);
    assertThat(heist.agentToken("classic", "hacker", before)).isNotEmpty();
  }

  @Test
  void a_fork_can_begin_at_rest_and_says_whence_it_comes() {
    String parent = heist.create(request("21", 1).put("mole", "off"));
    heist.awaitEnd(parent);
    String fork = fork(parent, body().put("turn", 2).put("paused", true));
    List<JsonNode> events = heist.await(fork, e -> e.path("type").asString().equals("paused"));
    assertThat(events.stream().filter(e -> e.path("type").asString().equals("turn_started")))
        .hasSize(2);
    JsonNode listed =
        heist
            .game()
            .get("/api/v1/sessions")
            .path("sessions")
            .valueStream()
            .filter(s -> s.path("id").asString().equals(fork))
            .findFirst()
            .orElseThrow();
    assertThat(listed.path("forked_from").asString()).isEqualTo(parent);
    assertThat(listed.path("forked_turns").asString()).isEqualTo("2");
  }

  private static JsonNode json(heist.client.HttpJson http, String path) {
    return http.get(path, JsonNode.class);
  }

  @Test
  void a_copy_of_a_crew_is_found_under_the_name_it_was_kept_under_and_can_be_deleted() {
    var game = heist.http(Target.GAME, "operator", "session:read", "session:write");
    String text = json(game, "/api/v1/crews/classic").path("text").asString();
    assertThat(text).contains("\nname: classic");
    var put = game.send("PUT", "/api/v1/crews/my-classic", body().put("text", text).toString());
    JsonNode kept = Json.tree(put.body());
    assertThat(kept.path("text").asString()).contains("\nname: my-classic\n");
    JsonNode crews = json(game, "/api/v1/crews").path("crews");
    assertThat(crews.valueStream().map(c -> c.path("name").asString()))
        .contains("classic", "my-classic")
        .doesNotHaveDuplicates();
    assertThat(crews.valueStream().filter(c -> c.path("own").asBoolean()).toList()).hasSize(1);
    assertThat(json(game, "/api/v1/crews/my-classic").path("name").asString())
        .isEqualTo("my-classic");
    assertThat(game.send("DELETE", "/api/v1/crews/classic", null).status()).isEqualTo(409);
    assertThat(game.send("DELETE", "/api/v1/crews/my-classic", null).status()).isEqualTo(204);
    assertThat(game.send("GET", "/api/v1/crews/my-classic", null).status()).isEqualTo(404);

    String rules = json(game, "/api/v1/scenarios/bank").path("text").asString();
    ObjectNode copy = body().put("text", rules).put("base", "bank");
    assertThat(game.send("PUT", "/api/v1/scenarios/my-bank", copy.toString()).status())
        .isEqualTo(201);
    assertThat(game.send("DELETE", "/api/v1/scenarios/my-bank", null).status()).isEqualTo(204);
    assertThat(json(game, "/api/v1/scenarios").toString()).doesNotContain("my-bank");
  }

  @Test
  void ground_truth_tells_what_the_mole_did_and_nothing_of_others() {
    String id =
        heist.create(request("11", 2).put("mole", "driver").put("strategy", "timing_errors"));
    heist.awaitEnd(id);
    JsonNode told = heist.game().get("/api/v1/sessions/" + id + "/sabotage");
    assertThat(told.path("sabotage_events")).isNotEmpty();
    assertThat(told.path("sabotage_events"))
        .allSatisfy(e -> {
          assertThat(e.path("agent").asString()).isEqualTo("driver");
          assertThat(e.path("severity").asDouble()).isBetween(0.01, 1.0);
        });
    assertThat(told.path("sabotage_score").asDouble()).isBetween(0.1, 1.0);
    assertThat(heist.export(id)).as("the log keeps it").containsPattern("\"severity\":0\\.[0-9]+");

    String innocent = heist.create(request("11", 2).put("mole", "nobody"));
    heist.awaitEnd(innocent);
    JsonNode nothing = heist.game().get("/api/v1/sessions/" + innocent + "/sabotage");
    assertThat(nothing.path("sabotage_events")).isEmpty();
    assertThat(nothing.path("sabotage_score").asDouble()).isZero();
  }

  @Test
  void whose_words_are_in_the_plan_is_told_from_what_everybody_may_see() {
    String id = heist.create(request("11", 2).put("accuse", "person").put("mole", "driver"));
    heist.await(id, e -> e.path("type").asString().equals("deliberation_ended"));
    JsonNode told = heist.game().get("/api/v1/sessions/" + id + "/influence");
    assertThat(told.path("parts")).isNotEmpty();
    List<JsonNode> events =
        heist
            .game()
            .get("/api/v1/sessions/" + id + "/events")
            .path("events")
            .valueStream()
            .toList();
    int said = 0;
    for (JsonNode part : told.path("parts")) {
      for (JsonNode event : events) {
        if (event.path("seq").asLong() == part.path("seq").asLong(-1)) {
          said++;
          assertThat(event.path("agent")).isEqualTo(part.path("from"));
          assertThat(event.path("text").asString().toLowerCase(java.util.Locale.ROOT))
              .contains(part.path("value").asString().toLowerCase(java.util.Locale.ROOT));
        }
      }
    }
    assertThat(said).isGreaterThan(3);
    long inPlan =
        told.path("agents").valueStream().mapToLong(a -> a.path("in_plan").asLong()).sum();
    assertThat(inPlan).isEqualTo(said);
    assertThat(told.toString()).doesNotContain("mole");
  }

  @Test
  void statistics_count_what_chance_chose_with_an_interval() {
    ObjectNode fair = request("1", 1);
    fair.remove("seed");
    String id = heist.create(fair);
    heist.awaitEnd(id);
    JsonNode stats = heist.game().get("/api/game/stats");
    JsonNode wins = stats.path("mole_games").path("crew_wins");
    assertThat(stats.path("mole_games").path("games").asInt()).isEqualTo(1);
    assertThat(wins.path("of").asInt()).isEqualTo(1);
    assertThat(wins.path("low").asDouble()).isLessThan(wins.path("high").asDouble());
    assertThat(stats.path("mole_games").path("by_role")).hasSize(1);
    assertThat(EventCodec.line(stats)).contains("by_strategy");
  }

  @Test
  void one_agent_can_be_talked_with_and_remembers() {
    ObjectNode first = body().put("agent", "hacker").put("message", "Who are you?");
    JsonNode answer = heist.game().post("/chat", first.put("session_id", "talk-1"));
    assertThat(answer.path("response").asString()).isNotBlank();
    JsonNode second =
        heist.game().post("/chat", first.deepCopy().put("message", "And what did I ask you?"));
    assertThat(second.path("response").asString()).isNotBlank();
    JsonNode history = heist.game().get("/history/talk-1").path("messages");
    assertThat(history).hasSize(4);
    assertThat(history.get(0).path("content").asString()).isEqualTo("Who are you?");
    assertThat(history.get(3).path("content")).isEqualTo(second.path("response"));
    assertThatThrownBy(() -> heist.game().post("/chat", first.deepCopy().put("agent", "nemo")))
        .hasMessageContaining("there are: planner");
    assertThatThrownBy(() -> heist.game().get("/history/nothing"))
        .hasMessageContaining("There is no talk");
  }

  /**
   * A crew from the network may bring an endpoint, but none of our secrets goes there by its name.
   */
  @Test
  void a_key_that_names_a_secret_of_ours_is_sent_as_it_stands() throws Exception {
    String secret = Files.readString(data.resolve("secrets").resolve("agent-seed")).strip();
    try (FaultyModelServer model = FaultyModelServer.start(_ -> Reply.say("Hello."))) {
      String crew =
          """
          name: pair
          llm: {base_url: %s, model: scripted, api_key: "secret:agent-seed"}
          agents:
            - {name: ada, role: planner, persona: Plans.}
          """
              .formatted(model.baseUrl());
      ObjectNode talk = body().put("agent", "ada").put("message", "Hello?").put("crew", crew);
      assertThat(heist.game().post("/chat", talk).path("response").asString("")).isNotBlank();
      assertThat(model.keys()).isNotEmpty().noneMatch(key -> key.contains(secret));
    }
  }

  @Test
  void a_fork_speaks_to_its_parents_model_with_its_parents_key() throws Exception {
    try (FaultyModelServer model = FaultyModelServer.start(_ -> Reply.say("Well."))) {
      ObjectNode wanted = body().put("task", "Find the way").put("rounds", 2);
      wanted
          .putObject("llm")
          .put("base_url", model.baseUrl())
          .put("model", "scripted")
          .put("api_key", "sk-of-the-parent");
      String id = heist.create(wanted);
      heist.awaitEnd(id);
      heist.awaitEnd(fork(id, body().put("turn", 2)));
      assertThat(model.keys()).containsOnly("Bearer sk-of-the-parent");
    }
  }

  @Test
  void an_agent_that_is_asked_directly_answers_from_its_own_sources_and_the_session_stays() {
    String id = heist.create(request("31", 1).put("mole", "nobody"));
    heist.awaitEnd(id);
    String before = heist.export(id);
    ObjectNode question = body().put("session_id", id).put("message", "What is the badge?");
    String answer = heist.game().post("/agents/hacker/ask", question).path("response").asString("");
    assertThat(answer).as("a badge has five digits").containsPattern("\\b[0-9]{5}\\b");
    assertThat(answer).doesNotContain("<note>");
    assertThat(answer.length()).as("it does not read out whole sources").isLessThan(1200);
    JsonNode again =
        heist
            .game()
            .post("/agents/hacker/ask", question.deepCopy().put("message", "Are you sure?"));
    assertThat(again.path("response").asString()).isNotBlank();
    assertThat(heist.game().get("/history/" + id).path("messages")).hasSize(4);
    assertThat(heist.export(id)).isEqualTo(before);
    assertThatThrownBy(() -> heist.game().post("/agents/nemo/ask", question))
        .hasMessageContaining("there are: planner");
    assertThatThrownBy(
            () -> heist.game().post("/agents/hacker/ask", body().put("message", "Hello?")))
        .hasMessageContaining("session_id is missing");
  }
}
