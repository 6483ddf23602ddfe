package heist.detect;

import static org.assertj.core.api.Assertions.assertThat;

import heist.eval.GameReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What every detector promises. */
class DetectorsTest {
  static Stream<Detector> detectors() {
    return Stream.of(
        new Naive(), new Classic(), new Evidence(), new Manner(), new Rules(), new Hybrid());
  }

  /** Every kind of name: Latin, digits, two words, Japanese, with a point, with an apostrophe. */
  static Stream<List<String>> names() {
    return Stream.of(
        List.of("Zoe", "Mrs Wu", "Player 7: red", "x_1", "Yann"),
        List.of("K94", "R2D2", "7th", "A1", "B52"),
        List.of("ミナ", "健太", "さくら", "ケン・リー", "山田"),
        List.of("Mia", "ミナ", "K94", "Dr. No", "O'Hara"));
  }

  private static Detector after(Detector detector, String blamed) {
    return new PostMortem(detector, new JobOutcome(false, blamed, null, "vault_code"));
  }

  @ParameterizedTest
  @MethodSource("names")
  void neither_names_nor_order_change_a_byte_of_a_score(List<String> others) {
    List<String> names = List.of("ada", "bob", "cleo", "dan", "eve");
    UnaryOperator<String> renaming = Games.renaming(names, others);
    for (long seed = 0; seed < 15; seed++) {
      Transcript game = Games.random(seed, names);
      List<String> shuffled = new ArrayList<>(others);
      Collections.shuffle(shuffled, new Random(seed));
      Transcript renamed = Games.renamed(game, renaming, shuffled);
      for (Detector detector : detectors().toList()) {
        same(detector.assess(game), detector.assess(renamed), names, others);
        same(
            after(detector, names.getFirst()).assess(game),
            after(detector, others.getFirst()).assess(renamed),
            names,
            others);
      }
    }
  }

  private static void same(Assessment a, Assessment b, List<String> names, List<String> others) {
    for (int i = 0; i < names.size(); i++) {
      Assessment.Score score = Objects.requireNonNull(a.scores().get(names.get(i)));
      assertThat(b.scores().get(others.get(i)))
          .as("%s, %s as %s", a.detector(), names.get(i), others.get(i))
          .isEqualTo(score);
      assertThat(score.suspicion()).isBetween(0.0, 1.0);
      score.breakdown().values().forEach(v -> assertThat(v).isBetween(0.0, 1.0));
    }
    assertThat(b.turns()).hasSameSizeAs(a.turns());
    for (int i = 0; i < a.turns().size(); i++) {
      Assessment.Turn turn = a.turns().get(i);
      assertThat(b.turns().get(i).turn()).isEqualTo(turn.turn());
      assertThat(b.turns().get(i).events()).isEqualTo(turn.events());
      assertThat(b.turns().get(i).suspicion()).isEqualTo(turn.suspicion());
    }
  }

  @Test
  void a_japanese_name_is_read_as_a_latin_one_with_the_same_places() {
    Words.Text latin = new Words.Names(List.of("Mia")).read("Miaさんの 4711, not Mia's 17. Miami!");
    Words.Text japanese = new Words.Names(List.of("ミナ")).read("ミナさんの 4711, not ミナ's 17. Miami!");
    assertThat(japanese).isEqualTo(latin);
    assertThat(latin.words()).filteredOn(Words.Word::mention).hasSize(2);
    Words.Text harbour = new Words.Names(List.of("ミナ")).read("ミナト");
    assertThat(harbour.words()).noneMatch(Words.Word::mention);
  }

