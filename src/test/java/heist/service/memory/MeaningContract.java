package heist.service.memory;

import static org.assertj.core.api.Assertions.assertThat;

import heist.model.Embedder;
import heist.model.Folding;
import heist.model.ModelException;
import heist.service.memory.Memory.Whose;
import heist.service.memory.Reader.Filter;
import heist.testing.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What recall by meaning promises on both databases. */
abstract class MeaningContract extends MemoryFixture {
  /** Knows what some words are about, and nothing else. */
  private static final class Concepts implements Embedder {
    private static final List<Set<String>> WORDS =
        List.of(Set.of("dog", "animal"), Set.of("boiler", "furnace"), Set.of("window", "pane"));
    private static final String REFUSED = "Zzz.";
    volatile boolean silent;
    volatile boolean closed;
    final AtomicInteger asked = new AtomicInteger();

    @Override
    public String model() {
      return "concepts";
    }

    @Override
    public List<float[]> embed(List<String> texts) {
      if (silent) {
        throw new ModelException(ModelException.Trouble.UNREACHABLE, "nobody there");
      }
      asked.incrementAndGet();
      if (closed || texts.contains(REFUSED)) {
        throw new ModelException(ModelException.Trouble.REFUSED, "400");
      }
      return texts.stream().map(Concepts::of).toList();
    }

    private static float[] of(String text) {
      float[] vector = new float[WORDS.size() + 1];
      vector[WORDS.size()] = 0.1f;
      for (String word : Folding.words(text)) {
        for (int i = 0; i < WORDS.size(); i++) {
          vector[i] += WORDS.get(i).contains(word) ? 1 : 0;
        }
      }
      double sum = 0;
      for (float x : vector) {
        sum += x * x;
      }
      for (int i = 0; i < vector.length; i++) {
        vector[i] /= (float) Math.sqrt(sum);
      }
      return vector;
    }
  }

  private Meaning meaning(Concepts concepts) {
    Meaning meaning = new Meaning(new Vectors(database), concepts);
    store.whenStored(meaning::stored);
    return meaning;
  }

  private void awaitVectors() {
    Vectors vectors = new Vectors(database);
    Waiting.until(() -> vectors.missing("concepts", 0, 1).isEmpty());
  }

  @Test
  @Timeout(120)
  void whatSharesNoWordIsFoundByMeaningAndNobodyElsesNotes() {
    try (Meaning meaning = meaning(new Concepts())) {
      take(
          "s1",
          List.of(
              said(1, "intel", "The dog sleeps beside the boiler."),
              said(2, "driver", "A child broke the window."),
              said(3, "hacker", "Nobody answers.")),
          3);
      long unused = notebook.keep("s1", "c.hacker", "hacker", 3, "A second dog, a boiler.", null);
      unused += notebook.keep("s2", "c.intel", "intel", 3, "The dog of another job.", null);
      awaitVectors();
      String question = "Which animal rests near a furnace?";
      Reader intel = new Reader("s1", "c.intel", 9);
      assertThat(recall("s1", "c.intel", question, 9)).isEmpty();
      assertThat(meaning.nearest(intel, question, Filter.NONE, 5))
          .extracting(Memory::line)
          .first()
          .isEqualTo("#1 intel: The dog sleeps beside the boiler.");
      assertThat(meaning.nearest(intel, question, Filter.NONE, 5))
          .extracting(Memory::text)
          .noneMatch(t -> t.contains("second") || t.contains("another"));
      assertThat(meaning.nearest(new Reader("s1", "c.hacker", 9), question, Filter.NONE, 2))
          .extracting(Memory::text)
          .contains("A second dog, a boiler.");
      assertThat(notebook.forget("s1", "c.hacker", 1)).isTrue();
      assertThat(meaning.nearest(new Reader("s1", "c.hacker", 9), question, Filter.NONE, 5))
          .noneMatch(Memory::own);
    }
  }

  @Test
  @Timeout(120)
  void whileTheEndpointIsSilentWordsFindAndNothingIsLost() {
    Concepts concepts = new Concepts();
    concepts.silent = true;
    try (Meaning meaning = meaning(concepts)) {
      take("s1", List.of(said(1, "intel", "The dog sleeps.")), 1);
      Reader reader = new Reader("s1", "", 9);
      assertThat(meaning.nearest(reader, "animal", Filter.NONE, 5)).isEmpty();
      assertThat(recall("s1", "", "dog", 9)).hasSize(1);
      concepts.silent = false;
      take("s1", List.of(said(2, "intel", "Good.")), 2);
      awaitVectors();
      assertThat(meaning.nearest(reader, "animal", Filter.NONE, 5))
          .first()
          .extracting(Memory::text)
          .isEqualTo("The dog sleeps.");
    }
  }

  @Test
  @Timeout(120)
  void oneTextThatTheEndpointRefusesLeavesTheOthersTheirVectors() {
    Concepts concepts = new Concepts();
    List<Memory> said =
        new ArrayList<>(
            LongStream.rangeClosed(1, 150).mapToObj(i -> said(i, "a", "Dog " + i)).toList());
    said.set(40, said(41, "a", Concepts.REFUSED));
    said.set(41, said(42, "a", Concepts.REFUSED));
    take("s1", said, 150);
    Vectors vectors = new Vectors(database);
    try (Meaning meaning = meaning(concepts)) {
      Waiting.until(() -> vectors.missing("concepts", 0, 9).size() <= 2);
      int asked = concepts.asked.get();
      assertThat(asked).isLessThan(40);
      take("s1", List.of(said(151, "a", "The dog again.")), 151);
      Waiting.until(() -> vectors.missing("concepts", 0, 9).size() <= 2);
      assertThat(concepts.asked.get())
          .as("what was refused is not asked for again")
          .isEqualTo(asked + 1);
      assertThat(vectors.missing("concepts", 0, 9))
          .extracting(Memory::text)
          .containsOnly(Concepts.REFUSED);
      assertThat(meaning.nearest(new Reader("s1", "", 151), "animal", Filter.NONE, 1)).hasSize(1);
    }
  }

  @Test
  @Timeout(120)
  void anEndpointThatRefusesEverythingIsAskedAgainLater() {
    Concepts concepts = new Concepts();
    concepts.closed = true;
    take("s1", List.of(said(1, "intel", "The dog sleeps.")), 1);
    try (Meaning unused = meaning(concepts)) {
      Waiting.until(() -> concepts.asked.get() >= 2);
      concepts.closed = false;
      take("s1", List.of(said(2, "intel", "Good.")), 2);
      awaitVectors();
    }
  }

  @Test
  void twoRankingsAreMergedByRank() {
    List<Memory> all = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      all.add(new Memory(i, Whose.CREW, i, i, "message", "a", 1, "m" + i, "", false));
    }
    assertThat(Meaning.merged(List.of(all.get(0), all.get(1)), List.of(all.get(2), all.get(1)), 3))
        .extracting(Memory::text)
        .containsExactly("m2", "m1", "m3");
  }
}
