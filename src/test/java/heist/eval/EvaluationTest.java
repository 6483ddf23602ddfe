package heist.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import heist.HeistException;
import heist.detect.Assessment;
import heist.detect.Calibration;
import heist.detect.Detector;
import heist.detect.Transcript;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The figures, against games whose right answers are known. */
class EvaluationTest {
  private static final List<String> AGENTS = List.of("ada", "bob", "cleo", "dan");

  private static Game game(int number, Set<String> moles) {
    List<Transcript.Message> messages = new ArrayList<>();
    for (int turn = 1; turn <= 8; turn++) {
      messages.add(
          new Transcript.Message(turn, turn, 1 + turn / 5, AGENTS.get(turn % 4), "word " + number));
    }
    return new Game(
        "g" + number,
        number % 2 == 0 ? "even" : "odd",
        "en",
        moles.isEmpty() ? null : "false_info",
        Map.of("ada", "planner"),
        moles,
        moles.isEmpty() ? null : Set.of(3),
        new Transcript(AGENTS, messages, List.of()));
  }

  private static Detector saying(Map<String, Double> scores) {
    return new Detector() {
      @Override
      public String name() {
        return "told";
      }

      @Override
      public Assessment assess(Transcript t) {
        Map<String, Assessment.Score> all = new LinkedHashMap<>();
        scores.forEach((a, s) -> all.put(a, new Assessment.Score(s, Map.of(), List.of())));
        return new Assessment("told", all);
      }
    };
  }

  private static Evaluation.Result result(Detector detector, List<Game> games) {
    Calibration calibration =
        new Calibration(0.5, 0.5, new double[] {0, 1, 0}, new double[] {0, 1, 0});
    Evaluation e = new Evaluation(detector, calibration, 0.5, false, false);
    games.forEach(e::add);
    return e.result();
  }

