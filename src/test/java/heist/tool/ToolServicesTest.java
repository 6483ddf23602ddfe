package heist.tool;

import static org.assertj.core.api.Assertions.assertThat;

import heist.client.HttpJson.Answer;
import heist.client.SessionWorld;
import heist.client.SessionWorld.Column;
import heist.client.SessionWorld.Document;
import heist.client.SessionWorld.Table;
import heist.client.Target;
import heist.service.database.DatabaseService;
import heist.service.files.FilesService;
import heist.service.memory.MemoryService;
import heist.web.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Files, database and memory through their REST door, with a session's world and feed behind. */
class ToolServicesTest {
  private static final String ALL =
      "file_reader:use database_query:use simulation:read memory:read memory:write";

  @TempDir static Path folder;
  private static ToolHouse house;
  private static TestGame game;
  private static String hacker;
  private static String driver;

  @BeforeAll
  static void start() {
    house = new ToolHouse(folder);
    game = house.game();
    house.close(FilesService.start(house.context(Target.FILES)));
    house.close(DatabaseService.start(house.context(Target.DATABASE)));
    house.close(MemoryService.start(house.context(Target.MEMORY)));
    hacker = house.issuer.agent("hacker", "s1", ALL);
    driver = house.issuer.agent("driver", "s1", ALL);
    JsonNode rows = Json.tree("[[\"night\", 3, null], [\"day\", 4, 2.50]]");
    game.world(
        new SessionWorld(
            "s1",
            "en",
            List.of(
                new Document("roster.md", "Duty roster", "Night: 3 guards.", "hacker"),
                new Document("plan.md", "Floor plan", "Two doors.", null)),
            List.of(
                new Table(
                    "shifts",
                    "Who is on duty",
                    List.of(
                        new Column("shift", "TEXT"),
                        new Column("guards", "INTEGER"),
                        new Column("hours", "REAL")),
                    rows.valueStream().map(r -> r.valueStream().toList()).toList(),
                    "hacker")),
            Map.of(
                "guards",
                List.of(Map.of("shift", Json.tree("\"night\""), "count", Json.tree("3"))))));
  }

  @AfterAll
  static void stop() throws Exception {
    house.close();
  }

  private static JsonNode call(Target target, String token, String tool, Map<String, ?> arguments) {
    Answer answer = house.http(target, token).send("POST", "/tools/" + tool, arguments);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return Json.tree(answer.body());
  }

  private static String text(JsonNode answer) {
    return answer.path("success").asBoolean()
        ? answer.path("result").asString("")
        : "failed: " + answer.path("error").asString("");
  }

  @Test
  void filesShowEachAgentItsOwn() {
    assertThat(text(call(Target.FILES, hacker, "file_reader", Map.of("filename", "roster.md"))))
        .isEqualTo("Night: 3 guards.");
    assertThat(text(call(Target.FILES, driver, "file_reader", Map.of("filename", "roster.md"))))
        .isEqualTo(
            "failed: roster.md may be read by hacker alone: ask hacker in the conversation."
                + " There are: plan.md (Floor plan)");
    assertThat(text(call(Target.FILES, driver, "file_reader", Map.of())))
        .isEqualTo("failed: give the name of a file. There are: plan.md (Floor plan)");
  }

  @Test
  void whatBelongsToAnotherIsRefusedInTheAuditAndAMistakeFailed() {
    call(Target.FILES, driver, "file_reader", Map.of("filename", "roster.md"));
    call(Target.FILES, driver, "file_reader", Map.of());
    String auditor = house.issuer.agent("auditor", "s1", "audit:read");
    JsonNode rows =
        Json.tree(house.http(Target.FILES, auditor).send("GET", "/audit/tail?limit=2", null).body())
            .path("entries");
    assertThat(rows.valueStream().map(r -> r.path("entry").path("outcome").asString("")))
        .containsExactly("refused", "failed");
  }

  @Test
  void whatAnExpelledAgentOwnedIsOpenToAllAlsoWhereItWasRefusedBefore() {
    String agent = house.issuer.agent("driver", "s9", ALL);
    Map<String, String> file = Map.of("filename", "roster.md");
    Map<String, String> query = Map.of("query", "SELECT shift FROM shifts");
    game.world(owned("s9", "hacker"));
    assertThat(text(call(Target.FILES, agent, "file_reader", file))).startsWith("failed: roster");
    assertThat(text(call(Target.DATABASE, agent, "database_query", query)))
        .startsWith("failed: table shifts may be read by hacker alone");
    game.world(owned("s9", null));
    assertThat(text(call(Target.FILES, agent, "file_reader", file))).isEqualTo("3 guards.");
    assertThat(text(call(Target.DATABASE, agent, "database_query", query))).contains("night");
  }

