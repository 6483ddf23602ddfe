package heist.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SpeakersTest {
  private static final Set<String> CREW = Set.of("planner", "hacker", "old_man-2");

  private static List<String> read(String summary) {
    return Speakers.lines(summary, CREW).stream().map(l -> l.speaker() + "|" + l.said()).toList();
  }

  @Test
  void aWordBeforeAColonIsNobodyUnlessItIsAKnownName() {
    assertThat(
            read(
                """
                planner: We go at 22:10.
                note: the guard is new
                Vault code: 4711
                Summary by the planner: all agreed
                planner, hacker: the code is 4711
                22:10 at gate 2
                planner's word: 4711
                """))
        .containsExactly(
            "planner|We go at 22:10.",
            "null|note: the guard is new",
            "null|Vault code: 4711",
            "null|Summary by the planner: all agreed",
            "null|planner, hacker: the code is 4711",
            "null|22:10 at gate 2",
            "null|planner's word: 4711");
  }

  @Test
  void aNameIsReadInAnyDress() {
    assertThat(read("- planner: a\n**Hacker:** b\n* **Hacker**: c\n2. old_man-2: d\n_hacker_: e"))
        .containsExactly("planner|a", "hacker|b", "hacker|c", "old_man-2|d", "hacker|e");
  }

  @Test
  void bulletsUnderANameAreItsWords() {
    List<Speakers.Line> lines =
        Speakers.lines(
            "Hacker:\n- the code is 4711\n* Note: it is old\n\nplanner:\n- ten\nThe end\n- x",
            CREW);
    assertThat(lines)
        .extracting(l -> l.speaker() + "|" + l.said())
        .containsExactly(
            "hacker|",
            "hacker|the code is 4711",
            "hacker|Note: it is old",
            "planner|",
            "planner|ten",
            "null|The end",
            "null|- x");
    assertThat(lines.stream().filter(l -> !l.isBy(Set.of("hacker"))).map(Speakers.Line::whole))
        .containsExactly("planner:", "- ten", "The end", "- x");
  }

  @Test
  void whoeverIsNamedBeforeTheColonSaysALineWithOthers() {
    Speakers.Line line = Speakers.lines("planner and hacker: 4711", CREW).getFirst();
    assertThat(line.isBy(Set.of("hacker"))).isTrue();
    assertThat(line.isBy(Set.of("planner"))).isTrue();
    assertThat(line.isBy(Set.of("old_man-2"))).isFalse();
    assertThat(Speakers.lines("note: hacker", CREW).getFirst().isBy(CREW)).isFalse();
  }
}
