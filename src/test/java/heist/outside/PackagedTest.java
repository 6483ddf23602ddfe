package heist.outside;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program as it is packaged: what tests on the class path cannot see is missing libraries and
 * resources.
 */
@Tag("packaged")
class PackagedTest {
  @TempDir Path folder;
  private Packaged heist;

  @BeforeEach
  void lay() {
    heist = new Packaged(folder);
  }

  @Test
  void tellsItsVersion() throws Exception {
    var said = heist.run("--version");
    assertThat(said.exit()).isZero();
    assertThat(said.out()).contains("0.1.0");
    assertThat(said.err()).as("nothing else is said, no warning either").isEmpty();
  }

  @Test
  void playsAWholeHeist() throws Exception {
    var said = heist.run("play", "--json", "--seed", "11", "--rounds", "3");
    assertThat(said.err()).doesNotContain("Exception");
    assertThat(said.exit()).as(said.err()).isZero();
    List<String> events = said.out().lines().toList();
    assertThat(events).allMatch(line -> line.startsWith("{") && line.endsWith("}"));
    assertThat(events.getFirst()).contains("\"session_created\"");
    assertThat(said.out()).contains("\"message_spoken\"", "\"tool_returned\"", "\"mole_revealed\"");
  }

  @Test
  void servesAndStopsWhenAsked() throws Exception {
    try (Packaged.Up up = heist.up();
        HttpClient client = HttpClient.newHttpClient()) {
      for (int port = 8001; port <= 8011; port++) {
        var health =
            client.send(
                HttpRequest.newBuilder(URI.create(up.address(port) + "/health")).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(health.statusCode()).as("%d: %s", port, health.body()).isEqualTo(200);
      }
      assertThat(up.stop(Duration.ofSeconds(5))).isZero();
    }
  }
}
