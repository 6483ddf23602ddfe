package heist.service.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heist.model.Embedder;
import heist.model.Folding;
import heist.model.ModelException;
import heist.service.memory.Memory.Whose;
import heist.service.memory.Reader.Filter;
import heist.store.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What memory promises on both databases. */
abstract class MemoryContract {
  private Database database;
  private MemoryStore store;
  private Notebook notebook;

  /** An empty one. */
  abstract Database open();

  /** The same once more. */
  abstract Database reopen();

  @BeforeEach
  void openStore() {
    database = open();
    store = new MemoryStore(database);
    notebook = new Notebook(store);
  }

  @AfterEach
  void close() {
    database.close();
  }

  static Memory said(long seq, String author, String text) {
    return Memory.of(Whose.CREW, seq, seq, "message", author, 1, text);
  }

  private void take(String session, List<Memory> said, long seq) {
    store.take(session, Stretch.of(said), seq);
  }

  private List<String> recall(String session, String owner, String query, long upto) {
    return recall(session, owner, query, upto, Filter.NONE);
  }

  private List<String> recall(
      String session, String owner, String query, long upto, Filter filter) {
    return new Recall(store.terms())
        .best(new Reader(session, owner, upto), query, filter, 5).stream()
            .map(Memory::line)
            .toList();
  }

  @Test
  void takesTheFeedOnce() {
    List<Memory> said =
        List.of(said(3, "planner", "We go in at 22:10."), said(5, "hacker", "Yes."));
    take("s1", said, 6);
    take("s1", said, 4);
    assertThat(store.progress("s1")).isEqualTo(6);
    assertThat(store.progress("s2")).isZero();
    assertThat(store.recent("s1", 6, 10))
        .extracting(Memory::line)
        .isEqualTo(said.stream().map(Memory::line).toList());
    assertThat(store.recent("s1", 4, 10)).hasSize(1);
    assertThat(store.recent("s1", 6, 1)).extracting(Memory::author).containsExactly("hacker");
    assertThat(store.recent("s2", 6, 10)).isEmpty();
  }

  @Test
  void keepsNotesPerSessionAndOwner() {
    assertThat(notebook.keep("s1", "c.hacker", "hacker", 4, "The code is 4711.", "call-1"))
        .isEqualTo(1);
    assertThat(notebook.keep("s1", "c.hacker", "hacker", 4, "The code is 4711.", "call-1"))
        .isEqualTo(1);
    assertThat(notebook.keep("s1", "c.hacker", "hacker", 5, "Trust nobody.", null)).isEqualTo(2);
    assertThat(recall("s1", "c.hacker", "Which code?", 9))
        .containsExactly("your note 1 (after #4): The code is 4711.");
    assertThat(recall("s1", "c.driver", "Which code?", 9)).isEmpty();
    assertThat(recall("s2", "c.hacker", "Which code?", 9)).isEmpty();
    assertThat(recall("s1", "c.hacker", "trust", 4)).isEmpty();
    assertThat(notebook.notes("s1", "driver", 9, 10)).isEmpty();
    assertThat(notebook.notes("s1", null, 9, 10)).isEmpty();
    assertThat(notebook.notes("s1", "hacker", 9, 10)).hasSize(2);
    assertThat(notebook.notes("s1", "hacker", 4, 10)).hasSize(1);
    assertThat(store.ownerOf("s1", "hacker")).isEqualTo("c.hacker");
    assertThat(store.ownerOf("s1", "driver")).isEmpty();
  }

  @Test
  void recallsWhateverTheEndingAndTheUmlaut() {
    take(
        "s1",
        List.of(
            said(1, "intel", "Die Wächter wechseln um 22:00 Uhr am Seiteneingang."),
            said(2, "driver", "Drei Lastwagen stehen in der Straße."),
            said(3, "hacker", "The cameras at the loading dock are blind."),
            said(4, "lookout", "Patrols pass stairwell B every 12 minutes."),
            said(5, "planner", "Let us talk about the getaway.")),
        5);
    assertThat(recall("s1", "x", "Waechter", 5)).first().asString().startsWith("#1 intel");
    assertThat(recall("s1", "x", "Wann wechselt der wachter?", 5))
        .first()
        .asString()
        .startsWith("#1");
    assertThat(recall("s1", "x", "strasse", 5)).first().asString().startsWith("#2");
    assertThat(recall("s1", "x", "which camera is blind", 5)).first().asString().startsWith("#3");
    assertThat(recall("s1", "x", "patrol", 5)).first().asString().startsWith("#4");
    assertThat(recall("s1", "x", "22:00", 5))
        .containsExactly("#1 intel: Die Wächter wechseln um 22:00 Uhr am Seiteneingang.");
    assertThat(recall("s1", "x", "the of und", 5)).isEmpty();
    assertThat(recall("s1", "x", "\" OR home : * NEAR(", 5)).isEmpty();
    assertThat(recall("s1", "x", "'); DROP TABLE memory; -- patrol", 5)).hasSize(1);
  }

