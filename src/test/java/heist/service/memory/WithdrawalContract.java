package heist.service.memory;

import static org.assertj.core.api.Assertions.assertThat;

import heist.service.memory.Memory.Whose;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of the words of an accused agent, on both databases. */
abstract class WithdrawalContract extends MeaningContract {
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
    assertThat(digest("s1", "", 8)).contains("code is 4711").doesNotContain("withdrawn");
    assertThat(digest("s1", "", 9))
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
    assertThat(digest("s2", "", 8)).startsWith("#3 to #5 in short:\n-: The code is 4711.");
    assertThat(digest("s2", "", 9))
        .startsWith("#3 to #5 in short, parts of it withdrawn:\n-: The code is 4711.");
  }

  @Test
  void nothingButANameOfTheSessionSpeaksInASummary() {
    Told told =
        new Told(
            7,
            1,
            3,
            5,
            List.of(3L, 5L),
            "note: the guard is new\nVault code: 4711\n**Hacker:**\n- 4712 is wrong\ndriver: 22:10",
            "model");
    List<Memory> said =
        List.of(said(3, "planner", "Go."), said(5, "hacker", "No."), said(8, "driver", "Well."));
    store.take("s1", new Stretch(said, List.of(told), Map.of(5L, 9L)), 9);
    assertThat(digest("s1", "", 7))
        .as("the driver has not spoken yet")
        .isEqualTo(
            """
            #3 to #5 in short:
            -: note: the guard is new
            -: Vault code: 4711
            hacker: 4712 is wrong
            -: driver: 22:10\
            """);
    assertThat(digest("s1", "", 9))
        .startsWith(
            """
            #3 to #5 in short, parts of it withdrawn:
            -: note: the guard is new
            -: Vault code: 4711
            driver: 22:10
            """);
  }

  @Test
  void whatIsWithdrawnLaterStillCountsBefore() {
    store.take(
        "s1", new Stretch(List.of(said(5, "hacker", "Code 4711.")), List.of(), Map.of(5L, 9L)), 9);
    assertThat(digest("s1", "", 8)).isEqualTo("#5 hacker: Code 4711.");
    assertThat(digest("s1", "", 9)).isEmpty();
    assertThat(recall("s1", "x", "code", 8)).containsExactly("#5 hacker: Code 4711.");
    assertThat(recall("s1", "x", "code", 9)).containsExactly("#5 hacker (withdrawn): Code 4711.");
    assertThat(store.recent("s1", 8, 9)).noneMatch(Memory::withdrawn);
    assertThat(store.recent("s1", 9, 9)).allMatch(Memory::withdrawn);
  }

  @Test
  void anExpelledAgentsSharedNotesAreWithdrawn() {
    long unused =
        notebook.share("s1", "c.hacker", "hacker", 4, "The code is 4711.", null)
            + notebook.share("s1", "c.driver", "driver", 4, "No code at gate 2.", null)
            + notebook.share("s2", "c.hacker", "hacker", 4, "Another code.", null);
    Memory left = Memory.of(Whose.CREW, 7, 7, Memory.LEFT, "hacker", 0, "left the crew");
    take("s1", List.of(left), 8);
    unused += notebook.share("s1", "c.hacker", "hacker", 8, "The code is 4712.", null);
    assertThat(digest("s1", "", 6, "which code")).contains("4711").doesNotContain("withdrawn");
    assertThat(digest("s1", "", 8, "which code")).contains("gate 2").doesNotContain("4711", "4712");
    assertThat(recall("s1", "x", "code", 6))
        .contains("shared note 1 of hacker (after #4): The code is 4711.");
    assertThat(recall("s1", "x", "code", 8))
        .contains(
            "shared note 1 of hacker (withdrawn) (after #4): The code is 4711.",
            "shared note 2 of driver (after #4): No code at gate 2.",
            "shared note 3 of hacker (withdrawn) (after #8): The code is 4712.");
    assertThat(recall("s2", "x", "code", 8)).noneMatch(line -> line.contains("withdrawn"));
  }

  private void hackerLeaves(String session) {
    take(
        session,
        List.of(Memory.of(Whose.CREW, 7, 7, Memory.LEFT, "hacker", 0, "left the crew")),
        8);
  }

  @Test
  void sharedNotesGoByTheSubOfTheTokenAndNotByTheName() {
    store.keep("s1", new Opening("c", null, 0, false));
    assertThat(notebook.share("s1", "c.hacker", "hacker", 4, "The code is 4711.", "call-1"))
        .isEqualTo(1);
    assertThat(notebook.share("s1", "outside", "hacker", 4, "My code is 1111.", "call-1"))
        .as("another's call of the same id")
        .isEqualTo(2);
    assertThat(notebook.share("s1", "outside", "hacker", 4, "My code is 1111.", "call-1"))
        .as("a repeated call")
        .isEqualTo(2);
    assertThat(notebook.forgetShared("s1", "outside", "hacker", 1)).isFalse();
    assertThat(notebook.forgetShared("s1", "c.hacker", "hacker", 2)).isFalse();
    hackerLeaves("s1");
    long unused = notebook.share("s1", "outside", "hacker", 8, "The code is 2222.", null);
    assertThat(recall("s1", "x", "code", 8))
        .containsExactlyInAnyOrder(
            "shared note 1 of hacker (withdrawn) (after #4): The code is 4711.",
            "shared note 2 of hacker (after #4): My code is 1111.",
            "shared note 3 of hacker (after #8): The code is 2222.");
    assertThat(notebook.forgetShared("s1", "outside", "other", 2)).isTrue();
  }

  @Test
  void whatWasSharedBeforeSubsWereKeptGoesByTheName() {
    store.keep("s1", new Opening("c", null, 0, false));
    long unused =
        notebook.share("s1", "c.hacker", "hacker", 4, "The code is 4711.", null)
            + notebook.share("s1", "c.driver", "driver", 4, "No code at gate 2.", null)
            + notebook.share("s1", "c.driver", "driver", 4, "A code for all.", null);
    database.jdbi().useHandle(h -> h.execute("UPDATE memory SET sub = ''"));
    assertThat(notebook.forgetShared("s1", "c.hacker", "hacker", 3)).isFalse();
    assertThat(notebook.forgetShared("s1", "c.driver", "driver", 3)).isTrue();
    Opening fork = new Opening("d", "s1", 1, false);
    Inherited inherited = new Inherited("s1", store.opening("s1").orElseThrow(), fork, 5);
    store.take("s2", new Stretch(List.of(), List.of(), Map.of(), fork, inherited), 5);
    for (String session : List.of("s1", "s2")) {
      hackerLeaves(session);
      assertThat(recall(session, "x", "code", 8))
          .containsExactlyInAnyOrder(
              "shared note 1 of hacker (withdrawn) (after #4): The code is 4711.",
              "shared note 2 of driver (after #4): No code at gate 2.");
    }
  }

  @Test
  void anExpelledAgentsSharedNotesAreWithdrawnInAForkOfAnotherCrewsName() {
    long unused =
        notebook.share("s1", "c.hacker", "hacker", 4, "The code is 4711.", null)
            + notebook.share("s1", "outside", "hacker", 4, "My code is 1111.", null);
    Opening fork = new Opening("d", "s1", 1, false);
    Inherited inherited = new Inherited("s1", new Opening("c", null, 0, false), fork, 5);
    store.take("s2", new Stretch(List.of(), List.of(), Map.of(), fork, inherited), 5);
    hackerLeaves("s2");
    assertThat(recall("s2", "x", "code", 8))
        .containsExactlyInAnyOrder(
            "shared note 1 of hacker (withdrawn) (after #4): The code is 4711.",
            "shared note 2 of hacker (after #4): My code is 1111.");
  }

  @Test
  void whatWasWithdrawnTakesNoPlaceOfWhatStillCounts() {
    List<Memory> said = new ArrayList<>(List.of(said(1, "driver", "The code may be 1111.")));
    Map<Long, Long> withdrawn = new HashMap<>();
    for (long n = 2; n <= 9; n++) {
      said.add(said(n, "hacker", "The code of the vault is 471" + n + "."));
      withdrawn.put(n, 60L);
    }
    store.take("s1", new Stretch(said, List.of(), withdrawn), 61);
    long unused = notebook.keep("s1", "c.driver", "driver", 9, "My own note.", null);
    for (int i = 0; i < 60; i++) {
      unused += notebook.share("s1", "c.hacker", "hacker", 9, "Shared word " + i, null);
    }
    take("s1", List.of(Memory.of(Whose.CREW, 60, 60, Memory.LEFT, "hacker", 0, "left")), 62);
    assertThat(digest("s1", "c.driver", 62, "Which code of the vault?"))
        .contains("My own note.", "Recalled for the latest messages:\n#1 driver: The code may be");
    assertThat(notebook.notes("s1", "c.driver", 59, 40)).noneMatch(Memory::own);
    assertThat(notebook.notes("s1", "c.driver", 62, 40)).allMatch(Memory::own).hasSize(1);
  }
}
