package heist.service.memory;

import static org.assertj.core.api.Assertions.assertThat;

import heist.model.Folding;
import heist.store.Database;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What memory promises on both databases. */
abstract class MemoryContract {
  private Database database;
  private MemoryStore store;

  abstract Database open();

  @BeforeEach
  void openStore() {
    database = open();
    store = new MemoryStore(database);
  }

  @AfterEach
  void close() {
    database.close();
  }

  static Memory said(long seq, String author, String text) {
    return new Memory(false, seq, seq, "message", author, 1, text);
  }

  private List<String> recall(String session, String owner, String query, long upto) {
    Set<String> words = new LinkedHashSet<>(Folding.words(query));
    return Recall.best(
            store.candidates(session, owner, words, upto),
            words,
            store.size(session, owner, upto),
            5)
        .stream()
        .map(Memory::line)
        .toList();
  }

  @Test
  void takesTheFeedOnce() {
    List<Memory> said =
        List.of(said(3, "planner", "We go in at 22:10."), said(5, "hacker", "Yes."));
    store.take("s1", said, 6);
    store.take("s1", said, 4);
    assertThat(store.progress("s1")).isEqualTo(6);
    assertThat(store.progress("s2")).isZero();
    assertThat(store.recent("s1", 6, 10)).isEqualTo(said);
    assertThat(store.recent("s1", 4, 10)).hasSize(1);
    assertThat(store.recent("s1", 6, 1)).extracting(Memory::author).containsExactly("hacker");
    assertThat(store.recent("s2", 6, 10)).isEmpty();
  }

  @Test
  void keepsNotesPerSessionAndOwner() {
    assertThat(store.keep("s1", "c.hacker", "hacker", 4, "The code is 4711.", "call-1"))
        .isEqualTo(1);
    assertThat(store.keep("s1", "c.hacker", "hacker", 4, "The code is 4711.", "call-1"))
        .isEqualTo(1);
    assertThat(store.keep("s1", "c.hacker", "hacker", 5, "Trust nobody.", null)).isEqualTo(2);
    assertThat(recall("s1", "c.hacker", "Which code?", 9))
        .containsExactly("your note 1 (after #4): The code is 4711.");
    assertThat(recall("s1", "c.driver", "Which code?", 9)).isEmpty();
    assertThat(recall("s2", "c.hacker", "Which code?", 9)).isEmpty();
    assertThat(recall("s1", "c.hacker", "trust", 4)).isEmpty();
    assertThat(store.all("s1", "driver", 9)).isEmpty();
    assertThat(store.all("s1", "hacker", 9)).hasSize(2);
  }

  @Test
  void recallsWhateverTheEndingAndTheUmlaut() {
    store.take(
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
    store.take("long", said, 1_000);
    assertThat(recall("long", "x", "What is the vault code the guard gave?", 1_000))
        .first()
        .asString()
        .startsWith("#10 ");
  }
}