  @Test
  void findsAnOldFactAmongAThousand() {
    List<Memory> said =
        new ArrayList<>(
            LongStream.rangeClosed(1, 1_000)
                .mapToObj(i -> said(i, "a" + i % 6, "We should check the guard plan again, " + i))
                .toList());
    said.set(9, said(10, "a1", "The vault code of today is 8264, said the guard."));
    take("long", said, 1_000);
    assertThat(recall("long", "x", "What is the vault code the guard gave?", 1_000))
        .first()
        .asString()
        .startsWith("#10 ");
  }

  @Test
  void whatIsSharedOnPurposeIsToldToAllOfTheSessionAndNobodyElse() {
    assertThat(
            notebook.keep("s1", MemoryStore.SHARED, "hacker", 4, "The alarm is 30 s late.", "c1"))
        .isEqualTo(1);
    assertThat(notebook.keep("s1", "c.driver", "driver", 4, "The alarm worries me.", "c2"))
        .isEqualTo(1);
    assertThat(recall("s1", "c.planner", "alarm", 9))
        .containsExactly("shared note 1 of hacker (after #4): The alarm is 30 s late.");
    assertThat(recall("s2", "c.planner", "alarm", 9)).isEmpty();
    assertThat(notebook.notes("s1", "planner", 9, 9)).hasSize(1);
  }

  @Test
  void whatIsForgottenIsGoneAndItsNumberIsNotGivenAgain() {
    notebook.keep("s1", "c.hacker", "hacker", 4, "The code is 4711.", "call-1");
    notebook.keep("s1", MemoryStore.SHARED, "hacker", 4, "The code is 4711.", "call-2");
    assertThat(notebook.forget("s1", "c.hacker", "driver", 1)).isFalse();
    assertThat(notebook.forget("s1", MemoryStore.SHARED, "driver", 1)).isFalse();
    assertThat(notebook.forget("s1", "c.hacker", "hacker", 1)).isTrue();
    assertThat(notebook.forget("s1", "c.hacker", "hacker", 1)).isFalse();
    assertThat(recall("s1", "c.hacker", "code 4711", 9))
        .containsExactly("shared note 1 of hacker (after #4): The code is 4711.");
    assertThat(notebook.forget("s1", MemoryStore.SHARED, "hacker", 1)).isTrue();
    assertThat(recall("s1", "c.hacker", "code 4711", 9)).isEmpty();
    assertThat(notebook.notes("s1", "hacker", 9, 9)).isEmpty();
    assertThat(notebook.keep("s1", "c.hacker", "hacker", 5, "New.", "call-3")).isEqualTo(2);
    long left =
        database
            .jdbi()
            .<Long, RuntimeException>withHandle(h ->
                h.createQuery("SELECT count(*) FROM memory WHERE text LIKE '%4711%'")
                    .mapTo(Long.class)
                    .one());
    assertThat(left).isZero();
  }

  @Test
  void filtersByAuthorAndAge() {
    take(
        "s1",
        List.of(
            said(3, "hacker", "The code is 1111."),
            said(5, "driver", "The code is 2222."),
            said(8, "hacker", "The code is 3333.")),
        8);
    assertThat(recall("s1", "x", "code", 8, new Filter("hacker", -1, 99))).hasSize(2);
    assertThat(recall("s1", "x", "code", 8, new Filter("hacker", 3, 99)))
        .containsExactly("#8 hacker: The code is 3333.");
    assertThat(recall("s1", "x", "code", 8, new Filter(null, 3, 8)))
        .containsExactly("#5 driver: The code is 2222.");
  }

