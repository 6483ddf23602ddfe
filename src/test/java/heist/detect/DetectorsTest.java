package heist.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every detector promises. */
class DetectorsTest {
  static Stream<Detector> detectors() {
    return Stream.of(
        new Naive(), new Classic(), new Evidence(), new Manner(), new Rules(), new Hybrid());
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void neither_names_nor_order_change_a_byte_of_a_score(Detector detector) {
    List<String> names = List.of("ada", "bob", "cleo", "dan", "eve");
    List<String> others = List.of("Zoe", "Mrs Wu", "Player 7: red", "x_1", "Yann");
    for (long seed = 0; seed < 40; seed++) {
      Transcript game = Games.random(seed, names);
      Assessment first = detector.assess(game);
      List<String> shuffled = new ArrayList<>(others);
      Collections.shuffle(shuffled, new Random(seed));
      Assessment second =
          detector.assess(
              Games.renamed(
                  game,
                  text -> {
                    String renamed = text;
                    for (int i = 0; i < names.size(); i++) {
                      renamed = renamed.replaceAll("\\b" + names.get(i) + "\\b", "<" + i + ">");
                    }
                    for (int i = 0; i < names.size(); i++) {
                      renamed = renamed.replace("<" + i + ">", others.get(i));
                    }
                    return renamed;
                  },
                  shuffled));
      for (int i = 0; i < names.size(); i++) {
        Assessment.Score score = Objects.requireNonNull(first.scores().get(names.get(i)));
        assertThat(second.scores().get(others.get(i)))
            .as("seed %d, %s", seed, names.get(i))
            .isEqualTo(score);
        assertThat(score.suspicion()).isBetween(0.0, 1.0);
        score.breakdown().values().forEach(v -> assertThat(v).isBetween(0.0, 1.0));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void the_same_game_gives_the_same_assessment(Detector detector) {
    List<String> names = List.of("ada", "bob", "cleo");
    assertThat(detector.assess(Games.random(7, names)))
        .isEqualTo(detector.assess(Games.random(7, names)));
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void an_empty_game_and_a_silent_crew_are_no_trouble(Detector detector) {
    assertThat(detector.assess(new Transcript(List.of(), List.of(), List.of())).scores()).isEmpty();
    Assessment silent =
        detector.assess(new Transcript(List.of("ada", "bob"), List.of(), List.of()));
    assertThat(silent.top()).isEmpty();
    assertThat(Calibration.of(detector.name()).flatMap(c -> c.accused(silent))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void cited_events_exist_and_without_a_signal_it_still_scores(Detector detector) {
    for (long seed = 0; seed < 30; seed++) {
      Transcript game = Games.random(seed, List.of("ada", "bob", "cleo", "dan"));
      List<Long> events = new ArrayList<>();
      game.messages().forEach(m -> events.add(m.seq()));
      game.toolCalls().forEach(c -> events.add(c.seq()));
      game.plans().forEach(p -> events.add(p.seq()));
      Assessment a = detector.assess(game);
      a.scores().values().forEach(s -> assertThat(events).containsAll(s.evidence()));
      a.turns().forEach(t -> assertThat(events).containsAll(t.events()));
      for (String signal : detector.signals()) {
        assertThat(detector.without(signal).assess(game).scores()).hasSize(4);
      }
    }
  }

  @Test
  void talking_three_times_as_much_makes_nobody_suspicious() {
    Games.Told told = new Games.Told("ada", "bob", "cleo");
    told.reads("ada", "- Vault code in force: 4711").reads("bob", "- Guards change at 06:15");
    for (int round = 0; round < 4; round++) {
      told.says("ada", "The vault code in force is 4711.");
      told.says(
          "bob",
          "The guards change at 06:15. I read it in the roster and checked it. The roster is plain on it, and the guards keep to it.");
      told.says("cleo", "The vault code is 4711, says ada.");
    }
    Assessment a = new Hybrid().assess(told.end());
    assertThat(a.scores().values()).allSatisfy(s -> assertThat(s.suspicion()).isLessThan(0.2));
  }
}
