package heist.app;

import static org.assertj.core.api.Assertions.assertThat;

import heist.model.FaultyModelServer;
import heist.model.Reply;
import heist.model.ScriptedModel;
import heist.web.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code POST /agents/NAME/ask}: one agent is asked directly, and what it shares on purpose. */
class AskTest {
  @TempDir static Path data;
  private static TestHeist heist;

  @BeforeAll
  static void start() throws Exception {
    Files.writeString(
        data.resolve("heist.yaml"), "session: {prompt_tokens: 2500, context: digest}\n");
    heist = TestHeist.start(data);
  }

  @AfterAll
  static void stop() {
    heist.close();
  }

  private static ObjectNode request(FaultyModelServer model, int rounds) {
    ObjectNode request = Json.mapper().createObjectNode();
    request.put("seed", "31").put("mole", "nobody").put("rounds", rounds).put("accuse", "none");
    request.putObject("llm").put("base_url", model.baseUrl()).put("model", "scripted");
    return request;
  }

  private static JsonNode ask(String id, String agent, String question) {
    ObjectNode body = Json.mapper().createObjectNode();
    body.put("session_id", id).put("message", question);
    return heist.game().post("/agents/" + agent + "/ask", body);
  }

  @Test
  void anAgentThatIsAskedRemembersWhatWasSaidLongAgo() throws Exception {
    AtomicInteger said = new AtomicInteger();
    AtomicReference<String> prompt = new AtomicReference<>("");
    ScriptedModel script =
        request -> {
          String text = request.path("messages").toString();
          if (text.contains("Where did Lindqvist")) {
            prompt.set(text);
            return Reply.say("Under a pot.");
          }
          int n = said.incrementAndGet();
          return Reply.say(
              n == 2
                  ? "Lindqvist keeps the spare key under the third flower pot."
                  : "Point " + n + ": let us talk about the weather, the streets and the lamps.");
        };
    try (FaultyModelServer model = FaultyModelServer.start(script)) {
      String id = heist.create(request(model, 12));
      heist.awaitEnd(id);
      assertThat(ask(id, "driver", "Where did Lindqvist hide it?").path("response").asString())
          .isEqualTo("Under a pot.");
    }
    assertThat(prompt.get())
        .contains("Recalled for the latest messages")
        .contains("third flower pot");
  }

  @Test
  void anAgentThatWasCutOffIsAskedWithoutItsSources() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    AtomicReference<String> prompt = new AtomicReference<>("");
    ScriptedModel script =
        request -> {
          String text = request.path("messages").toString();
          if (text.contains("What is the badge?")) {
            prompt.set(text);
          } else {
            try {
              assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
          return Reply.say("I cannot say.");
        };
    try (FaultyModelServer model = FaultyModelServer.start(script)) {
      String id = heist.create(request(model, 1));
      JsonNode unused = ask(id, "hacker", "What is the badge?");
      String before = prompt.get();
      JsonNode revoked =
          heist
              .game()
              .post("/api/v1/sessions/" + id + "/revoke", Json.tree("{\"agent\":\"hacker\"}"));
      assertThat(revoked).isNotNull();
      asked.countDown();
      heist.awaitEnd(id);
      unused = ask(id, "hacker", "What is the badge?");
      assertThat(before).contains("What your tools said earlier");
      assertThat(prompt.get()).doesNotContain("What your tools said earlier");
    }
  }

  @Test
  void aNoteForAllIsRecordedAsSharedInformation() throws Exception {
    ScriptedModel script =
        request -> {
          List<String> results = ScriptedModel.results(request);
          if (!ScriptedModel.agent(request).equals("planner") || results.size() > 1) {
            return Reply.say("Good.");
          }
          return results.isEmpty()
              ? Reply.call("file_reader", "filename", "client_letter.md")
              : Reply.rawCall(
                  "store_memory",
                  Json.mapper()
                      .createObjectNode()
                      .put("text", results.getFirst())
                      .put("share", true)
                      .toString());
        };
    try (FaultyModelServer model = FaultyModelServer.start(script)) {
      String id = heist.create(request(model, 1));
      heist.awaitEnd(id);
      List<JsonNode> log =
          heist
              .game()
              .text("/api/v1/sessions/" + id + "/export?format=full")
              .lines()
              .map(Json::tree)
              .toList();
      List<JsonNode> shared =
          log.stream().filter(e -> e.toString().contains("information_shared")).toList();
      assertThat(shared).hasSize(1);
      assertThat(shared.getFirst().toString())
          .contains("\"source\":\"client_letter.md\"", "planner");
    }
  }
}
