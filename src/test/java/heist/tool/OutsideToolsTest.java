package heist.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heist.HeistException;
import heist.client.Credentials;
import heist.client.ForeignToken;
import heist.web.Json;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Other people's MCP servers: the SDK's here, with sessions, which our own do not keep. */
class OutsideToolsTest {
  private static final OutsideMcpServer THEIRS = new OutsideMcpServer();
  private static final OutsideTools TOOLS = new OutsideTools(Duration.ofSeconds(10));
  private static final ObjectNode TO = Json.mapper().createObjectNode().put("to", "the harbour");

  @AfterAll
  static void stop() {
    TOOLS.close();
    THEIRS.close();
  }

  private static OutsideServer server(String url, Supplier<String> token) {
    return new OutsideServer("maps", url, Set.of("route", "long"), token);
  }

  @Test
  void onlyWhatIsAllowedIsListedAndCalled() throws Exception {
    OutsideServer maps = server(THEIRS.url().toString(), () -> OutsideMcpServer.TOKEN);
    assertThat(TOOLS.tools(maps)).extracting(ToolInfo::name).containsExactly("route", "long");
    assertThat(TOOLS.tools(maps).getLast().description())
        .hasSizeLessThan(1_100)
        .endsWith("characters)");
    assertThat(TOOLS.call(maps, "route", TO))
        .isEqualTo(new ToolOutcome(true, "The way to \"the harbour\""));
    assertThat(TOOLS.call(maps, "wipe", TO).text())
        .isEqualTo("There is no tool \"wipe\" at maps. There are: long, route");
    assertThat(TOOLS.call(maps, "long", TO).text()).hasSizeLessThan(17_000);
    assertThat(THEIRS.calls).contains("route").doesNotContain("wipe");
  }

  @Test
  void credentialsThatAreWrongAreToldInWords() throws Exception {
    OutsideServer wrong = server(THEIRS.url().toString(), () -> "nonsense");
    assertThatThrownBy(() -> TOOLS.tools(wrong))
        .isInstanceOf(HeistException.class)
        .hasMessageContaining("maps does not accept the credentials of the crew's file (401)");
    assertThat(TOOLS.call(wrong, "route", TO).success()).isFalse();
  }

  @Test
  void clientCredentialsGetAToken() throws Exception {
    String endpoint = THEIRS.base() + "/their/token";
    OutsideServer maps =
        server(
            THEIRS.url().toString(),
            new ForeignToken(
                endpoint,
                () -> new Credentials("heist", "outside-secret"),
                "maps:use",
                THEIRS.url().toString(),
                InstantSource.system()));
    assertThat(TOOLS.call(maps, "route", TO).success()).isTrue();
    OutsideServer wrong =
        server(
            THEIRS.url().toString(),
            new ForeignToken(
                endpoint, () -> new Credentials("heist", "x"), null, null, InstantSource.system()));
    assertThat(TOOLS.call(wrong, "route", TO).text())
        .contains("gave no token (401). Check client_id and its secret.")
        .doesNotContain("outside-secret");
  }

  @Test
  void redirectsAreNotFollowed() throws Exception {
    OutsideServer moved = server(THEIRS.base() + "/moved", () -> OutsideMcpServer.TOKEN);
    int before = THEIRS.authorizations.size();
    assertThat(TOOLS.call(moved, "route", TO).success()).isFalse();
    assertThat(THEIRS.authorizations).hasSize(before);
  }

  @Test
  void aServerThatIsDownOrForbiddenIsAnOutcome() throws Exception {
    OutsideServer down = server("http://127.0.0.1:1/mcp", () -> "x");
    assertThat(TOOLS.call(down, "route", TO).text())
        .contains("the service maps at")
        .contains("is down");
    OutsideServer metadata = server("http://169.254.169.254/mcp", () -> "x");
    assertThat(TOOLS.call(metadata, "route", TO).text()).contains("Heist does not go to");
  }
}
