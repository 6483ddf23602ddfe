package heist.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heist.HeistException;
import heist.client.AddressBook;
import heist.client.AgentTokens;
import heist.client.AuthClient;
import heist.client.HttpJson;
import heist.client.SecretStore;
import heist.client.ServiceContext;
import heist.client.Target;
import heist.service.auth.AuthService;
import heist.service.calculator.CalculatorService;
import heist.service.discovery.DiscoveryService;
import heist.testing.Waiting;
import heist.web.Json;
import heist.web.Service;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Agents with clients and tokens of the real authorization server, from first call to refusal. */
class AgentIdentityTest {
  private static final Set<String> AUDIENCES =
      Set.of(Target.CALCULATOR.audience(), Target.DISCOVERY.audience());

  @TempDir Path folder;
  private final AddressBook addresses = AddressBook.onFreePorts();
  private final List<Service> services = new ArrayList<>();
  private AgentTokens tokens;
  private ToolClient client;

  @BeforeEach
  void start() {
    services.add(AuthService.start(context(Target.AUTH)));
    services.add(DiscoveryService.start(context(Target.DISCOVERY)));
    services.add(CalculatorService.start(context(Target.CALCULATOR)));
    ServiceContext game = context(Target.GAME);
    tokens =
        new AgentTokens(
            new AuthClient(game.http(Target.AUTH, "clients:write"), "seed"), game.tokens());
    client =
        new ToolClient(
            HttpJson.to("discovery", addresses.of(Target.DISCOVERY)), Duration.ofSeconds(10));
  }

  @AfterEach
  void stop() {
    client.close();
    services.reversed().forEach(Service::close);
  }

  private ServiceContext context(Target target) {
    return new ServiceContext(
        target,
        "127.0.0.1",
        addresses.of(target).getPort(),
        addresses,
        folder,
        new SecretStore(folder.resolve("secrets")),
        InstantSource.system(),
        null,
        feature -> true,
        Duration.ofSeconds(10));
  }

  private Supplier<String> agent(String name, String... scopes) {
    return tokens.bearer(
        new AgentTokens.Agent("classic." + name, name, Set.of(scopes), AUDIENCES), "s1");
  }

  @Test
  void anAgentMayDoWhatItsScopesSay() throws Exception {
    Supplier<String> hacker = agent("hacker", "calculator:use", "discovery:read");
    Supplier<String> driver = agent("driver", "discovery:read");
    Waiting.until(() -> !client.tools(hacker).isEmpty());
    ObjectNode sum = Json.mapper().createObjectNode().put("expression", "22:10 + 35 min");
    assertThat(client.call("calculator", sum, ref("c1"), hacker))
        .isEqualTo(new ToolOutcome(true, "22:45"));
    assertThat(client.tools(driver)).isEmpty();
    // Shortly after somebody used it the service refuses; later, what discovery says has to be
    // asked for anew, and it tells of no such tool.
    assertThat(client.call("calculator", sum, ref("c2"), driver).text())
        .containsAnyOf(
            "The token of classic.driver does not carry the scope calculator:use.",
            "There is no tool \"calculator\"");
    HttpJson rest = HttpJson.to("calculator", addresses.of(Target.CALCULATOR)).withToken(hacker);
    assertThat(Json.tree(rest.send("POST", "/tools/calculator", sum).body()).path("agent"))
        .isEqualTo(Json.tree("\"hacker\""));
    assertThat(rest.send("GET", "/health", null).status()).isEqualTo(200);
  }

  @Test
  void noAgentMayRegisterTools() {
    Supplier<String> greedy = agent("greedy", "discovery:read", "discovery:register");
    assertThatThrownBy(greedy::get).isInstanceOf(HeistException.class);
  }

  private static CallRef ref(String id) {
    return new CallRef(id, null);
  }
}
