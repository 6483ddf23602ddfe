package heist.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heist.client.Bearer;
import heist.client.HttpJson;
import heist.client.ServiceContext;
import heist.client.Target;
import heist.service.calculator.CalculatorService;
import heist.service.discovery.DiscoveryService;
import heist.testing.Waiting;
import heist.web.Json;
import heist.web.Service;
import heist.web.WebServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The engine's way to tools: through discovery, over MCP, with each agent's own token. */
class ToolClientTest {
  @TempDir Path folder;

  /** What the clients measure by how old is what discovery has said. */
  private final AtomicLong nanos = new AtomicLong();

  private ToolHouse house;
  private Service discovery;
  private Service calculator;
  private ToolClient client;
  private Supplier<String> hacker;

  @BeforeEach
  void start() {
    house = new ToolHouse(folder);
    discovery = DiscoveryService.start(house.context(Target.DISCOVERY));
    calculator = CalculatorService.start(house.context(Target.CALCULATOR));
    client = client(Duration.ofSeconds(30));
    hacker = agent("hacker", "calculator:use discovery:read");
    Waiting.until(() -> !client.tools(hacker).isEmpty());
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    calculator.close();
    discovery.close();
    house.close();
  }

  private ToolClient client(Duration limit) {
    return new ToolClient(
        HttpJson.to("discovery", house.addresses.of(Target.DISCOVERY)), limit, nanos::get);
  }

  private Supplier<String> agent(String name, String scopes) {
    String token = house.issuer.agent(name, "s1", scopes);
    return () -> token;
  }

  private static ObjectNode expression(String text) {
    return Json.mapper().createObjectNode().put("expression", text);
  }

  @Test
  void findsAndCallsATool() throws Exception {
    assertThat(client.tools(hacker))
        .singleElement()
        .satisfies(tool -> {
          assertThat(tool.name()).isEqualTo("calculator");
          assertThat(tool.service()).isEqualTo("calculator");
          assertThat(tool.parameters().path("required").get(0).asString(""))
              .isEqualTo("expression");
        });
    assertThat(client.call("calculator", expression("6*7"), ref("c1"), hacker))
        .isEqualTo(new ToolOutcome(true, "42"));
    assertThat(client.call("calculator", expression("1/0"), ref("c2"), hacker).text())
        .contains("division by zero");
    assertThat(client.call("abacus", expression("1"), ref("c3"), hacker))
        .isEqualTo(ToolOutcome.failed("There is no tool \"abacus\". There are: calculator"));
  }

  /** Its holder's clock, or the service's, has jumped since it was looked at. */
  @Test
  void an_expired_token_is_replaced_once_and_the_call_made() throws Exception {
    String scopes = "calculator:use discovery:read";
    List<String> held = new ArrayList<>();
    Bearer bearer =
        new Bearer() {
          @Override
          public String get() {
            return held.getLast();
          }

          @Override
          public void refused(String token) {
            held.add(house.issuer.agent("hacker", "s1", scopes));
          }
        };
    String expired =
        house.issuer.agent("hacker", "s1", scopes, Instant.now().minus(Duration.ofHours(2)));
    held.add(expired);
    assertThat(client.call("calculator", expression("6*7"), ref("c1"), bearer))
        .isEqualTo(new ToolOutcome(true, "42"));
    assertThat(held).hasSize(2);
    held.add(expired);
    assertThat(client.tools(bearer)).isNotEmpty();
    assertThat(held).hasSize(4);
    assertThat(client.call("calculator", expression("1"), ref("c2"), () -> expired))
        .isEqualTo(ToolOutcome.failed("calculator refused the call: The token has expired."));
  }