  @Test
  void a_name_with_digits_is_no_figure_of_a_sum() {
    for (String name : List.of("bob", "K94")) {
      Games.Told told =
          new Games.Told("ada", name).reads("ada", "- Guards: 4").says("ada", "Guards: 4.");
      Transcript t = told.end();
      List<Transcript.ToolCall> calls = new ArrayList<>(t.toolCalls());
      calls.add(new Transcript.ToolCall(9, 2, "ada", "calculator", name + " + 4", true, "8"));
      Assessment a = new Evidence().assess(new Transcript(t.agents(), t.messages(), calls));
      assertThat(Objects.requireNonNull(a.scores().get("ada")).suspicion()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void nothing_in_the_file_but_what_was_said_and_done_changes_a_score(Detector detector) {
    List<String> names = List.of("ada", "bob", "cleo", "dan", "eve");
    JsonMapper json = JsonMapper.shared();
    for (long seed = 0; seed < 10; seed++) {
      ObjectNode node = TranscriptJson.of("g" + seed, Games.random(seed, names));
      node.put("config", "en").putArray("moles").add("ada").add("bob");
      Assessment first = detector.assess(read(node));
      for (String change : List.of("replaced", "permuted", "removed")) {
        ObjectNode other = (ObjectNode) json.readTree(node.toString());
        other.put("session_id", "another").put("unknown", 17).put("config", "{\"mole\":\"eve\"}");
        other.put("strategy", "false_info").putObject("roles").put("ada", "mole");
        other.putArray("sabotage_turns").add(3);
        switch (change) {
          case "replaced" -> other.putArray("moles").add("eve");
          case "permuted" -> other.putArray("moles").add("bob").add("ada");
          default -> other.remove("moles");
        }
        for (String list : List.of("messages", "tool_calls", "plans")) {
          for (JsonNode step : other.path(list)) {
            ObjectNode o = (ObjectNode) step;
            o.put("seq", 3 * o.path("seq").asLong() + 100).put("role", "mole").put("note", "eve");
          }
        }
        Assessment second = detector.assess(read(other));
        first
            .scores()
            .forEach((agent, score) -> {
              Assessment.Score now = Objects.requireNonNull(second.scores().get(agent));
              assertThat(now.suspicion()).as(change).isEqualTo(score.suspicion());
              assertThat(now.breakdown()).as(change).isEqualTo(score.breakdown());
            });
      }
    }
  }

  private static Transcript read(ObjectNode node) {
    return GameReader.read(node.toString(), "test").transcript();
  }

  @Test
  void classic_names_its_most_suspicious_turns() {
    Transcript t =
        new Games.Told("ada", "bob", "cy")
            .reads("ada", "- Vault code: 6280")
            .says("ada", "The vault code is 6280.")
            .says("bob", "Well.")
            .says("cy", "I bring the van to the gate.")
            .says("bob", "Well, well.")
            .end();
    Assessment a = new Classic().assess(t);
    assertThat(a.turns()).isNotEmpty();
    Assessment.Turn worst = a.turns().getFirst();
    assertThat(worst.agent()).isEqualTo("bob");
    assertThat(worst.turn()).isEqualTo(2);
    assertThat(worst.why()).contains("nothing new");
    assertThat(Objects.requireNonNull(a.scores().get("bob")).evidence())
        .containsAll(worst.events());
  }

  @Test
  void where_nothing_can_be_checked_every_signal_of_the_rules_can_be_taken_out() {
    Games.Told told = new Games.Told("ada", "bob", "cleo");
    for (int i = 0; i < 6; i++) {
      told.says("ada", "Perhaps we could wait, I think, maybe until " + i + ", not now.");
      told.says("bob", "We saw the north gate at noon and took the left road to the old mill.");
      told.says(
          "cleo", "There were " + (i + 4) + " guards at the south gate, and they never left.");
    }
    Transcript t = told.end();
    Rules rules = new Rules();
    assertThat(rules.signals()).contains("contradiction", "manner.uncertain", "own_source");
    Assessment whole = rules.assess(t);
    for (String signal : rules.signals()) {
      if (signal.equals("contradiction") || signal.startsWith("manner.")) {
        assertThat(rules.without(signal).assess(t).scores())
            .as(signal)
            .isNotEqualTo(whole.scores());
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
