package heist.app;

import static org.assertj.core.api.Assertions.assertThat;

import heist.web.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** {@code heist bench turns}, as short as it goes. */
class TurnBenchTest {
  @Test
  void itTellsHowFastTurnsAreAndWhatTheyAreMadeOf() {
    JsonNode figures =
        Json.tree(
            RealCli.run(
                "bench", "turns", "--sessions", "2", "--rounds", "1", "--warm-up", "0", "--json"));
    System.out.println("bench turns: " + figures);
    assertThat(figures.path("turns").asInt()).isGreaterThanOrEqualTo(12);
    assertThat(figures.path("failed_turns").asInt(-1)).isZero();
    for (String name : List.of("turns_per_s", "cpu_ms_per_turn", "p50_ms", "seconds")) {
      assertThat(figures.path(name).asDouble()).as(name).isPositive();
    }
    assertThat(figures.path("p99_ms").asDouble())
        .isGreaterThanOrEqualTo(figures.path("p50_ms").asDouble());
    JsonNode mix = figures.path("mix_per_turn");
    for (String name : List.of("model_calls", "tool_calls", "rows")) {
      assertThat(mix.path(name).asDouble()).as(name).isPositive();
    }
    assertThat(mix.path("rows").asDouble())
        .as("a turn begins and ends, and each model call and tool call is noted")
        .isGreaterThan(2 + mix.path("model_calls").asDouble() + mix.path("tool_calls").asDouble());
  }
}
