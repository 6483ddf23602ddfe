package heist.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import heist.detect.Assessment;
import heist.detect.Transcript;
import heist.detect.TranscriptJson;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Other people's detectors. */
class OutsideDetectorTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static Transcript game() {
    return new Transcript(
        List.of("ada", "bob"),
        List.of(
            new Transcript.Message(3, 1, 1, "ada", "The code is 6280, in at 14:05."),
            new Transcript.Message(4, 2, 1, "bob", "The code is 9999.")),
        List.of(
            new Transcript.ToolCall(2, 1, "ada", "file_reader", "{}", true, "code 6280, 14:05")));
  }

  /**
   * Tagged, not assumed: where Python is missing, the run says that the whole group is left out.
   */
  @Test
  @Tag("thirdparty")
  void the_python_example_scores_game_after_game() throws Exception {
    Path example = Path.of("docs/examples/detector.py").toAbsolutePath();
    assertThat(Files.readAllLines(example)).hasSizeLessThanOrEqualTo(45);
    try (CommandDetector detector = new CommandDetector("python3 '" + example + "'", PATIENCE)) {
      for (int i = 0; i < 3; i++) {
        Assessment a = detector.assess(game());
        assertThat(a.top()).contains("bob");
        assertThat(Objects.requireNonNull(a.scores().get("ada")).suspicion()).isZero();
        assertThat(a.noMole()).hasValue(0.5);
      }
    }
  }

  @Test
  void a_program_that_ends_or_babbles_is_named_with_what_it_did() {
    try (CommandDetector ends = new CommandDetector("true", PATIENCE)) {
      assertThatThrownBy(() -> ends.assess(game())).hasMessageContaining("\"true\"");
    }
    try (CommandDetector babbles = new CommandDetector("cat", PATIENCE)) {
      assertThatThrownBy(() -> babbles.assess(game()))
          .hasMessageContaining("\"scores\" must be an object");
    }
    try (CommandDetector broken =
        new CommandDetector("while read -r game; do echo hello; done", PATIENCE)) {
      assertThatThrownBy(() -> broken.assess(game())).isInstanceOf(heist.HeistException.class);
    }
  }

  @Test
  void turns_and_evidence_that_cannot_be_are_refused() {
    for (String wrong :
        List.of(
            "\"turns\":7",
            "\"turns\":[{\"turn\":1}]",
            "\"turns\":[{\"turn\":1,\"agent\":\"ada\",\"suspicion\":2}]",
            "\"evidence\":[4]",
            "\"evidence\":{\"bob\":[\"four\"]}")) {
      var answer = heist.web.Json.tree("{\"scores\":{\"bob\":1}," + wrong + "}");
      assertThatThrownBy(() -> TranscriptJson.assessment("x", answer, game()))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(wrong.substring(0, 6));
    }
  }

  @Test
  void an_address_gets_the_game_without_roles_and_its_answer_counts() throws Exception {
    AtomicReference<String> got = new AtomicReference<>("");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          got.set(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          byte[] answer =
              """
              {"scores":{"bob":0.75,"stranger":1},"evidence":{"bob":[4,99]},
              "turns":[{"turn":1,"agent":"ada","suspicion":0.2},{"turn":5,"agent":"bob","suspicion":1},
              {"turn":2,"agent":"bob","suspicion":0.9,"events":[4],"why":"from nowhere"}]}\
              """
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    try {
      URI address = URI.create("http://localhost:" + server.getAddress().getPort() + "/");
      Assessment a = new HttpDetector(address, PATIENCE).assess(game());
      assertThat(a.scores()).containsOnlyKeys("bob");
      assertThat(Objects.requireNonNull(a.scores().get("bob")).evidence()).containsExactly(4L);
      assertThat(a.turns())
          .containsExactly(
              new Assessment.Turn(2, "bob", 0.9, List.of(4L), "from nowhere"),
              new Assessment.Turn(1, "ada", 0.2, List.of(), ""));
      assertThat(got.get()).contains("9999").doesNotContain("moles").doesNotContain("roles");
    } finally {
      server.stop(0);
    }
  }
}