  @Test
  void takesSummariesAndWhatWasWithdrawn() {
    Told told = new Told(7, 1, 3, 5, List.of(3L, 5L), "planner: 22:10", "model");
    store.take(
        "s1",
        new Stretch(
            List.of(said(3, "planner", "We go at 22:10."), said(5, "hacker", "Code 4711.")),
            List.of(told, told),
            Map.of(5L, 9L)),
        9);
    assertThat(store.told("s1", 9)).containsExactly(told);
    assertThat(store.told("s1", 6)).isEmpty();
    assertThat(store.told("s2", 9)).isEmpty();
    assertThat(recall("s1", "x", "code", 9)).containsExactly("#5 hacker (withdrawn): Code 4711.");
  }

  private String digest(String session, @Nullable String agent, long upto, String... queries) {
    return new Digests(store, new Recall(store.terms()))
        .of(new Digests.Question(session, agent, upto, Long.MAX_VALUE, 2_000, List.of(queries)));
  }

  @Test
  void withdrawnWordsLiveOnInNoSummary() {
    List<Memory> said =
        List.of(
            said(3, "planner", "We go in at 22:10."),
            said(5, "hacker", "The code is 4711."),
            said(6, "driver", "The truck is blue."));
    Told model =
        new Told(
            7,
            1,
            3,
            5,
            List.of(3L, 5L),
            "- planner: 22:10\n- **Hacker:** the code is 4711\nplanner: hacker knows the code",
            "model");
    Told extract = new Told(8, 1, 6, 6, List.of(6L), "driver: The truck is blue.", "extract");
    store.take("s1", new Stretch(said, List.of(model, extract), Map.of(5L, 9L)), 9);
    assertThat(digest("s1", null, 8)).contains("code is 4711").doesNotContain("withdrawn");
    assertThat(digest("s1", null, 9))
        .isEqualTo(
            """
            #3 to #5 in short:
            planner: 22:10
            planner: hacker knows the code
            #6 to #6, word for word in parts:
            driver: The truck is blue.\
            """);
    Told nobody = new Told(7, 1, 3, 5, List.of(3L, 5L), "The code is 4711.", "model");
    store.take("s2", new Stretch(said, List.of(nobody), Map.of(5L, 9L)), 9);
    assertThat(digest("s2", null, 8)).startsWith("#3 to #5 in short:\n-: The code is 4711.");
    assertThat(digest("s2", null, 9))
        .startsWith("#3 to #5 in short, parts of it withdrawn:\n-: The code is 4711.");
  }

  @Test
  void whatIsWithdrawnLaterStillCountsBefore() {
    store.take(
        "s1", new Stretch(List.of(said(5, "hacker", "Code 4711.")), List.of(), Map.of(5L, 9L)), 9);
    assertThat(digest("s1", null, 8)).isEqualTo("#5 hacker: Code 4711.");
    assertThat(digest("s1", null, 9)).isEmpty();
    assertThat(recall("s1", "x", "code", 8)).containsExactly("#5 hacker: Code 4711.");
    assertThat(recall("s1", "x", "code", 9)).containsExactly("#5 hacker (withdrawn): Code 4711.");
    assertThat(store.recent("s1", 8, 9)).noneMatch(Memory::withdrawn);
    assertThat(store.recent("s1", 9, 9)).allMatch(Memory::withdrawn);
  }

  @Test
  void anExpelledAgentsSharedNotesAreWithdrawn() {
    long unused =
        notebook.keep("s1", MemoryStore.SHARED, "hacker", 4, "The code is 4711.", null)
            + notebook.keep("s1", MemoryStore.SHARED, "driver", 4, "No code at gate 2.", null)
            + notebook.keep("s2", MemoryStore.SHARED, "hacker", 4, "Another code.", null);
    Memory left = Memory.of(Whose.CREW, 7, 7, Memory.LEFT, "hacker", 0, "left the crew");
    take("s1", List.of(left), 8);
    unused += notebook.keep("s1", MemoryStore.SHARED, "hacker", 8, "The code is 4712.", null);
    assertThat(digest("s1", null, 6, "which code")).contains("4711").doesNotContain("withdrawn");
    assertThat(digest("s1", null, 8, "which code"))
        .contains("gate 2")
        .doesNotContain("4711", "4712");
    assertThat(recall("s1", "x", "code", 6))
        .contains("shared note 1 of hacker (after #4): The code is 4711.");
    assertThat(recall("s1", "x", "code", 8))
        .contains(
            "shared note 1 of hacker (withdrawn) (after #4): The code is 4711.",
            "shared note 2 of driver (after #4): No code at gate 2.",
            "shared note 3 of hacker (withdrawn) (after #8): The code is 4712.");
    assertThat(recall("s2", "x", "code", 8)).noneMatch(line -> line.contains("withdrawn"));
  }

