package heist.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;

class ExtractTest {
  private static final ToIntFunction<String> WORDS = text -> text.split("\\s+|(?=[.:?!])").length;

  private static Extract.Line said(long n, String author, String text) {
    return Extract.Line.of("#" + n + " " + author, text);
  }

  private static final List<Extract.Line> TALK =
      List.of(
          said(1, "planner", "Good evening, everybody. Shall we begin?"),
          said(2, "hacker", "The access log says 22:05 at the loading dock. I like it there."),
          said(3, "planner", "Hm. Fine by me. We go in through the loading dock at 22:10."),
          said(4, "driver", "We go in through the loading dock at 22:10."),
          said(5, "safecracker", "Correction: the code is 8264, not 8246.\nRenewed at 06:00."));

  @Test
  void keepsFiguresAndDecisionsInOrder() {
    assertThat(Extract.of(TALK, Set.of(), 60, WORDS))
        .isEqualTo(
            """
            #2 hacker: The access log says 22:05 at the loading dock.
            #4 driver: We go in through the loading dock at 22:10.
            #5 safecracker: Correction: the code is 8264, not 8246. Renewed at 06:00.\
            """);
  }

  @Test
  void isEmptyWithNothingToTell() {
    assertThat(Extract.of(List.of(), Set.of(), 100, WORDS)).isEmpty();
    assertThat(Extract.of(TALK, Set.of(), 3, WORDS)).isEmpty();
  }

  @Test
  void neverExceedsItsBudgetAndNeverInvents() {
    Random random = new Random(11);
    for (int round = 0; round < 200; round++) {
      List<Extract.Line> talk = new ArrayList<>();
      for (int i = 1; i <= 30; i++) {
        StringBuilder text = new StringBuilder();
        for (int j = random.nextInt(30); j >= 0; j--) {
          text.append((char) ('a' + random.nextInt(26))).append(random.nextInt(100));
          text.append(random.nextInt(5) == 0 ? ". " : random.nextInt(9) == 0 ? "?\n" : " ");
        }
        talk.add(said(i, "agent" + i % 3, text.toString()));
      }
      int budget = random.nextInt(200);
      String digest = Extract.of(talk, Set.of("agent1"), budget, WORDS);
      if (!digest.isEmpty()) {
        assertThat(WORDS.applyAsInt(digest)).isLessThanOrEqualTo(budget);
      }
      for (String line : digest.lines().toList()) {
        int seq = Integer.parseInt(line.substring(1, line.indexOf(' ')));
        String whole = talk.get(seq - 1).plain();
        for (String part : line.substring(line.indexOf(": ") + 2).split("(^| )\\.\\.\\. ")) {
          assertThat(whole).contains(part);
        }
      }
      assertThat(Extract.of(talk, Set.of("agent1"), budget, WORDS)).isEqualTo(digest);
    }
  }
}
