package heist.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A long session on a small context, with every service as in production; see ContextBench. */
class LongSessionTest {
  @TempDir Path folder;

  private ObjectNode digest(int messages, int tokens) {
    ContextBench.settle(folder, tokens);
    try (TestHeist heist = TestHeist.start(folder, Targets.playing(), true);
        TalkModel model = new TalkModel(messages, ContextBench.facts())) {
      ContextBench bench = new ContextBench(messages, 6);
      var memory = bench.play(heist.game(), model.baseUrl(), "digest");
      ObjectNode figures = model.figures();
      assertThat(memory.path("prompt_tokens").asLong())
          .isEqualTo(figures.path("prompt_tokens").asLong());
      assertThat(memory.path("summary_tokens").asLong())
          .as("what was asked for in the last two rounds is not waited for")
          .isBetween(1L, figures.path("summary_tokens").asLong());
      return figures;
    }
  }

  private static void check(ObjectNode figures, int messages, int tokens) {
    System.out.println("long session: " + figures);
    assertThat(figures.path("messages").asInt()).isGreaterThanOrEqualTo(messages);
    assertThat(figures.path("largest_prompt").asInt()).isBetween(tokens / 2, tokens);
    assertThat(figures.path("largest_summary_prompt").asInt()).isBetween(1, tokens);
    assertThat(figures.path("largest_digest").asInt()).isBetween(1, tokens / 6);
    JsonNode quarters = figures.path("prompt_tokens_per_call_by_quarter");
    assertThat(quarters.path(3).asDouble())
        .as("what a session costs grows no faster than it: " + quarters)
        .isLessThanOrEqualTo(1.25 * quarters.path(1).asDouble());
    assertThat(figures.path("summaries").asInt()).isPositive();
    assertThat(figures.path("facts_asked").asInt()).isEqualTo(20);
    assertThat(figures.path("facts_in_prompt").asInt()).isGreaterThanOrEqualTo(18);
  }

  @Test
  @Timeout(120)
  void noPromptIsAboveItsBudgetAndWhatWasSaidAtTheBeginningIsAtHand() {
    check(digest(90, 2_600), 90, 2_600);
  }

  @Test
  @Tag("campaign")
  @Timeout(1_800)
  void aThousandMessagesOnFourThousandTokens() {
    check(digest(1_000, 4_000), 1_000, 4_000);
  }
}