  @Test
  void whatAnEarlierBuildStoredIsFoundAfterAStart() {
    take("s1", List.of(said(3, "planner", "Die Wächter wechseln um 22:00.")), 3);
    database
        .jdbi()
        .useHandle(h -> {
          h.execute("DELETE FROM memory_terms");
          h.execute("UPDATE memory SET indexed = 0, words = ''");
        });
    assertThat(recall("s1", "x", "waechter", 9)).isEmpty();
    store.reindex();
    assertThat(recall("s1", "x", "waechter", 9)).hasSize(1);
  }

  @Test
  void everythingIsThereAfterARestart() {
    take("s1", List.of(said(3, "planner", "We go at 22:10.")), 4);
    notebook.keep("s1", "c.hacker", "hacker", 4, "Trust nobody.", "call-1");
    database.close();
    database = reopen();
    store = new MemoryStore(database);
    notebook = new Notebook(store);
    assertThat(store.progress("s1")).isEqualTo(4);
    assertThat(recall("s1", "c.hacker", "22:10", 9)).hasSize(1);
    assertThat(recall("s1", "c.hacker", "trust", 9)).hasSize(1);
  }

  /** Knows what some words are about, and nothing else. */
  private static final class Concepts implements Embedder {
    private static final List<Set<String>> WORDS =
        List.of(Set.of("dog", "animal"), Set.of("boiler", "furnace"), Set.of("window", "pane"));
    volatile boolean silent;

    @Override
    public String model() {
      return "concepts";
    }

    @Override
    public List<float[]> embed(List<String> texts) {
      if (silent) {
        throw new ModelException(ModelException.Trouble.UNREACHABLE, "nobody there");
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
    while (!new Vectors(database).missing("concepts", 0, 1).isEmpty()) {
      Thread.onSpinWait();
    }
  }

  @Test
  @Timeout(30)
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
      assertThat(notebook.forget("s1", "c.hacker", "hacker", 1)).isTrue();
      assertThat(meaning.nearest(new Reader("s1", "c.hacker", 9), question, Filter.NONE, 5))
          .noneMatch(Memory::own);
    }
  }

  @Test
  @Timeout(30)
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
  void twoRankingsAreMergedByRank() {
    List<Memory> all = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      all.add(new Memory(i, Whose.CREW, i, i, "message", "a", 1, "m" + i, "", false));
    }
    assertThat(Meaning.merged(List.of(all.get(0), all.get(1)), List.of(all.get(2), all.get(1)), 3))
        .extracting(Memory::text)
        .containsExactly("m2", "m1", "m3");
  }

  @Test
  void notesHaveAnEnd() {
    assertThat(notebook.keep("s1", "c.hacker", "hacker", 4, "One.", null)).isEqualTo(1);
    database
        .writer()
        .submit(h -> h.execute("UPDATE memory SET n = ? WHERE n = 1", Notebook.MOST_NOTES - 1));
    assertThat(notebook.keep("s1", "c.hacker", "hacker", 4, "Two.", "c2"))
        .isEqualTo(Notebook.MOST_NOTES);
    assertThatThrownBy(() -> notebook.keep("s1", "c.hacker", "hacker", 4, "Three.", "c3"))
        .hasMessage("there are 10000 notes already; no more are kept in this session");
    assertThat(notebook.keep("s1", "c.hacker", "hacker", 4, "Two.", "c2"))
        .as("a repeated call")
        .isEqualTo(Notebook.MOST_NOTES);
    assertThat(notebook.keep("s1", "c.driver", "driver", 4, "Mine.", null)).isEqualTo(1);
    assertThat(notebook.keep("s2", "c.hacker", "hacker", 4, "Elsewhere.", null)).isEqualTo(1);
  }
}