  @Test
  void eachCallHasItsOwnToken() throws Exception {
    Supplier<String> driver = agent("driver", "discovery:read");
    assertThat(client.tools(driver)).isEmpty();
    assertThat(client.call("calculator", expression("1"), ref("c1"), driver).text())
        .contains("does not carry the scope");
    assertThat(client.call("calculator", expression("1"), ref("c2"), () -> "nonsense"))
        .isEqualTo(ToolOutcome.failed("calculator refused the call: The token cannot be read."));
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(2));
    assertThat(client.call("calculator", expression("1"), ref("c3"), driver).text())
        .as("by then discovery is asked again, which tells of no such tool")
        .startsWith("There is no tool");
    assertThat(client.tools(hacker)).hasSize(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<ToolOutcome>> answers =
          java.util.stream.IntStream.range(0, 60)
              .mapToObj(i ->
                  threads.submit(() ->
                      client.call(
                          "calculator",
                          expression("1+" + i),
                          ref("d" + i),
                          i % 2 == 0 ? hacker : driver)))
              .toList();
      for (int i = 0; i < answers.size(); i++) {
        assertThat(answers.get(i).get().success()).as("call " + i).isEqualTo(i % 2 == 0);
      }
    }
  }

  @Test
  void aServiceThatIsDownIsAnOutcomeAndComesBack() throws Exception {
    assertThat(client.call("calculator", expression("1"), ref("c1"), hacker).success()).isTrue();
    calculator.close();
    assertThat(client.call("calculator", expression("1"), ref("c2"), hacker).text())
        .contains("the service calculator at")
        .contains("is down");
    calculator = CalculatorService.start(house.context(Target.CALCULATOR));
    assertThat(client.call("calculator", expression("1+1"), ref("c3"), hacker))
        .isEqualTo(new ToolOutcome(true, "2"));
  }

  @Test
  void toolsAreToldAgainWhenDiscoveryRestarts() throws Exception {
    discovery.close();
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(2));
    assertThat(client.call("calculator", expression("2"), ref("c1"), hacker).success()).isTrue();
    assertThat(client.call("unknown", expression("2"), ref("c2"), hacker).text())
        .contains("Discovery at");
    discovery = DiscoveryService.start(house.context(Target.DISCOVERY));
    Waiting.until(() -> !client.tools(hacker).isEmpty());
  }

  @Test
  void aToolCanBeTakenOutAndPutBack() {
    HttpJson operator =
        house.http(
            Target.DISCOVERY,
            house.issuer.token(
                "operator",
                null,
                null,
                "discovery:read discovery:register",
                List.of("urn:heist:discovery")));
    JsonNode tool = operator.get("/tools/calculator", JsonNode.class);
    assertThat(tool.path("scope").asString("")).isEqualTo("calculator:use");
    operator.delete("/tools/calculator");
    assertThat(client.tools(hacker)).isEmpty();
    ObjectNode entry = (ObjectNode) tool.deepCopy();
    entry.remove(List.of("service", "address", "health"));
    Map<String, Object> registration =
        Map.of(
            "service", "calculator",
            "address", house.addresses.of(Target.CALCULATOR).toString(),
            "tools", List.of(entry));
    assertThat(operator.send("POST", "/tools/register", registration).status()).isEqualTo(201);
    assertThat(client.tools(hacker)).hasSize(1);
    JsonNode stats = operator.get("/stats", JsonNode.class);
    assertThat(stats.path("services").get(0).asString("")).isEqualTo("calculator");

    String body = Json.write(registration);
    for (String incomplete :
        List.of(
            body.replaceFirst("\"description\":\"[^\"]*\",", ""),
            body.replaceFirst("\"scope\":\"[^\"]*\"", "\"scope\":null"),
            body.replaceFirst("\\[\\{.*}]", "[{}]"))) {
      assertThat(incomplete).isNotEqualTo(body);
      HttpJson.Answer refused = operator.send("POST", "/tools/register", incomplete);
      assertThat(refused.status()).as(refused.body()).isEqualTo(400);
      assertThat(refused.body()).contains("one of them is missing").doesNotContain("invoke");
    }
    HttpJson agent = house.http(Target.DISCOVERY, hacker.get());
    assertThat(agent.send("POST", "/tools/register", registration).status()).isEqualTo(403);
    assertThat(agent.send("DELETE", "/tools/calculator", null).status()).isEqualTo(403);
    assertThat(agent.send("GET", "/tools/nothing", null).status()).isEqualTo(404);
  }

  /** Nothing is asked at an address that is not literally one of ours, nor are names looked up. */
  @Test
  void noSpellingOfAnAddressLeadsElsewhere() {
    int port = house.addresses.of(Target.CALCULATOR).getPort();
    List<String> addresses = new java.util.ArrayList<>();
    for (String host :
        List.of(
            "2130706433",
            "0x7f000001",
            "0177.0.0.1",
            "127.1",
            "127.0.0.2",
            "0.0.0.0",
            "[::1]",
            "[::ffff:127.0.0.1]",
            "[::ffff:7f00:1]",
            "localhost",
            "LOCALHOST",
            "localtest.me",
            "127.0.0.1.nip.io",
            "127.0.0.1.",
            "calculator",
            "user@127.0.0.1",
            "127.0.0.1@evil.example",
            "\uff11\uff12\uff17.0.0.1",
            "169.254.169.254",
            "metadata.google.internal")) {
      addresses.add("http://" + host + ":" + port);
    }
    String ours = house.addresses.of(Target.CALCULATOR).toString();
    for (String more :
        List.of("/", "/x", "/../x", "?x", "#x", "@evil.example", " ", "\r\nX: y", ":1", "\u0000")) {
      addresses.add(ours + more);
    }
    for (String scheme : List.of("https", "HTTP", "file", "gopher", "ftp", "jar:http", "")) {
      addresses.add(scheme + "://127.0.0.1:" + port);
    }
    addresses.addAll(
        List.of("", "x", "file:///etc/passwd", "http://169.254.169.254", "x".repeat(90_000)));
    HttpJson operator =
        house.http(
            Target.DISCOVERY,
            house.issuer.token(
                "operator", null, null, "discovery:register", List.of("urn:heist:discovery")));
    for (String address : addresses) {
      HttpJson.Answer refused =
          operator.send(
              "POST",
              "/tools/register",
              Map.of("service", "evil", "address", address, "tools", List.of()));
      assertThat(refused.status()).as(address).isEqualTo(400);
      assertThat(refused.body()).as(address).contains("not a service of this installation");
    }
    System.out.println("forged addresses of tools: " + addresses.size() + ", accepted 0");
  }

  @Test
  void aCallCanBeInterruptedAndHasALimit() throws Exception {
    ServiceContext ctx = house.context(Target.FILES);
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    Tool slow = stalling("slow", new CountDownLatch(1), never);
    Tool slower = stalling("slower", entered, never);
    WebServer.Builder server = WebServer.named("files").bind("127.0.0.1", ctx.port());
    try (ToolDoors doors = ToolDoors.install(server, ctx, ctx.verifier(), List.of(slow, slower));
        WebServer running = server.start();
        ToolClient hasty = client(Duration.ofMillis(300))) {
      doors.announce();
      Waiting.until(() -> client.tools(hacker).size() == 3);
      assertThat(running.name()).isEqualTo("files");
      ObjectNode none = Json.mapper().createObjectNode();
      assertThat(hasty.call("slow", none, ref("c1"), hacker).text())
          .contains("did not answer within");

      Thread caller = Thread.currentThread();
      Thread.ofVirtual()
          .start(() -> {
            try {
              entered.await();
            } catch (InterruptedException e) {
              return;
            }
            caller.interrupt();
          });
      assertThatThrownBy(() -> client.call("slower", none, ref("c2"), hacker))
          .isInstanceOf(InterruptedException.class);
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
      assertThat(client.call("calculator", expression("1"), ref("c3"), hacker).success()).isTrue();
    } finally {
      never.countDown();
    }
  }

  private static Tool stalling(String name, CountDownLatch entered, CountDownLatch never) {
    return Tool.of(
        ToolSpec.of(name, "x", "calculator:use", "{}"),
        call -> {
          entered.countDown();
          try {
            never.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return ToolResult.of("late");
        });
  }

  private static CallRef ref(String id) {
    return new CallRef(id, null);
  }
}
