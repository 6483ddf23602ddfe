package heist.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heist.client.AddressBook;
import heist.client.AgentTokens;
import heist.client.AuthClient;
import heist.client.Credentials;
import heist.client.HttpJson;
import heist.client.SecretStore;
import heist.client.ServiceContext;
import heist.client.Target;
import heist.client.TokenClient;
import heist.service.auth.AuthService;
import heist.service.calculator.CalculatorService;
import heist.service.discovery.DiscoveryService;
import heist.testing.Waiting;
import heist.web.Json;
import heist.web.Service;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The one MCP door for all tools, with the real authorization server behind it. */
class HubTest {
  private static final Set<String> BOTH =
      Set.of(Target.CALCULATOR.audience(), Target.DISCOVERY.audience());

  @TempDir static Path folder;
  private static final AddressBook ADDRESSES = AddressBook.onFreePorts();
  private static final List<Service> SERVICES = new ArrayList<>();
  private static AgentTokens agents;
  private static SecretStore secrets;

  @BeforeAll
  static void start() {
    secrets = new SecretStore(folder.resolve("secrets"));
    SERVICES.add(AuthService.start(context(Target.AUTH)));
    SERVICES.add(DiscoveryService.start(context(Target.DISCOVERY)));
    SERVICES.add(CalculatorService.start(context(Target.CALCULATOR)));
    ServiceContext game = context(Target.GAME);
    agents =
        new AgentTokens(
            new AuthClient(game.http(Target.AUTH, "clients:write"), "seed"), game.tokens());
    HttpJson registry = game.http(Target.DISCOVERY, "discovery:read", "discovery:register");
    Waiting.until(() -> registry.send("GET", "/tools/calculator", null).status() == 200);
  }

  @AfterAll
  static void stop() {
    SERVICES.reversed().forEach(Service::close);
  }

  private static ServiceContext context(Target target) {
    return new ServiceContext(
        target,
        "127.0.0.1",
        ADDRESSES.of(target).getPort(),
        ADDRESSES,
        folder,
        new SecretStore(folder.resolve("secrets")),
        InstantSource.system(),
        null,
        feature -> true,
        Duration.ofSeconds(10));
  }

  private static String agent(String name, Set<String> audiences, String... scopes) {
    return agents
        .bearer(new AgentTokens.Agent("hub." + name, name, Set.of(scopes), audiences), "s1")
        .get();
  }

  private static McpSyncClient mcp(String token) {
    McpSyncClient client =
        McpClient.sync(
                HttpClientStreamableHttpTransport.builder(ADDRESSES.of(Target.DISCOVERY).toString())
                    .endpoint("/mcp")
                    .httpRequestCustomizer((request, m, u, b, c) ->
                        request.setHeader("Authorization", "Bearer " + token))
                    .build())
            .build();
    client.initialize();
    return client;
  }

  private static CallToolRequest sum() {
    return new CallToolRequest("calculator", Map.of("expression", "6*7"));
  }

  @Test
  void aCallGoesOnInTheCallersName() {
    String token = agent("hacker", BOTH, "calculator:use", "discovery:read");
    try (McpSyncClient client = mcp(token)) {
      assertThat(client.listTools().tools()).extracting("name").containsExactly("calculator");
      var result = client.callTool(sum());
      assertThat(((TextContent) result.content().getFirst()).text()).isEqualTo("42");
      assertThat(result.structuredContent().toString()).contains("unit=number");
      assertThat(client.callTool(sum()).isError()).isFalse();
      assertThat(
              client
                  .callTool(new CallToolRequest("calculator", Map.of("expression", "1/0")))
                  .isError())
          .isTrue();
      var wrong = client.callTool(new CallToolRequest("calculator", Map.of("x", "1")));
      assertThat(wrong.isError()).isTrue();
      assertThat(((TextContent) wrong.content().getFirst()).text()).contains("It takes {");
    }
    HttpJson audit = operator(Target.CALCULATOR);
    assertThat(audit.send("GET", "/audit/tail", null).body()).contains("\"actor\":\"hub.hacker\"");
    assertThat(operator(Target.DISCOVERY).send("GET", "/audit/tail", null).body())
        .contains("tool.forwarded", "hub.hacker");
    assertThat(operator(Target.AUTH).send("GET", "/audit/tail", null).body())
        .contains("token.exchanged", "by discovery");
  }

  private static HttpJson operator(Target target) {
    var wish =
        new TokenClient.Wish(
            secrets.credentials("operator"), Set.of(target.audience()), Set.of("audit:read"), null);
    return HttpJson.to(target.id(), ADDRESSES.of(target))
        .withToken(new TokenClient(ADDRESSES.of(Target.AUTH), InstantSource.system()).bearer(wish));
  }