  private static SessionWorld owned(String session, @Nullable String owner) {
    return new SessionWorld(
        session,
        "en",
        List.of(new Document("roster.md", "Duty roster", "3 guards.", owner)),
        List.of(
            new Table(
                "shifts",
                null,
                List.of(new Column("shift", "TEXT")),
                List.of(List.of(Json.tree("\"night\""))),
                owner)),
        Map.of());
  }

  @Test
  void anAgentOfAnotherSessionSeesNothing() {
    String stranger = house.issuer.agent("hacker", "s2", ALL);
    assertThat(text(call(Target.FILES, stranger, "file_reader", Map.of("filename", "plan.md"))))
        .isEqualTo("failed: This session has no documents, tables or surveys");
    String nobody = house.issuer.token("op", null, null, ALL, List.of("urn:heist:files"));
    assertThat(house.http(Target.FILES, nobody).send("POST", "/tools/file_reader", "{}").status())
        .isEqualTo(403);
  }

  @Test
  void databaseAnswersTheOwner() {
    assertThat(
            text(
                call(
                    Target.DATABASE,
                    hacker,
                    "database_query",
                    Map.of("query", "SELECT * FROM shifts ORDER BY shift"))))
        .isEqualTo("shift | guards | hours\nday | 4 | 2.5\nnight | 3 | NULL\n(2 rows)");
    assertThat(text(call(Target.DATABASE, hacker, "database_query", Map.of("query", "schema"))))
        .isEqualTo(
            "Tables that you may read:\n"
                + "- shifts(shift TEXT, guards INTEGER, hours REAL): Who is on duty");
    assertThat(
            text(
                call(
                    Target.DATABASE,
                    driver,
                    "database_query",
                    Map.of("query", "SELECT * FROM shifts"))))
        .startsWith("failed: table shifts may be read by hacker alone");
    JsonNode data =
        call(
                Target.DATABASE,
                hacker,
                "database_query",
                Map.of("query", "SELECT guards, hours FROM shifts WHERE shift = 'night'"))
            .path("data");
    assertThat(data)
        .isEqualTo(
            Json.tree(
                "{\"columns\":[\"guards\",\"hours\"],\"rows\":[[3,null]],\"truncated\":false}"));
  }

  @Test
  void surveysAreForWhoeverMaySimulate() {
    assertThat(text(call(Target.DATABASE, driver, "simulation_data", Map.of("kind", "Guards"))))
        .startsWith("guards:\n")
        .contains("night")
        .contains("3");
    assertThat(text(call(Target.DATABASE, driver, "simulation_data", Map.of("kind", "codes"))))
        .isEqualTo("failed: no survey of \"codes\"; there are: guards");
  }

  @Test
  void memoryCatchesUpWithTheFeed() {
    String planner = house.issuer.agent("planner", "m1", ALL);
    String lookout = house.issuer.agent("lookout", "m1", ALL);
    game.create("m1", "test");
    for (int i = 1; i <= 5; i++) {
      game.say("m1", "planner", "Point " + i + ": let us talk.");
    }
    long code = game.say("m1", "hacker", "The vault code is 8264. Good luck!");
    assertThat(text(call(Target.MEMORY, planner, "retrieve_memory", Map.of("query", "vault code"))))
        .isEqualTo("<<<\n#7 hacker: The vault code is 8264. Good luck!\n>>>");
    assertThat(text(call(Target.MEMORY, planner, "store_memory", Map.of("text", "Ask for code 2"))))
        .isEqualTo("Kept as your note 1.");
    game.say("m1", "driver", "The truck stands at gate 2.");
    assertThat(text(call(Target.MEMORY, planner, "retrieve_memory", Map.of("query", "code"))))
        .contains("your note 1 (after #7): Ask for code 2")
        .contains("#7 hacker");
    assertThat(text(call(Target.MEMORY, lookout, "retrieve_memory", Map.of("query", "ask code"))))
        .doesNotContain("note");
    assertThat(text(call(Target.MEMORY, lookout, "get_recent_turns", Map.of("count", 2))))
        .isEqualTo(
            "<<<\n#7 hacker: The vault code is 8264. Good luck!\n#8 driver: The truck stands at gate 2.\n>>>");
    assertThat(text(call(Target.MEMORY, lookout, "get_compressed_memory", Map.of())))
        .contains("#7 hacker: The vault code is 8264.");

    assertThat(digest("m1", code, 200, "planner").path("digest").asString(""))
        .contains("8264")
        .contains("your note 1")
        .doesNotContain("truck");
    JsonNode small = digest("m1", 8, 20, "lookout");
    assertThat(small.path("digest").asString("")).doesNotContain("note");
    assertThat(small.path("tokens").asInt(99)).isLessThanOrEqualTo(20);
    assertThat(digestAnswer("m1", 99, 20).status()).isEqualTo(409);
    assertThat(digestAnswer("m1", 8, 0).status()).isEqualTo(400);
  }

