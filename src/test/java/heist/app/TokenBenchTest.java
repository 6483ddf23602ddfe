package heist.app;

import static org.assertj.core.api.Assertions.assertThat;

import heist.web.Json;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** {@code heist bench tokens}, as short as it goes. */
class TokenBenchTest {
  @Test
  void itTellsGrantsBesideBareSigningAndThatEachIsInTheAudit() {
    JsonNode figures =
        Json.tree(RealCli.run("bench", "tokens", "--connections", "2", "--seconds", "1", "--json"));
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
