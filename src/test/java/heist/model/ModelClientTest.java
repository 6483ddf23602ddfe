package heist.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import heist.model.ModelException.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ModelClientTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));
  private final List<Duration> slept = Collections.synchronizedList(new ArrayList<>());
  private final ModelClients clients = new ModelClients(CLOCK, slept::add, new Random(7));

  static final ToolOffer CALCULATOR =
      offer(
          "calculator",
          "{\"type\":\"object\",\"properties\":{\"expression\":{\"type\":\"string\"}},\"required\":[\"expression\"]}");
  static final ToolOffer READER =
      offer(
          "file_reader",
          "{\"type\":\"object\",\"properties\":{\"filename\":{\"type\":\"string\"}},\"required\":[\"filename\"]}");

  static ToolOffer offer(String name, String schema) {
    return new ToolOffer(name, "A tool", JsonMapper.shared().readTree(schema));
  }

  @AfterEach
  void close() {
    clients.close();
  }

  static ModelRequest request(ToolOffer... tools) {
    return new ModelRequest(
        "m",
        List.of(new ChatTurn.System("You are hacker."), new ChatTurn.User("Go.")),
        List.of(tools),
        0.5,
        200,
        9_007_199_254_740_991L);
  }

  private ModelClient client(FaultyModelServer server) {
    return clients.client(
        ModelEndpoint.of(server.baseUrl(), "key-1", null).withTimeout(Duration.ofSeconds(60)));
  }

  private ModelReply ask(FaultyModelServer server, ToolOffer... tools) {
    return client(server).chat(request(tools));
  }

  private ModelException fail(FaultyModelServer server, ToolOffer... tools) {
    return fail(client(server), tools);
  }

  private static ModelException fail(ModelClient client, ToolOffer... tools) {
    return catchThrowableOfType(ModelException.class, () -> client.chat(request(tools)));
  }

  @Test
  void sendsWhatIsAskedAndReadsTheAnswer() {
    try (var server = FaultyModelServer.start(Reply.say("Hello."))) {
      ModelReply reply = ask(server, CALCULATOR);

      assertThat(reply)
          .isEqualTo(
              new ModelReply(
                  "Hello.", List.of(), new ModelReply.Usage(100, 20, false), "stop", List.of()));
      JsonNode sent = server.requests().getFirst();
      assertThat(sent.path("model").asString()).isEqualTo("m");
      assertThat(sent.path("seed").asLong()).isEqualTo(9_007_199_254_740_991L);
      assertThat(sent.path("max_tokens").asInt()).isEqualTo(200);
      assertThat(sent.path("temperature").asDouble()).isEqualTo(0.5);
      assertThat(sent.path("messages").path(0).path("role").asString()).isEqualTo("system");
      assertThat(sent.at("/tools/0/function/name").asString()).isEqualTo("calculator");
      assertThat(sent.at("/tools/0/function/parameters/properties/expression/type").asString())
          .isEqualTo("string");
      assertThat(sent.at("/tools/0/function/parameters/required/0").asString())
          .isEqualTo("expression");
      assertThat(server.keys()).containsExactly("Bearer key-1");
    }
  }

  @Test
  void carriesToolCallsBothWays() {
    try (var server = FaultyModelServer.start(Reply.call("calculator", "expression", "2+2"))) {
      ModelReply reply = ask(server, CALCULATOR);

      assertThat(reply.finish()).isEqualTo("tool_calls");
      ToolAsk ask = reply.tools().getFirst();
      assertThat(ask.tool()).isEqualTo("calculator");
      assertThat(ask.arguments().path("expression").asString()).isEqualTo("2+2");

      client(server)
          .chat(
              new ModelRequest(
                  "m",
                  List.of(
                      new ChatTurn.User("Go."),
                      new ChatTurn.Assistant("", List.of(ask)),
                      new ChatTurn.ToolAnswer(ask.id(), "calculator", "4")),
                  List.of(CALCULATOR),
                  null,
                  50,
                  null));
      JsonNode sent = server.requests().getLast();
      assertThat(sent.at("/messages/1/tool_calls/0/function/arguments").asString())
          .isEqualTo("{\"expression\":\"2+2\"}");
      assertThat(sent.at("/messages/2/role").asString()).isEqualTo("tool");
      assertThat(sent.at("/messages/2/tool_call_id").asString()).isEqualTo(ask.id());
      assertThat(sent.has("seed")).isFalse();
    }
  }

  @Test
  void waitsAsLongAsTheServerSays() {
    try (var server = FaultyModelServer.start(Reply.tooMany(7), Reply.say("Now."))) {
      ModelReply reply = ask(server);

      assertThat(reply.text()).isEqualTo("Now.");
      assertThat(reply.repairs()).containsExactly("an answer 429 was asked past");
      assertThat(slept).containsExactly(Duration.ofSeconds(7));
    }
  }

  @Test
  void givesUpOnAServerThatKeepsFailing() {
    try (var server = FaultyModelServer.start(Reply.error(500, "CUDA out of memory"))) {
      ModelException e = fail(server);

      assertThat(e.trouble()).isEqualTo(Trouble.SERVER_ERROR);
      assertThat(e)
          .hasMessageContaining("CUDA out of memory")
          .hasMessageContaining(server.baseUrl());
      assertThat(server.requests()).hasSize(1 + ModelEndpoint.RETRIES);
      assertThat(slept).hasSize(ModelEndpoint.RETRIES).isSorted();
    }
  }

  @Test
  void givesUpOnAServerThatIsTooBusy() {
    try (var server = FaultyModelServer.start(Reply.tooMany(1))) {
      assertThat(fail(server).trouble()).isEqualTo(Trouble.RATE_LIMITED);
    }
  }

  @Test
  void asksAgainAfterADroppedConnection() {
    try (var server = FaultyModelServer.start(Reply.drop(), Reply.drop(), Reply.say("Back."))) {
      assertThat(ask(server).text()).isEqualTo("Back.");
    }
  }

  @Test
  void saysThatNobodyListens() {
    String gone = "http://127.0.0.1:1/v1";
    ModelException e = fail(clients.client(ModelEndpoint.of(gone, null, "m")));

    assertThat(e.trouble()).isEqualTo(Trouble.UNREACHABLE);
    assertThat(e).hasMessageContaining(gone).hasMessageContaining("nobody listens there");
  }

  @Test
  void givesUpOnAStall() {
    try (var server = FaultyModelServer.start(Reply.stall())) {
      ModelEndpoint hasty =
          ModelEndpoint.of(server.baseUrl(), null, "m").withTimeout(Duration.ofMillis(150));
      ModelException e = fail(clients.client(hasty));

      assertThat(e.trouble()).isEqualTo(Trouble.TIMEOUT);
      assertThat(e).hasMessageContaining("150 ms");
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void cutsOffAnEndlessAnswer() {
    try (var server = FaultyModelServer.start(Reply.endless())) {
      ModelException e = fail(server);

      assertThat(e.trouble()).isEqualTo(Trouble.BAD_ANSWER);
      assertThat(e).hasMessageContaining("endless");
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void interruptingTheCallerEndsTheCallAtOnce() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    try (var server = FaultyModelServer.start(Reply.stall()).onArrival(_ -> arrived.countDown())) {
      // Neither the server nor the limit ends it within the time of this test.
      ModelClient client =
          clients.client(
              ModelEndpoint.of(server.baseUrl(), "key-1", null).withTimeout(Duration.ofHours(1)));
      AtomicReference<ModelException> failed = new AtomicReference<>();
      Thread caller = Thread.ofVirtual().start(() -> failed.set(fail(client)));
      arrived.await();
      caller.interrupt();

      assertThat(caller.join(Duration.ofSeconds(60))).isTrue();
      assertThat(failed.get().trouble()).isEqualTo(Trouble.CANCELLED);
    }
  }

  @Test
  void aWaitForAPlaceCanBeInterruptedToo() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    try (var server = FaultyModelServer.start(Reply.stall()).onArrival(_ -> arrived.countDown())) {
      ModelClient client =
          clients.client(ModelEndpoint.of(server.baseUrl(), null, "m").withMaxInFlight(1));
      Thread first = Thread.ofVirtual().start(() -> fail(client));
      arrived.await();
      AtomicReference<ModelException> failed = new AtomicReference<>();
      Thread second = Thread.ofVirtual().start(() -> failed.set(fail(client)));
      second.interrupt();
      second.join();

      assertThat(failed.get().trouble()).isEqualTo(Trouble.CANCELLED);
      assertThat(server.requests()).hasSize(1);
      first.interrupt();
      first.join();
    }
  }

  @Test
  void keepsToTheCapOnCallsInFlight() {
    try (var server = FaultyModelServer.start(Reply.say("ok"))) {
      ModelEndpoint narrow = ModelEndpoint.of(server.baseUrl(), null, "m").withMaxInFlight(2);
      ModelClient one = clients.client(narrow);
      ModelClient other = clients.client(narrow);
      List<CompletableFuture<ModelReply>> calls = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        ModelClient client = i % 2 == 0 ? one : other;
        calls.add(
            CompletableFuture.supplyAsync(
                () -> client.chat(request()), task -> Thread.ofVirtual().start(task)));
      }
      calls.forEach(CompletableFuture::join);

      assertThat(server.requests()).hasSize(20);
      assertThat(server.mostInFlight()).isLessThanOrEqualTo(2);
    }
  }

  @Test
  void asksOnceMoreForAnEmptyAnswerWithAnotherSeed() {
    try (var server = FaultyModelServer.start(Reply.empty(), Reply.say("Now."))) {
      ModelReply reply = ask(server);

      assertThat(reply.text()).isEqualTo("Now.");
      assertThat(reply.repairs()).containsExactly("an empty answer was asked for again");
      assertThat(server.requests().get(1).path("seed").asLong()).isEqualTo(9_007_199_254_740_992L);
    }
    try (var server = FaultyModelServer.start(Reply.empty())) {
      assertThat(fail(server).trouble()).isEqualTo(Trouble.EMPTY);
      assertThat(server.requests()).hasSize(2);
    }
  }

  @Test
  void saysWhenThinkingSpentAllTokens() {
    try (var server = FaultyModelServer.start(Reply.cutOff("<think>hm, hm"))) {
      ModelException e = fail(server);

      assertThat(e.trouble()).isEqualTo(Trouble.EMPTY);
      assertThat(e).hasMessageContaining("raise max_tokens");
    }
  }

  @Test
  void asksOnceMoreForABrokenAnswer() {
    try (var server = FaultyModelServer.start(Reply.brokenJson(), Reply.say("Whole."))) {
      ModelReply reply = ask(server);

      assertThat(reply.text()).isEqualTo("Whole.");
      assertThat(reply.repairs()).containsExactly("a broken answer was asked for again");
    }
    try (var server = FaultyModelServer.start(Reply.brokenJson())) {
      ModelException e = fail(server);

      assertThat(e.trouble()).isEqualTo(Trouble.BAD_ANSWER);
      assertThat(e).hasMessageContaining("broken JSON");
    }
  }

  @Test
  void saysThatAWebPageIsNoModel() {
    try (var server = FaultyModelServer.start(Reply.html())) {
      ModelException e = fail(server);

      assertThat(e.trouble()).isEqualTo(Trouble.BAD_ANSWER);
      assertThat(e).hasMessageContaining("web page").hasMessageContaining("/v1");
    }
  }

  @Test
  void findsTheMissingV1AndRemembersIt() {
    try (var server = FaultyModelServer.start(Reply.say("Found."))) {
      ModelClient client = clients.client(ModelEndpoint.of(server.root() + "/", null, "m"));
      assertThat(client.chat(request()).repairs())
          .containsExactly("/v1 was missing in the base URL");
      assertThat(client.chat(request()).repairs()).isEmpty();
      assertThat(server.paths()).containsOnly("/v1/chat/completions");
    }
  }

  @Test
  void takesTheFirstModelThatTheServerLists() {
    try (var server = FaultyModelServer.start(Reply.say("Hi.")).withModels("qwen", "llama")) {
      ModelRequest any =
          new ModelRequest(null, List.of(new ChatTurn.User("Go.")), List.of(), null, 9, null);
      client(server).chat(any);

      assertThat(server.requests().getFirst().path("model").asString()).isEqualTo("qwen");
    }
  }

  @Test
  void fallsBackToTextWhereToolsAreRefused() {
    ScriptedModel noTools =
        sent ->
            sent.has("tools")
                ? Reply.error(400, "registry/gemma does not support tools")
                : Reply.say("Let me see.\n[TOOL:calculator:2+2]");
    try (var server = FaultyModelServer.start(noTools)) {
      ModelClient client = client(server);
      ModelReply reply = client.chat(request(CALCULATOR));

      assertThat(reply.text()).isEqualTo("Let me see.");
      assertThat(reply.tools().getFirst().arguments().path("expression").asString())
          .isEqualTo("2+2");
      assertThat(reply.repairs())
          .containsExactly("the server refuses tools; they were asked for as text");
      assertThat(ScriptedModel.system(server.requests().getLast()))
          .contains("[TOOL:name:argument]")
          .contains("- calculator {expression}");
      assertThat(client.chat(request(CALCULATOR)).repairs()).isEmpty();
      assertThat(server.requests()).hasSize(3);
    }
  }

  @Test
  void theTextFormCarriesResultsAsUserMessages() {
    try (var server = FaultyModelServer.start(Reply.say("It is 4."))) {
      ModelClient client =
          clients.client(
              ModelEndpoint.of(server.baseUrl(), null, "m").withDialect(ToolDialect.TEXT));
      ToolAsk ask =
          new ToolAsk("c1", "calculator", JsonMapper.shared().readTree("{\"expression\":\"2+2\"}"));
      client.chat(
          new ModelRequest(
              "m",
              List.of(
                  new ChatTurn.System("You are hacker."),
                  new ChatTurn.User("Go."),
                  new ChatTurn.Assistant("Wait.", List.of(ask)),
                  new ChatTurn.ToolAnswer("c1", "calculator", "4")),
              List.of(CALCULATOR),
              null,
              50,
              null));

      JsonNode sent = server.requests().getFirst();
      assertThat(sent.has("tools")).isFalse();
      assertThat(sent.at("/messages/2/content").asString())
          .isEqualTo("Wait.\n[TOOL:calculator:{\"expression\":\"2+2\"}]");
      assertThat(ScriptedModel.user(sent))
          .isEqualTo("Tool result of calculator (call c1):\n<<<\n4\n>>>");
    }
  }

  @Test
  void leavesOutWhatTheServerDoesNotKnow() {
    ScriptedModel picky =
        sent ->
            sent.has("seed")
                ? Reply.error(422, "Extra inputs are not permitted: seed")
                : sent.has("max_tokens")
                    ? Reply.error(
                        400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens'.")
                    : Reply.say("Fine.");
    try (var server = FaultyModelServer.start(picky)) {
      assertThat(ask(server).text()).isEqualTo("Fine.");
      assertThat(server.requests().getLast().path("max_completion_tokens").asInt()).isEqualTo(200);
    }
  }

  @Test
  void namesTheCauseOfARefusal() {
    record Case(Reply reply, Trouble trouble, String says) {}
    List<Case> cases =
        List.of(
            new Case(
                Reply.error(400, "This model's maximum context length is 4096 tokens"),
                Trouble.CONTEXT_OVERFLOW,
                "longer than the context"),
            new Case(Reply.error(401, "bad key"), Trouble.REFUSED, "another API key"),
            new Case(
                Reply.error(404, "model 'm' not found"), Trouble.REFUSED, "no such model loaded"),
            new Case(Reply.error(400, "no"), Trouble.REFUSED, "refused the request (400: no)"),
            new Case(
                Reply.json("{\"error\":\"Unexpected endpoint or method. (POST /x)\"}"),
                Trouble.REFUSED,
                "does not know the path"));
    for (Case c : cases) {
      try (var server = FaultyModelServer.start(c.reply())) {
        ModelException e = fail(server);
        assertThat(e.trouble()).as(c.says()).isEqualTo(c.trouble());
        assertThat(e).hasMessageContaining(c.says()).hasMessageContaining(server.baseUrl());
        assertThat(server.requests()).hasSize(1);
      }
    }
  }

  @Test
  void countsForItselfWhatTheServerDoesNotCount() {
    try (var server = FaultyModelServer.start(Reply.sayUncounted("One two three."))) {
      ModelReply.Usage usage = ask(server).usage();

      assertThat(usage.estimated()).isTrue();
      assertThat(usage.prompt()).isBetween(10L, 40L);
      assertThat(usage.completion()).isBetween(3L, 6L);
    }
  }

  @Test
  void joinsAStreamThatNobodyAskedFor() {
    String stream =
        """
        data: {"choices":[{"delta":{"role":"assistant","content":"Hel"}}]}

        data: {"choices":[{"delta":{"content":"lo.","tool_calls":[{"index":0,"id":"a","function":{"name":"calculator","arguments":"{\\"expression\\":"}}]}}]}

        data: {"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":"\\"1+1\\"}"}}]},"finish_reason":"tool_calls"}]}

        data: [DONE]
        """;
    Reply streamed = new Reply.Raw(200, "text/event-stream", stream, java.util.Map.of());
    try (var server = FaultyModelServer.start(streamed)) {
      ModelReply reply = ask(server, CALCULATOR);

      assertThat(reply.text()).isEqualTo("Hello.");
      assertThat(reply.tools().getFirst().arguments().path("expression").asString())
          .isEqualTo("1+1");
      assertThat(reply.repairs())
          .containsExactly("a stream that nobody asked for was put together");
    }
  }

  @Test
  void noMessageHoldsTheKey() {
    try (var server = FaultyModelServer.start(Reply.error(401, "bad key"))) {
      assertThat(fail(server)).hasMessageNotContaining("key-1");
      assertThat(ModelEndpoint.of(server.baseUrl(), "key-1", "m").toString())
          .doesNotContain("key-1");
    }
  }
}