  @Test
  void aClientThatActsUnderAnAgentsNameReadsNoNotesOfTheAgent() {
    game.create("m4", "test");
    String agent = house.issuer.agent("hacker", "m4", ALL);
    String outside =
        house.issuer.token("outside", "hacker", "m4", ALL, List.of(Target.MEMORY.audience()));
    call(Target.MEMORY, outside, "store_memory", Map.of("text", "I am not the agent."));
    call(Target.MEMORY, agent, "store_memory", Map.of("text", "The vault code is 8264."));
    assertThat(text(call(Target.MEMORY, outside, "get_compressed_memory", Map.of())))
        .contains("not the agent")
        .doesNotContain("8264");
    assertThat(text(call(Target.MEMORY, outside, "retrieve_memory", Map.of("query", "code"))))
        .doesNotContain("8264");
    assertThat(text(call(Target.MEMORY, agent, "get_compressed_memory", Map.of())))
        .contains("8264")
        .doesNotContain("not the agent");
    assertThat(digest("m4", 1, 200, "hacker").path("digest").asString(""))
        .contains("8264")
        .doesNotContain("not the agent");
  }

  @Test
  void aClientThatActsUnderAnAgentsNameForgetsNoneOfItsSharedNotesAndLeavesNotWithIt() {
    game.create("m5", "test");
    String agent = house.issuer.agent("hacker", "m5", ALL);
    String outside =
        house.issuer.token("outside", "hacker", "m5", ALL, List.of(Target.MEMORY.audience()));
    call(Target.MEMORY, agent, "store_memory", Map.of("text", "The code is 8264.", "share", true));
    call(Target.MEMORY, outside, "store_memory", Map.of("text", "No code here.", "share", true));
    assertThat(text(call(Target.MEMORY, outside, "forget", Map.of("note", 1, "shared", true))))
        .isEqualTo("failed: you have shared no note 1; only who shared a note can forget it");
    assertThat(text(call(Target.MEMORY, agent, "forget", Map.of("note", 2, "shared", true))))
        .startsWith("failed: you have shared no note 2");
    game.expel("m5", "hacker");
    assertThat(text(call(Target.MEMORY, outside, "retrieve_memory", Map.of("query", "code"))))
        .contains("shared note 1 of hacker (withdrawn)", "shared note 2 of hacker (after #1)");
    assertThat(text(call(Target.MEMORY, outside, "forget", Map.of("note", 2, "shared", true))))
        .isEqualTo("Forgotten.");
  }

  @Test
  void aShortQuestionIsRecalledForThoughALongMessageStandsBeforeIt() {
    game.say("m3", "intel", "Lindqvist keeps the spare key under the flower pot.");
    for (int i = 0; i < 8; i++) {
      game.say("m3", "driver", "Nobody has told me yet how long the vault takes; I guess " + i);
    }
    String longer = "Nobody has told me yet how long the vault takes; the planner guessed 22:41";
    long last = game.say("m3", "driver", longer);
    List<String> latest = List.of("Where did Lindqvist hide it?", longer, longer);
    Map<String, Object> asked =
        Map.of("session", "m3", "upto", last, "budget", 120, "queries", latest);
    Answer answer = service().send("POST", "/api/v1/digest", asked);
    assertThat(Json.tree(answer.body()).path("digest").asString(""))
        .containsSubsequence("Recalled for the latest messages:", "Lindqvist keeps the spare key");
    assertThat(
            service()
                .send(
                    "POST",
                    "/api/v1/digest",
                    Map.of(
                        "session",
                        "m3",
                        "upto",
                        1,
                        "budget",
                        9,
                        "queries",
                        List.of(1, 2, 3, 4, 5, 6, 7, 8, 9)))
                .status())
        .isEqualTo(400);
  }

  @Test
  void aRepeatedCallKeepsOneNote() {
    String agent = house.issuer.agent("intel", "m2", ALL);
    for (int i = 0; i < 2; i++) {
      JsonNode answer =
          Json.tree(
              RestCalls.withKey(
                  house.addresses.of(Target.MEMORY),
                  agent,
                  "store_memory",
                  "k1",
                  "{\"text\":\"x\"}"));
      assertThat(text(answer)).isEqualTo("Kept as your note 1.");
    }
  }

  private static JsonNode digest(String session, long upto, int budget, String agent) {
    Answer answer =
        service()
            .send(
                "POST",
                "/api/v1/digest",
                Map.of("session", session, "upto", upto, "budget", budget, "agent", agent));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return Json.tree(answer.body());
  }

  private static Answer digestAnswer(String session, long upto, int budget) {
    return service()
        .send("POST", "/api/v1/digest", Map.of("session", session, "upto", upto, "budget", budget));
  }

  private static heist.client.HttpJson service() {
    return house.http(
        Target.MEMORY,
        house.issuer.token("game", null, null, "memory:digest", List.of("urn:heist:memory")));
  }

  @Test
  void theDigestIsForTheEngineOnly() {
    assertThat(house.http(Target.MEMORY, hacker).send("POST", "/api/v1/digest", "{}").status())
        .isEqualTo(403);
  }
}
