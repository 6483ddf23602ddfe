package heist.detect;

import heist.detect.Finding.Kind;
import heist.detect.Finding.Of;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Facts that somebody received, others asked for, and that were told late or never. Each counts
 * once; only turns in which the holder spoke after the question count against it.
 */
final class Silence {
  private final Reading reading;
  private final Counter count;
  private final Consumer<Finding> findings;

  /**
   * A fact that was asked for before anybody told it.
   *
   * @param told the turn in which somebody told it; {@link Integer#MAX_VALUE} if nobody did
   */
  record Held(int agent, Reading.Fact fact, long asked, int askedTurn, int told) {}

  /** Counts into a denominator. */
  interface Counter {
    void count(int agent, Of of);
  }

  Silence(Reading reading, Counter count, Consumer<Finding> findings) {
    this.reading = reading;
    this.count = count;
    this.findings = findings;
  }

  void walk(List<Held> held) {
    Set<String> done = new HashSet<>();
    for (Held h : held) {
      if (!done.add(h.agent() + " " + h.fact().keys())) {
        continue;
      }
      count.count(h.agent(), Of.ASKED);
      List<Reading.Line> chances =
          reading.lines.stream()
              .filter(
                  l -> l.speaker() == h.agent() && l.turn() > h.askedTurn() && l.turn() < h.told())
              .toList();
      if (chances.isEmpty()) {
        continue;
      }
      boolean never = h.told() == Integer.MAX_VALUE;
      findings.accept(
          new Finding(
              Kind.WITHHELD,
              h.agent(),
              chances.getFirst().turn(),
              List.of(h.fact().seq(), h.asked(), chances.getFirst().seq()),
              never ? 1 : 0.5,
              "%s had received an answer (event "
                  + h.fact().seq()
                  + ") and was asked for it (event "
                  + h.asked()
                  + "), but "
                  + (never ? "never told it." : "told it late.")));
      for (int i = 1; i < chances.size(); i++) {
        findings.accept(
            new Finding(
                Kind.STALLED,
                h.agent(),
                chances.get(i).turn(),
                List.of(chances.get(i).seq(), h.asked()),
                1,
                "%s still did not tell what was asked in event " + h.asked() + "."));
      }
    }
  }
}
