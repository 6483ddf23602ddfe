package heist.outside;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients that others wrote, each in a process of its own: they get a token and call a tool.
 * ./heist test --all installs them.
 */
@Tag("thirdparty")
class ThirdPartyTest {
  private static final Path CLIENTS = Packaged.REPOSITORY.resolve("target/thirdparty");

  @TempDir static Path folder;
  private static Packaged heist;
  private static Packaged.Up up;

  @BeforeAll
  static void start() throws Exception {
    heist = new Packaged(folder);
    up = heist.up();
  }

  @AfterAll
  static void stop() {
    up.close();
  }

  @Test
  void authlibOfPython() throws Exception {
    assertThat(client("/usr/bin/python3", "authlib_client.py")).isEqualTo("authlib: 42\n");
  }

  @Test
  void openidClientOfNode() throws Exception {
    assertThat(client("node", "openid_client.mjs")).isEqualTo("openid-client: 42\n");
  }

  @Test
  void oauth4webapiOfNode() throws Exception {
    assertThat(client("node", "oauth4webapi_client.mjs")).isEqualTo("oauth4webapi: 42\n");
  }

  @Test
  void theMcpSdkOfNode() throws Exception {
    assertThat(client("node", "mcp_client.mjs"))
        .isEqualTo("mcp: calculator 42\nmcp without a token: refused\n");
  }

  /** The one MCP door with all tools: discovery exchanges the token for one of the calculator. */
  @Test
  void theMcpSdkOfNodeAtTheOneDoor() throws Exception {
    assertThat(client("node", "mcp_client.mjs", up.address(8006), "urn:heist:discovery"))
        .isEqualTo("mcp: calculator 42\nmcp without a token: refused\n");
  }

  private static String client(String interpreter, String script) throws Exception {
    return client(interpreter, script, up.address(8002), "urn:heist:calculator");
  }

  private static String client(String interpreter, String script, String server, String resource)
      throws Exception {
    var said =
        heist
            .shell()
            .in(CLIENTS)
            .with("ISSUER", up.address(8001))
            .with("TOOL_SERVER", server)
            .with("RESOURCE", resource)
            .with("CLIENT_ID", "operator")
            .with(
                "CLIENT_SECRET", Files.readString(heist.data().resolve("secrets/operator")).strip())
            .with("AUTHLIB_INSECURE_TRANSPORT", "1")
            .run(Duration.ofSeconds(60), interpreter, script);
    assertThat(said.exit()).as(said.err()).isZero();
    return said.out();
  }
}
