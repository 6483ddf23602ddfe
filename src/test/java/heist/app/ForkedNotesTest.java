package heist.app;

import static heist.app.TestHeist.request;
import static org.assertj.core.api.Assertions.assertThat;

import heist.client.HttpJson;
import heist.client.Target;
import heist.model.FaultyModelServer;
import heist.model.Reply;
import heist.model.ScriptedModel;
import heist.web.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the agents of a fork have of the notes that their parents stored. */
class ForkedNotesTest {
  private static final Pattern TURN = Pattern.compile(", turn (\\d+)\\.");
  private static final int FORKED = 12;
  private static final int LATE = 15;

  @TempDir private Path data;
  private TestHeist heist;
  private FaultyModelServer model;

  @BeforeEach
  void start() throws Exception {
    Files.writeString(
        data.resolve("heist.yaml"), "session: {context_last: 3, context_compress: 1000}\n");
    heist = TestHeist.start(data);
    model = FaultyModelServer.start(ForkedNotesTest::reply);
  }

  @AfterEach
  void stop() {
    model.close();
    heist.close();
  }

  /** Keeps notes at first and once late; what it says tells its prompt from any other. */
  private static Reply reply(JsonNode request) {
    String user = ScriptedModel.user(request);
    Matcher said = TURN.matcher(user);
    int turn = said.find() ? Integer.parseInt(said.group(1)) : 0;
    if (ScriptedModel.results(request).isEmpty() && (turn <= 2 || turn == LATE)) {
      String agent = ScriptedModel.agent(request);
      String when = turn == LATE ? "Late" : "Early";
      String shared = "%s kingfisher shared by %s.".formatted(when, agent);
      return Reply.together(
          Reply.call("store_memory", "text", "%s heron kept by %s.".formatted(when, agent)),
          Reply.rawCall("store_memory", Json.write(Map.of("text", shared, "share", true))));
    }
    return Reply.say("Word " + Integer.toHexString(user.hashCode()) + " of the heron.");
  }

  private static String crew(String name) {
    String may =
        "tools: [store_memory, get_compressed_memory], scopes: [memory:read, memory:write]";
    return """
    name: %s
    order: fixed
    agents:
      - {name: ada, role: planner, persona: Plans., %s}
      - {name: bob, role: driver, persona: Drives., %s}
    """
        .formatted(name, may, may);
  }

  private String parent() {
    ObjectNode wanted = request("5", 10).put("task", "Find the heron").put("crew", crew("pair"));
    wanted.putObject("llm").put("base_url", model.baseUrl()).put("model", "scripted");
    String id = heist.create(wanted);
    heist.awaitEnd(id);
    return id;
  }

  private String fork(String parent, ObjectNode wish) {
    return heist.game().post("/api/v1/sessions/" + parent + "/fork", wish).path("id").asString("");
  }

  private static ObjectNode turn(int turn) {
    return Json.mapper().createObjectNode().put("turn", turn);
  }

  private List<String> rest(String id) {
    return heist.export(id).lines().skip(1).toList();
  }

  private long last(String id) {
    return heist.game().get("/api/v1/sessions/" + id + "/events?after=0").path("last").asLong();
  }

  private String digest(String session, String agent, long upto) {
    HttpJson memory = heist.http(Target.MEMORY, "game", "memory:digest");
    return memory
        .<JsonNode>post(
            "/api/v1/digest",
            Map.of("session", session, "agent", agent, "upto", upto, "budget", 4_000),
            JsonNode.class)
        .path("digest")
        .asString("");
  }

  @Test
  void an_unchanged_fork_of_a_session_that_stored_notes_goes_on_as_its_parent_did() {
    String parent = parent();
    int played = model.requests().size();
    String fork = fork(parent, turn(FORKED));
    heist.awaitEnd(fork);
    assertThat(rest(fork)).isEqualTo(rest(parent));
    List<String> prompts = model.requests().stream().skip(played).map(ScriptedModel::user).toList();
    assertThat(prompts)
        .isNotEmpty()
        .allSatisfy(p -> assertThat(p).contains("your note 1 (after #", "Early kingfisher"));
    assertThat(digest(fork, "bob", last(fork)))
        .isEqualTo(digest(parent, "bob", last(parent)))
        .contains("Early heron kept by bob", "Late kingfisher shared by ada")
        .doesNotContain("kept by ada");
  }

  @Test
  void a_fork_of_a_fork_under_another_crews_name_has_the_notes_up_to_where_it_was_made() {
    String parent = parent();
    String resting = fork(parent, turn(FORKED).put("crew", crew("couple")).put("paused", true));
    String next = fork(resting, turn(1).put("paused", true));
    assertThat(digest(next, "ada", last(next)))
        .contains("Early heron kept by ada", "Early kingfisher shared by ada")
        .doesNotContain("by bob", "Late");
    assertThat(digest(resting, "bob", last(resting)))
        .contains("Early heron kept by bob", "Early kingfisher shared by ada")
        .doesNotContain("kept by ada", "Late");
    assertThat(digest(parent, "bob", last(parent))).contains("Late kingfisher shared by ada");
    String begun = fork(parent, turn(0).put("paused", true));
    assertThat(digest(begun, "ada", last(begun))).doesNotContain("Early");
  }

  @Test
  void a_file_that_says_it_was_forked_learns_no_notes_of_a_game_before_its_lock() {
    String secret = heist.create(request("22", 1).put("accuse", "person"));
    heist.await(secret, e -> e.path("type").asString().equals("deliberation_ended"));
    HttpJson planner =
        HttpJson.to("memory", heist.address(Target.MEMORY))
            .withToken(() -> heist.agentToken("classic", "planner", secret));
    JsonNode kept =
        planner.post("/tools/store_memory", Map.of("text", "The heron is a mole."), JsonNode.class);
    assertThat(kept.path("success").asBoolean()).as(kept.toString()).isTrue();
    String forged =
        heist
                .export(secret)
                .replaceFirst(
                    "\"settings\":\\{",
                    "\"settings\":{\"forked_from\":\"%s\",\"forked_turns\":\"99\","
                        .formatted(secret))
            + """
            {"v":1,"type":"turn_ended","seq":9999,"turn":99,"round":1,"agent":"planner","outcome":"SPOKE"}
            """;
    String id = heist.game().postLines("/api/v1/sessions/import", forged).path("id").asString("");
    assertThat(digest(secret, "planner", last(secret))).contains("The heron is a mole.");
    assertThat(digest(id, "planner", last(id))).doesNotContain("heron");
  }
}
