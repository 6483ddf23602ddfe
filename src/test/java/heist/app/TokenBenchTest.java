package heist.app;

import static org.assertj.core.api.Assertions.assertThat;

import heist.cli.Cli;
import heist.cli.Context;
import heist.cli.render.Screen;
import heist.web.Json;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** {@code heist bench tokens}, as short as it goes. */
class TokenBenchTest {
  @Test
  void itTellsGrantsBesideBareSigningAndThatEachIsInTheAudit() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Path home = Path.of("").toAbsolutePath();
    Context context =
        new Context(
            new LocalLauncher(home),
            InputStream.nullInputStream(),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Screen.plain(),
            false,
            Map.of(),
            home,
            new Shutdown(),
            failure -> {
              throw new AssertionError(failure);
            },
            Optional::empty);
    int code =
        Cli.run(context, "bench", "tokens", "--connections", "2", "--seconds", "1", "--json");
    assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isZero();
    JsonNode figures = Json.tree(out.toString(StandardCharsets.UTF_8).strip());
    System.out.println("bench tokens: " + figures);
    JsonNode grants = figures.path("grants");
    assertThat(figures.path("bare_signing_per_s").asLong()).isPositive();
    assertThat(figures.path("bare_signing_again_per_s").asLong()).isPositive();
    assertThat(grants.path("calls_per_s").asLong()).isPositive();
    assertThat(grants.path("failed").asInt(-1)).isZero();
    assertThat(grants.path("p99_ms").asDouble())
        .isGreaterThanOrEqualTo(grants.path("p50_ms").asDouble());
    assertThat(figures.path("grants_to_signing").asDouble())
        .isBetween(
            0.0,
            grants.path("calls_per_s").asDouble() / figures.path("bare_signing_per_s").asDouble()
                + 0.01);
    // Those of the warm-up are there, too, and who asks.
    assertThat(figures.path("audit").path("intact").asBoolean()).isTrue();
    assertThat(figures.path("audit").path("rows").asLong())
        .isGreaterThan(grants.path("calls").asLong());
  }
}
