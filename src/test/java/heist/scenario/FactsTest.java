package heist.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heist.HeistException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FactsTest {
  private static Map<String, String> draw(long seed, Draw... draws) {
    Facts facts = new Facts(new SplittableRandom(seed));
    facts.draw(List.of(draws));
    return facts.values();
  }

  @Test
  void sumsTimesAndMinutesOverMidnight() {
    Map<String, String> facts =
        draw(
            1,
            new Draw.Text("change", "23:55"),
            new Draw.Text("wait", "10"),
            new Draw.Sum("start", List.of("change", "wait")),
            new Draw.Sum("before", List.of("start", "-wait", "-7")),
            new Draw.Sum("between", List.of("start", "-00:01")),
            new Draw.Sum("rest", List.of("45", "-wait")));
    assertThat(facts)
        .containsEntry("start", "00:05")
        .containsEntry("before", "23:48")
        .containsEntry("between", "4")
        .containsEntry("rest", "35");
  }

  @Test
  void drawsWithinTheRangesAndReachesBothEnds() {
    Set<String> numbers = new java.util.TreeSet<>();
    Set<String> times = new java.util.TreeSet<>();
    for (int seed = 0; seed < 200; seed++) {
      Map<String, String> facts =
          draw(
              seed,
              new Draw.Number("n", -1, 3, 2, List.of()),
              new Draw.Time("t", "23:50", "00:10", 10, List.of()));
      numbers.add(facts.getOrDefault("n", ""));
      times.add(facts.getOrDefault("t", ""));
    }
    assertThat(numbers).containsExactlyInAnyOrder("-1", "1", "3");
    assertThat(times).containsExactlyInAnyOrder("23:50", "00:00", "00:10");
  }

  @Test
  void keepsApartWhatMustDiffer() {
    for (int seed = 0; seed < 200; seed++) {
      Map<String, String> facts =
          draw(
              seed,
              new Draw.Deal(List.of("a", "b", "c"), List.of("x", "y", "z")),
              new Draw.Choice("d", List.of("x", "y"), List.of("a")),
              new Draw.Digits("e", 1, List.of()),
              new Draw.Digits("f", 1, List.of("e")));
      assertThat(Set.of(facts.get("a"), facts.get("b"), facts.get("c"))).hasSize(3);
      assertThat(facts.get("d")).isNotEqualTo(facts.get("a"));
      assertThat(facts.get("f")).isNotEqualTo(facts.get("e"));
    }
  }

  @Test
  void saysWhatCannotBe() {
    assertThatThrownBy(() ->
            draw(1, new Draw.Text("a", "x"), new Draw.Choice("b", List.of("x"), List.of("a"))))
        .isInstanceOf(HeistException.class)
        .hasMessageContaining("'b' finds no value unlike [a]");
    assertThatThrownBy(() -> draw(1, new Draw.Lookup("b", "a", Map.of(), null)))
        .isInstanceOf(HeistException.class)
        .hasMessageContaining("no fact named 'a'");
    assertThatThrownBy(() -> draw(1, new Draw.Text("a", "x"), new Draw.Sum("b", List.of("a"))))
        .hasMessageContaining("'x' is no number or time");
  }

  @Test
  void fillsTemplates() {
    assertThat(
            Template.fill(
                "{{a|cap}} {{ a }} {{it.b}} {{plan.c}} {{pick: one}}",
                Map.of("a", "x$1"),
                Map.of("b", "y"),
                new SplittableRandom(1)))
        .isEqualTo("X$1 x$1 y {{plan.c}} one");
  }

  @Test
  void shufflesWholeLinesOnly() {
    String text = "head\n<!-- shuffle -->\n- 1\n- 2\n- 3\n<!-- end -->\ntail\n";
    Set<String> seen = new java.util.TreeSet<>();
    for (int seed = 0; seed < 100; seed++) {
      String filled = Template.fill(text, Map.of(), Map.of(), new SplittableRandom(seed));
      assertThat(filled.lines())
          .containsExactlyInAnyOrder("head", "- 1", "- 2", "- 3", "tail")
          .startsWith("head")
          .endsWith("tail");
      seen.add(filled);
    }
    assertThat(seen).hasSize(6);
  }
}