  @Test
  void a_perfect_and_a_perfectly_wrong_detector() {
    List<Game> games = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      games.add(game(i, i < 10 ? Set.of("bob") : Set.of()));
    }
    Summary good =
        result(saying(Map.of("ada", .1, "bob", .9, "cleo", .2, "dan", .3)), games).summary();
    assertThat(good.top1().value()).isEqualTo(1);
    assertThat(good.auc().value()).isEqualTo(1);
    assertThat(good.macroAuc().n()).isEqualTo(2);
    assertThat(good.top1().chance()).isEqualTo(0.25);
    assertThat(Objects.requireNonNull(good.accused().get("honest_crews_accused")).value())
        .isEqualTo(1);
    assertThat(Objects.requireNonNull(good.accused().get("mole_named")).value()).isEqualTo(1);
    assertThat(good.gameRoc().value()).isEqualTo(0.5);
    Summary bad =
        result(saying(Map.of("ada", .4, "bob", .1, "cleo", .2, "dan", .3)), games).summary();
    assertThat(bad.top1().value()).isZero();
    assertThat(bad.auc().value()).isZero();
    assertThat(Objects.requireNonNull(bad.accused().get("silent")).value()).isEqualTo(1);
  }

  @Test
  void ties_share_the_credit_and_abstaining_is_told() {
    Summary flat =
        result(
                saying(Map.of("ada", .5, "bob", .5, "cleo", .5, "dan", .5)),
                List.of(game(1, Set.of("bob"))))
            .summary();
    assertThat(flat.top1().value()).isEqualTo(0.25);
    assertThat(flat.auc().value()).isEqualTo(0.5);
    assertThat(flat.abstained().value()).isEqualTo(1);
  }

  @Test
  void an_agent_left_out_ties_with_everybody() {
    Summary part =
        result(saying(Map.of("ada", .1, "cleo", .2)), List.of(game(1, Set.of("bob")))).summary();
    assertThat(part.auc().value()).isEqualTo(0.5);
  }

  @Test
  void a_corpus_without_roles_is_scored_and_has_no_figures() {
    Game open = new Game("x", "s", "", null, Map.of(), null, null, game(1, Set.of()).transcript());
    Evaluation.Result result = result(saying(Map.of("ada", .1, "bob", .2)), List.of(open));
    assertThat(result.summary().labelled()).isZero();
    assertThat(result.summary().auc().n()).isZero();
    assertThat(
            ReportJson.of(result, "c").path("games").get(0).path("scores").path("bob").asDouble())
        .isEqualTo(0.2);
  }

  @Test
  void the_area_is_the_share_of_pairs_in_order() {
    Random random = new Random(4);
    List<Roc.Item> items = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      boolean mole = random.nextInt(3) == 0;
      items.add(new Roc.Item(random.nextInt(10) / 10.0 + (mole ? 0.1 : 0), mole));
    }
    double pairs = 0;
    double won = 0;
    for (Roc.Item a : items) {
      for (Roc.Item b : items) {
        if (a.positive() && !b.positive()) {
          pairs++;
          won += a.score() > b.score() ? 1 : a.score() == b.score() ? 0.5 : 0;
        }
      }
    }
    assertThat(Roc.of(items).area()).isCloseTo(won / pairs, offset(1e-12));
  }

  @Test
  void the_interval_of_a_fair_coin_holds_a_half_and_narrows_with_more_games() {
    double[] few = new Random(1).doubles(40).map(Math::round).toArray();
    double[] many = new Random(1).doubles(4000).map(Math::round).toArray();
    Figure a = Bootstrap.mean(few, 0.5);
    Figure b = Bootstrap.mean(many, 0.5);
    assertThat(a.low()).isLessThan(0.5);
    assertThat(a.high()).isGreaterThan(0.5);
    assertThat(b.high() - b.low()).isLessThan(0.04).isPositive();
  }

  @Test
  void a_game_is_the_same_after_writing_and_reading() {
    Game game = game(3, Set.of("bob"));
    assertThat(GameReader.read(GameWriter.line(game), "line 1")).isEqualTo(game);
  }

  @Test
  void who_has_left_is_left_out() {
    List<Transcript.Message> messages =
        List.of(
            new Transcript.Message(1, 1, 1, "ada", "a"),
            new Transcript.Message(2, 2, 1, "bob", "b"),
            new Transcript.Message(3, 3, 2, "ada", "c"));
    Game game =
        new Game(
            "x",
            "s",
            "",
            null,
            Map.of(),
            Set.of("cleo", "ada"),
            null,
            new Transcript(List.of("ada", "bob", "cleo"), messages, List.of()));
    Game open = game.beforeAnybodyLeaves();
    assertThat(open.transcript().agents()).containsExactly("ada", "bob");
    assertThat(open.transcript().messages()).hasSize(2);
    assertThat(open.moles()).containsExactly("ada");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "nonsense; is no JSON",
        "[]; is no JSON object",
        "{}; needs \"agents\"",
        "{\"agents\":[\"a\",\"a\"]}; has an agent twice",
        "{\"agents\":[\"a\"],\"moles\":[\"b\"]}; has a mole that is not among",
        "{\"agents\":[\"a\"],\"messages\":[{\"agent\":\"a\"}]}; without a whole number",
        "{\"agents\":[\"a\"],\"messages\":[{\"turn\":1,\"agent\":\"z\"}]}; lets \"z\" act",
        "{\"agents\":[\"a\"],\"messages\":7}; to be a list"
      })
  void a_bad_line_is_named_with_what_is_wrong(String line, String message) {
    assertThatThrownBy(() -> GameReader.read(line, "c.jsonl line 7"))
        .isInstanceOf(HeistException.class)
        .hasMessageContaining("c.jsonl line 7")
        .hasMessageContaining(message.strip());
  }

  @Test
  void a_calibration_says_the_truth_on_games_like_those_it_was_fitted_on() {
    Random random = new Random(9);
    List<Fits.CalibrationRow> rows = new ArrayList<>();
    for (int i = 0; i < 4000; i++) {
      boolean mole = random.nextBoolean();
      double z = random.nextGaussian() + (mole ? 1 : -1);
      rows.add(
          new Fits.CalibrationRow(
              new double[] {1, z, 0},
              1 / (1 + Math.exp(-z)),
              true,
              mole,
              mole && random.nextInt(4) > 0));
    }
    Calibration c = Fits.calibration(rows, 0.05, 0.01);
    assertThat(c.mole()[1]).isCloseTo(2, offset(0.2));
    long accused = rows.stream().filter(r -> !r.hasMole() && r.highest() >= c.threshold()).count();
    long honest = rows.stream().filter(r -> !r.hasMole()).count();
    assertThat((double) accused / honest).isLessThanOrEqualTo(0.05);
  }

  @Test
  void the_page_draws_and_escapes() {
    Evaluation.Result result =
        result(
            saying(Map.of("ada", .1, "bob", .9)),
            List.of(game(1, Set.of("bob")), game(2, Set.of())));
    String page = ReportHtml.of(result, "<corpus>", "heist eval");
    assertThat(page).contains("<svg").contains("&lt;corpus&gt;").doesNotContain("<corpus>");
  }
}
