package heist.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import heist.client.HttpJson;
import heist.client.Target;
import heist.model.FaultyModelServer;
import heist.model.Reply;
import heist.model.ScriptedModel;
import heist.tool.OutsideMcpServer;
import heist.web.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The tools of running sessions: other people's servers, and tools that come and go. */
class CrewToolsTest {
  @TempDir static Path data;
  @TempDir static Path elsewhere;
  private static TestHeist heist;

  @BeforeAll
  static void start() {
    heist = TestHeist.start(data);
  }

  @AfterAll
  static void stop() {
    heist.close();
  }

  private static String crew(OutsideMcpServer theirs, Path token) {
    return """
    name: pair
    order: fixed
    tool_servers:
      - name: maps
        url: %s
        tools: [route]
        auth: {bearer_file: %s}
    agents:
      - {name: ada, role: planner, persona: Plans., tools: [calculator, route]}
      - {name: bob, role: driver, persona: Drives., tools: [calculator]}
    """
        .formatted(theirs.url(), token);
  }

  private static ObjectNode request(FaultyModelServer model, String crew, int rounds) {
    ObjectNode request = Json.mapper().createObjectNode();
    request.put("task", "Find the way").put("crew", crew).put("rounds", rounds);
    request.putObject("llm").put("base_url", model.baseUrl()).put("model", "scripted");
    return request;
  }

  @Test
  void anotherServersToolJoinsACrewWithItsOwnCredentials() throws Exception {
    Path token = Files.writeString(elsewhere.resolve("maps"), OutsideMcpServer.TOKEN + "\n");
    ScriptedModel script =
        request ->
            !ScriptedModel.results(request).isEmpty()
                ? Reply.say("They say: " + ScriptedModel.results(request).getLast())
                : Reply.call("route", "to", "the harbour");
    try (OutsideMcpServer theirs = new OutsideMcpServer();
        FaultyModelServer model = FaultyModelServer.start(script)) {
      String id = heist.create(request(model, crew(theirs, token), 1));
      List<JsonNode> events = heist.awaitEnd(id);
      assertThat(events.toString())
          .contains("They say: The way to \\\"the harbour\\\"")
          .contains("You have no tool \\\"route\\\". You have: calculator.");
      assertThat(theirs.calls).containsExactly("route");
      assertThat(theirs.authorizations)
          .as("no token of ours goes there")
          .containsOnly("Bearer " + OutsideMcpServer.TOKEN);
      for (String format : List.of("jsonl", "full", "md")) {
        assertThat(heist.game().text("/api/v1/sessions/" + id + "/export?format=" + format))
            .doesNotContain(OutsideMcpServer.TOKEN);
      }
    }
  }

