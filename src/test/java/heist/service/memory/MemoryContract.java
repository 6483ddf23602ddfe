package heist.service.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heist.service.memory.Memory.Whose;
import heist.service.memory.Reader.Filter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What memory promises on both databases. */
abstract class MemoryContract extends WithdrawalContract {
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
    assertThat(notebook.notes("s1", "c.driver", 9, 10)).isEmpty();
    assertThat(notebook.notes("s1", MemoryStore.CREW, 9, 10)).isEmpty();
    assertThat(notebook.notes("s1", "c.hacker", 9, 10)).hasSize(2);
    assertThat(notebook.notes("s1", "c.hacker", 4, 10)).hasSize(1);
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
    assertThat(notebook.share("s1", "c.hacker", "hacker", 4, "The alarm is 30 s late.", "c1"))
        .isEqualTo(1);
    assertThat(notebook.keep("s1", "c.driver", "driver", 4, "The alarm worries me.", "c2"))
        .isEqualTo(1);
    assertThat(recall("s1", "c.planner", "alarm", 9))
        .containsExactly("shared note 1 of hacker (after #4): The alarm is 30 s late.");
    assertThat(recall("s2", "c.planner", "alarm", 9)).isEmpty();
    assertThat(notebook.notes("s1", "c.planner", 9, 9)).hasSize(1);
  }

  @Test
  void whatIsForgottenIsGoneAndItsNumberIsNotGivenAgain() {
    notebook.keep("s1", "c.hacker", "hacker", 4, "The code is 4711.", "call-1");
    notebook.share("s1", "c.hacker", "hacker", 4, "The code is 4711.", "call-2");
    assertThat(notebook.forget("s1", "c.driver", 1)).isFalse();
    assertThat(notebook.forgetShared("s1", "c.driver", "driver", 1)).isFalse();
    assertThat(notebook.forget("s1", "c.hacker", 1)).isTrue();
    assertThat(notebook.forget("s1", "c.hacker", 1)).isFalse();
    assertThat(recall("s1", "c.hacker", "code 4711", 9))
        .containsExactly("shared note 1 of hacker (after #4): The code is 4711.");
    assertThat(notebook.forgetShared("s1", "c.hacker", "hacker", 1)).isTrue();
    assertThat(recall("s1", "c.hacker", "code 4711", 9)).isEmpty();
    assertThat(notebook.notes("s1", "c.hacker", 9, 9)).isEmpty();
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
    assertThat(recall("s1", "x", "code", 8, new Filter("hacker", -1, 99, false))).hasSize(2);
    assertThat(recall("s1", "x", "code", 8, new Filter("hacker", 3, 99, false)))
        .containsExactly("#8 hacker: The code is 3333.");
    assertThat(recall("s1", "x", "code", 8, new Filter(null, 3, 8, false)))
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

  @Test
  void aNoteIsReadableByItsOwnerAloneWhateverNameAnotherActsUnder() {
    assertThat(notebook.keep("s1", "outside", "hacker", 3, "Mine is 1111.", null)).isEqualTo(1);
    assertThat(notebook.keep("s1", "c.hacker", "hacker", 4, "Ours is 4711.", null)).isEqualTo(1);
    assertThat(digest("s1", "c.hacker", 9, "is")).contains("4711").doesNotContain("1111");
    assertThat(digest("s1", "outside", 9, "is")).contains("1111").doesNotContain("4711");
    assertThat(digest("s1", MemoryStore.CREW, 9, "is")).isEmpty();
  }

  @Test
  void howASessionBeganIsKeptOnce() {
    Opening opening = new Opening("classic", "s0", 3, true);
    store.keep("s1", opening);
    store.keep("s1", new Opening("other", null, 0, false));
    assertThat(store.opening("s1")).contains(opening);
    assertThat(store.opening("s2")).isEmpty();
    assertThat(opening.owner("hacker")).isEqualTo("classic.hacker");
    assertThat(new Opening("", null, 0, true).owner("hacker")).isEmpty();
  }

  @Test
  void aForkBeginsWithTheNotesThatItsParentHadThen() {
    long unused =
        notebook.keep("s1", "a.hacker", "hacker", 3, "The code is 4711.", "c1")
            + notebook.keep("s1", "a.hacker", "hacker", 4, "The code was a lie.", "c2")
            + notebook.share("s1", "a.driver", "driver", 4, "A code for all.", "c3")
            + notebook.keep("s1", "outside", "hacker", 5, "Another's code.", "c4")
            + notebook.keep("s1", "a.hacker", "hacker", 6, "A code too late.", "c5");
    assertThat(notebook.forget("s1", "a.hacker", 2)).isTrue();
    take("s1", List.of(Memory.of(Whose.CREW, 8, 8, Memory.LEFT, "driver", 0, "left")), 8);
    Opening from = new Opening("a", null, 0, false);
    Opening to = new Opening("b", "s1", 2, false);
    Stretch stretch =
        new Stretch(List.of(), List.of(), Map.of(), to, new Inherited("s1", from, to, 5));
    store.take("s2", stretch, 5);
    store.take("s2", stretch, 5);
    assertThat(recall("s2", "b.hacker", "code", 9))
        .containsExactlyInAnyOrder(
            "your note 1 (after #3): The code is 4711.",
            "shared note 1 of driver (after #4): A code for all.");
    assertThat(recall("s2", "outside", "another", 9)).hasSize(1);
    assertThat(recall("s2", "a.hacker", "4711", 9)).isEmpty();
    assertThat(recall("s2", "b.hacker", "hacker", 9)).hasSize(1);
    assertThat(notebook.keep("s2", "b.hacker", "hacker", 9, "Mine.", null))
        .as("the number of what was forgotten is not given again")
        .isEqualTo(3);
    assertThat(notebook.forgetShared("s2", "a.driver", "driver", 1)).isFalse();
    assertThat(notebook.forgetShared("s2", "b.driver", "driver", 1)).isTrue();
    assertThat(notebook.forget("s2", "b.hacker", 1)).isTrue();
    assertThat(recall("s1", "a.hacker", "4711", 9)).as("the parent is as it was").hasSize(1);
  }
}