  @Test
  void nobodyGetsMoreThanTheirOwn() {
    try (McpSyncClient client = mcp(agent("driver", BOTH, "discovery:read"))) {
      assertThat(client.listTools().tools()).isEmpty();
      assertThatThrownBy(() -> client.callTool(sum()))
          .hasStackTraceContaining("AuthorizationException");
    }
    // Holds the scope, but is no client of the calculator's: discovery cannot lend it the right.
    String half =
        agent("half", Set.of(Target.DISCOVERY.audience()), "calculator:use", "discovery:read");
    try (McpSyncClient client = mcp(half)) {
      var result = client.callTool(sum());
      assertThat(result.isError()).isTrue();
      assertThat(((TextContent) result.content().getFirst()).text()).contains("has no right");
    }
    String elsewhere =
        agent("other", Set.of(Target.CALCULATOR.audience()), "calculator:use", "discovery:read");
    assertThatThrownBy(() -> mcp(elsewhere)).hasStackTraceContaining("AuthorizationException");
  }

  @Test
  void aTokenThatWasTakenBackEndsAtOnce() {
    String token = agent("mole", BOTH, "calculator:use", "discovery:read");
    try (McpSyncClient client = mcp(token)) {
      assertThat(client.callTool(sum()).isError()).isFalse();
      new AuthClient(context(Target.GAME).http(Target.AUTH, "tokens:revoke"), "seed")
          .cutOff("hub.mole", "s1");
      Waiting.until(() -> {
        try {
          client.callTool(sum());
          return false;
        } catch (RuntimeException e) {
          return true;
        }
      });
    }
  }

  @Test
  void anMcpClientAsksByTheAddressItKnows() {
    Credentials operator = secrets.credentials("operator");
    JsonNode grant =
        Json.tree(
            post(
                operator,
                "grant_type=client_credentials&scope=calculator:use&resource="
                    + encode(ADDRESSES.of(Target.DISCOVERY) + "/mcp")));
    try (McpSyncClient client = mcp(grant.path("access_token").asString())) {
      assertThat(((TextContent) client.callTool(sum()).content().getFirst()).text())
          .isEqualTo("42");
    }
  }

  @Test
  void onlyDiscoveryExchangesAndOnlyWhatIsMeantForIt() {
    String good = agent("hacker", BOTH, "calculator:use", "discovery:read");
    String foreign = agent("foreign", Set.of(Target.CALCULATOR.audience()), "calculator:use");
    Credentials discovery = secrets.credentials("discovery");
    assertThat(post(discovery, exchange(good, "urn:heist:calculator", "calculator:use")))
        .contains("access_token");
    assertThat(post(discovery, exchange(good, "urn:heist:calculator", "file_reader:use")))
        .contains("invalid_scope");
    assertThat(post(discovery, exchange(good, "urn:heist:game", "calculator:use")))
        .contains("invalid_scope");
    assertThat(post(discovery, exchange(good, "http://evil.example/", "calculator:use")))
        .contains("invalid_target");
    assertThat(post(discovery, exchange(foreign, "urn:heist:calculator", "calculator:use")))
        .contains("invalid_request");
    assertThat(post(discovery, exchange("nonsense", "urn:heist:calculator", "calculator:use")))
        .contains("invalid_request");
    String derived =
        Json.tree(post(discovery, exchange(good, "urn:heist:discovery", "discovery:read")))
            .path("access_token")
            .asString();
    assertThat(post(discovery, exchange(derived, "urn:heist:calculator", "calculator:use")))
        .as("no chains")
        .contains("invalid_request");
    assertThat(
            post(
                secrets.credentials("calculator"),
                exchange(good, "urn:heist:calculator", "calculator:use")))
        .contains("unauthorized_client");
  }

  private static String exchange(String subject, String audience, String scope) {
    return "grant_type="
        + encode("urn:ietf:params:oauth:grant-type:token-exchange")
        + "&subject_token_type="
        + encode("urn:ietf:params:oauth:token-type:access_token")
        + "&subject_token="
        + subject
        + "&audience="
        + encode(audience)
        + "&scope="
        + encode(scope);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String post(Credentials client, String form) {
    String basic =
        Base64.getEncoder()
            .encodeToString(
                (client.clientId() + ":" + client.secret()).getBytes(StandardCharsets.UTF_8));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(ADDRESSES.of(Target.AUTH) + "/token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Authorization", "Basic " + basic)
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
    try {
      return HttpJson.client().send(request, BodyHandlers.ofString()).body();
    } catch (java.io.IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