  @Test
  void anAgentThatWasCutOffReachesNoOutsideServerEither() throws Exception {
    Path token = Files.writeString(elsewhere.resolve("maps3"), OutsideMcpServer.TOKEN + "\n");
    CountDownLatch called = new CountDownLatch(1);
    CountDownLatch revoked = new CountDownLatch(1);
    ScriptedModel script =
        request -> {
          switch (ScriptedModel.results(request).size()) {
            case 0 -> {
              return Reply.call("route", "to", "the harbour");
            }
            case 1 -> {
              called.countDown();
              try {
                assertThat(revoked.await(60, TimeUnit.SECONDS)).isTrue();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return Reply.call("route", "to", "the station");
            }
            default -> {
              return Reply.say("They say: " + ScriptedModel.results(request).getLast());
            }
          }
        };
    try (OutsideMcpServer theirs = new OutsideMcpServer();
        FaultyModelServer model = FaultyModelServer.start(script)) {
      String id = heist.create(request(model, crew(theirs, token), 1));
      assertThat(called.await(60, TimeUnit.SECONDS)).isTrue();
      String mine = heist.agentToken("pair", "ada", id);
      heist.game().post("/api/v1/sessions/" + id + "/revoke", Json.tree("{\"agent\":\"ada\"}"));
      HttpJson asAda = HttpJson.to("game", heist.address(Target.GAME)).withToken(() -> mine);
      while (asAda.send("GET", "/tools", null).status() != 401) {
        Thread.onSpinWait();
      }
      revoked.countDown();
      List<JsonNode> events = heist.awaitEnd(id);

      assertThat(theirs.calls).as("called before, and not after").containsExactly("route");
      assertThat(events.toString()).contains("route was not called: The token has been revoked.");
      List<Long> asked =
          events.stream()
              .filter(e -> e.path("type").asString().equals("tool_requested"))
              .filter(e -> e.path("agent").asString().equals("ada"))
              .map(e -> e.path("seq").asLong())
              .toList();
      assertThat(heist.audit(Target.GAME))
          .filteredOn(e -> e.path("action").asString().equals("tool.outside"))
          .filteredOn(e -> e.path("session").asString("").equals(id))
          .extracting(
              e -> e.path("actor").asString(),
              e -> e.path("what").asString(),
              e -> e.path("outcome").asString(),
              e -> e.path("event").asLong())
          .containsExactly(
              tuple("pair.ada", "maps/route", "ok", asked.get(0)),
              tuple("pair.ada", "maps/route", "refused", asked.get(1)));
    }
  }

  @Test
  void aSessionGoesOnWhenTheSigningKeyIsReplacedAtOnce() throws Exception {
    Path token = Files.writeString(elsewhere.resolve("maps4"), OutsideMcpServer.TOKEN + "\n");
    CountDownLatch called = new CountDownLatch(1);
    CountDownLatch replaced = new CountDownLatch(1);
    ScriptedModel script =
        request -> {
          List<String> results = ScriptedModel.results(request);
          if (results.size() == 2) {
            called.countDown();
            try {
              assertThat(replaced.await(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
          return results.size() >= 4
              ? Reply.say("They say: " + String.join(" / ", results))
              : Reply.together(
                  Reply.call("calculator", "expression", "6*7"),
                  Reply.call("route", "to", "the harbour"));
        };
    try (OutsideMcpServer theirs = new OutsideMcpServer();
        FaultyModelServer model = FaultyModelServer.start(script)) {
      String crew = crew(theirs, token).replaceAll("(?m)^.*name: bob.*$", "");
      String id = heist.create(request(model, crew, 1));
      assertThat(called.await(60, TimeUnit.SECONDS)).isTrue();
      String old = heist.token("operator", Target.CALCULATOR);
      HttpJson.Answer answer =
          heist
              .http(Target.AUTH, "operator", "keys:rotate")
              .send("POST", "/keys/rotate", Map.of("now", true));
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      for (Target target : TestHeist.TOOLS) {
        String mine = target == Target.CALCULATOR ? old : heist.agentToken("pair", "ada", id);
        HttpJson door = HttpJson.to(target.id(), heist.address(target)).withToken(() -> mine);
        int wanted = target == Target.CALCULATOR ? 401 : 200;
        while (door.send("GET", "/tools", null).status() != wanted) {
          Thread.onSpinWait();
        }
      }
      replaced.countDown();
      List<JsonNode> events = heist.awaitEnd(id);
      List<JsonNode> returned =
          events.stream().filter(e -> e.path("type").asString().equals("tool_returned")).toList();
      assertThat(returned).hasSize(4);
      assertThat(returned).as("nobody was cut off").allMatch(e -> e.path("success").asBoolean());
      assertThat(events.getLast().path("end").asString()).isEqualTo("COMPLETED");
      assertThat(
              heist.audit(Target.CALCULATOR).stream()
                  .filter(e -> e.path("session").asString("").equals(id))
                  .map(e -> e.path("tokenId").asString())
                  .distinct())
          .as("with a new token")
          .hasSize(2);
    }
  }

  @Test
  void aCrewFromTheNetworkBringsNoServers() throws Exception {
    Path token = Files.writeString(elsewhere.resolve("maps2"), "x");
    try (OutsideMcpServer theirs = new OutsideMcpServer();
        FaultyModelServer model = FaultyModelServer.start(_ -> Reply.say("x"))) {
      HttpJson dashboard =
          heist.http(Target.GAME, "dashboard", "session:write", "session:read", "operator");
      HttpJson.Answer answer =
          dashboard.send("POST", "/api/v1/sessions", request(model, crew(theirs, token), 1));
      assertThat(answer.status()).as(answer.body()).isEqualTo(403);
      assertThat(answer.body()).contains("crew:servers");
      Path inside = Files.writeString(data.resolve("stolen"), "x");
      List<JsonNode> events = heist.awaitEnd(heist.create(request(model, crew(theirs, inside), 1)));
      assertThat(events).isNotEmpty();
      assertThat(theirs.authorizations).isEmpty();
    }
  }

  @Test
  void toolsThatComeAndGoAreSeenInTheNextTurn() throws Exception {
    ConcurrentLinkedQueue<Boolean> offered = new ConcurrentLinkedQueue<>();
    AtomicInteger turns = new AtomicInteger();
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch removed = new CountDownLatch(1);
    CountDownLatch second = new CountDownLatch(1);
    CountDownLatch back = new CountDownLatch(1);
    ScriptedModel script =
        request -> {
          offered.add(ScriptedModel.offers(request, "calculator"));
          try {
            switch (turns.incrementAndGet()) {
              case 1 -> {
                first.countDown();
                assertThat(removed.await(60, TimeUnit.SECONDS)).isTrue();
              }
              case 2 -> {
                second.countDown();
                assertThat(back.await(60, TimeUnit.SECONDS)).isTrue();
              }
              default -> {}
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return Reply.say("Turn " + turns.get());
        };
    HttpJson registry =
        heist.http(Target.DISCOVERY, "operator", "discovery:read", "discovery:register");
    try (FaultyModelServer model = FaultyModelServer.start(script)) {
      String crew =
          """
          name: trio
          order: fixed
          agents:
            - {name: ada, role: planner, persona: Plans., tools: [calculator]}
            - {name: bob, role: driver, persona: Drives., tools: [calculator]}
            - {name: cy, role: driver, persona: Drives., tools: [calculator]}
          """;
      String id = heist.create(request(model, crew, 1));
      assertThat(first.await(60, TimeUnit.SECONDS)).isTrue();
      ObjectNode tool = (ObjectNode) registry.get("/tools/calculator", JsonNode.class);
      registry.delete("/tools/calculator");
      removed.countDown();
      assertThat(second.await(60, TimeUnit.SECONDS)).isTrue();
      ObjectNode entry = Json.mapper().createObjectNode();
      for (String field : List.of("name", "description", "parameters", "scope")) {
        entry.set(field, tool.get(field));
      }
      registry.post(
          "/tools/register",
          Map.of(
              "service", "calculator",
              "address", tool.path("address").asString(),
              "tools", List.of(entry)),
          JsonNode.class);
      back.countDown();
      heist.awaitEnd(id);
    }
    assertThat(offered).startsWith(true, false, true);
  }
}
