package heist.service.memory;

import static org.assertj.core.api.Assertions.assertThat;

import heist.model.Embedder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** An old fact is found again: the measurement, with few memories. */
@Timeout(120)
class MemoryBenchTest {
  private static final int MEMORIES = 4_000;
  private static final int SESSIONS = 4;

  @TempDir Path folder;

  /** Knows two words for the same animal, and nothing else. */
  private static final class Zoologist implements Embedder {
    @Override
    public String model() {
      return "zoologist";
    }

    @Override
    public List<float[]> embed(List<String> texts) {
      return texts.stream()
          .map(t -> t.contains("dog sleeps") || t.contains("animal") ? 1f : 0f)
          .map(animal -> new float[] {animal, 1 - animal})
          .toList();
    }
  }

  @Test
  void aFactFromTheBeginningIsAmongTheFiveBestAnswersInOtherWords() {
    ObjectNode figures = MemoryBench.run(folder, MEMORIES, SESSIONS, null);
    assertThat(figures.path("memories").asInt()).isEqualTo(MEMORIES);
    for (String language : List.of("english", "german")) {
      assertThat(figures.path("recall_at_5").path(language).asDouble())
          .as(language)
          .isGreaterThanOrEqualTo(0.9);
    }
    assertThat(figures.has("recall_at_5_with_embeddings")).isFalse();
  }

  @Test
  void withAnEmbeddingModelWhatSharesNoWordIsFoundAsFarAsTheModelKnowsIt() {
    ObjectNode figures = MemoryBench.run(folder, 1_000, 1, new Zoologist());
    assertThat(figures.path("embedding_model").asString()).isEqualTo("zoologist");
    for (String language : List.of("english", "german")) {
      assertThat(figures.path("recall_at_5").path(language).asDouble())
          .as("a hundred facts in one session, " + language)
          .isGreaterThanOrEqualTo(0.9);
    }
    double words = figures.path("recall_at_5").path("english_nothing_shared").asDouble();
    double meaning =
        figures.path("recall_at_5_with_embeddings").path("english_nothing_shared").asDouble();
    assertThat(meaning).isGreaterThan(words);
  }
}
