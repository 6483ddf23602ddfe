package heist.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heist.HeistException;
import heist.audit.AuditEntry;
import heist.client.Credentials;
import heist.client.ForeignToken;
import heist.web.AuthException;
import heist.web.Caller;
import heist.web.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Other people's MCP servers: the SDK's here, with sessions, which our own do not keep. */
class OutsideToolsTest {
  private static final OutsideMcpServer THEIRS = new OutsideMcpServer();
  private static final List<AuditEntry> NOTED = new ArrayList<>();
  private static final OutsideTools TOOLS =
      new OutsideTools(Duration.ofSeconds(10), OutsideToolsTest::admit, NOTED::add);
  private static final ObjectNode TO = Json.mapper().createObjectNode().put("to", "the harbour");

  @AfterAll
  static void stop() {
    TOOLS.close();
    THEIRS.close();
  }

  private static Caller admit(String token) {
    if (!token.equals("good")) {
      throw AuthException.invalid("The token has been revoked.");
    }
    return new Caller(
        "crew.ada", "crew.ada", "s1", "ada", Set.of(), "jti-1", Instant.EPOCH, Instant.MAX);
  }

  private static ToolOutcome call(OutsideServer server, String tool) throws InterruptedException {
    return call(server, tool, "good");
  }

  private static ToolOutcome call(OutsideServer server, String tool, String token)
      throws InterruptedException {
    return TOOLS.call(
        server,
        tool,
        TO,
        new OutsideTools.Holder("crew.ada", "s1", () -> token),
        new CallRef(null, 17L));
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
    assertThat(call(maps, "route")).isEqualTo(new ToolOutcome(true, "The way to \"the harbour\""));
    assertThat(call(maps, "wipe").text())
        .isEqualTo("There is no tool \"wipe\" at maps. There are: long, route");
    assertThat(call(maps, "long").text()).hasSizeLessThan(17_000);
    assertThat(THEIRS.calls).contains("route").doesNotContain("wipe");
  }

  @Test
  void whoHasBeenCutOffCallsNobodyAndEachCallIsNoted() throws Exception {
    OutsideServer maps = server(THEIRS.url().toString(), () -> OutsideMcpServer.TOKEN);
    assertThat(call(maps, "route").success()).isTrue();
    int before = THEIRS.calls.size();
    assertThat(call(maps, "route", "revoked"))
        .isEqualTo(ToolOutcome.failed("route was not called: The token has been revoked."));
    assertThat(THEIRS.calls).hasSize(before);
    AuditEntry asked =
        AuditEntry.of("tool.outside", "crew.ada", "ok").on("maps/route").in("s1", 17L);
    assertThat(NOTED)
        .contains(asked.with(null, "jti-1"), asked.ending("refused").saying("unauthenticated"));
  }

  @Test
  void credentialsThatAreWrongAreToldInWords() throws Exception {
    OutsideServer wrong = server(THEIRS.url().toString(), () -> "nonsense");
    assertThatThrownBy(() -> TOOLS.tools(wrong))
        .isInstanceOf(HeistException.class)
        .hasMessageContaining("maps does not accept the credentials of the crew's file (401)");
    assertThat(call(wrong, "route").success()).isFalse();
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
    assertThat(call(maps, "route").success()).isTrue();
    OutsideServer wrong =
        server(
            THEIRS.url().toString(),
            new ForeignToken(
                endpoint, () -> new Credentials("heist", "x"), null, null, InstantSource.system()));
    assertThat(call(wrong, "route").text())
        .contains("gave no token (401). Check client_id and its secret.")
        .doesNotContain("outside-secret");
  }

  @Test
  void redirectsAreNotFollowed() throws Exception {
    // One that nobody else talks to: connections of other tests take leave when they like.
    try (OutsideMcpServer theirs = new OutsideMcpServer()) {
      OutsideServer moved = server(theirs.base() + "/moved", () -> OutsideMcpServer.TOKEN);
      assertThat(call(moved, "route").success()).isFalse();
      assertThat(theirs.authorizations).isEmpty();
    }
  }

  @Test
  void aServerThatIsDownOrForbiddenIsAnOutcome() throws Exception {
    OutsideServer down = server("http://127.0.0.1:1/mcp", () -> "x");
    assertThat(call(down, "route").text()).contains("the service maps at").contains("is down");
    OutsideServer metadata = server("http://169.254.169.254/mcp", () -> "x");
    assertThat(call(metadata, "route").text()).contains("Heist does not go to");
  }
}
