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
import tools.jackson.databind.JsonNode;

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
    assertThat(good.gameAuc().value()).isEqualTo(0.5);
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
  void an_agent_left_out_is_never_flagged_and_is_counted() {
    List<Game> games = List.of(game(1, Set.of("bob")), game(2, Set.of("ada")));
    Summary part = result(saying(Map.of("ada", .4, "cleo", .2, "dan", .1)), games).summary();
    assertThat(part.leftOut().value()).isEqualTo(0.25);
    // Pairs won, pooled: the mole bob, left out, ties with the bob who is none; ada beats all but
    // the innocent ada, with whom she ties.
    assertThat(part.pooled().value()).isCloseTo((0.5 + 5.5) / 12, offset(1e-12));
    assertThat(part.at5().value()).isZero();
  }

  @Test
  void a_game_in_which_no_turn_is_listed_counts_as_none_right() {
    Detector often =
        new Detector() {
          private int asked;

          @Override
          public String name() {
            return "often";
          }

          @Override
          public Assessment assess(Transcript t) {
            List<Assessment.Turn> turns =
                asked++ % 2 == 0
                    ? List.of(new Assessment.Turn(3, "bob", 1, List.of(3L), "why"))
                    : List.of();
            return new Assessment(
                "often",
                Map.of("bob", new Assessment.Score(1, Map.of(), List.of())),
                turns,
                java.util.OptionalDouble.empty(),
                "",
                "");
          }
        };
    List<Game> games = List.of(game(1, Set.of("bob")), game(2, Set.of("bob")));
    assertThat(result(often, games).summary().turns().value()).isEqualTo(0.5);
    Summary mute = result(saying(Map.of("bob", .9)), games).summary();
    assertThat(mute.turns().n()).as("never lists a turn").isZero();
  }

  @Test
  void without_a_frozen_threshold_there_is_no_figure_of_accusations() {
    Evaluation e = new Evaluation(saying(Map.of("bob", .9)), null, 0.5, true, false);
    e.add(game(1, Set.of("bob")));
    e.add(game(2, Set.of()));
    Evaluation.Result result = e.result();
    assertThat(ReportRows.of(result))
        .filteredOn(row -> row.getFirst().equals("silent"))
        .singleElement()
        .satisfies(row -> assertThat(row.get(1)).isEqualTo("-"));
    for (String figure :
        List.of("honest_crews_accused", "mole_named", "innocent_named", "silent")) {
      JsonNode summary = ReportJson.of(result, "c").path("summary");
      assertThat(summary.has(figure)).isTrue();
      assertThat(summary.path(figure).isNull()).as(figure).isTrue();
    }
    assertThat(result.baselines().get("naive"))
        .satisfies(naive -> assertThat(naive.accused().values()).allMatch(f -> f.n() == 0));
  }

  @Test
  void the_interval_of_a_curve_over_many_games_rests_on_many_draws() {
    Random random = new Random(3);
    List<Roc.Item> items = new ArrayList<>();
    for (int g = 0; g < 4000; g++) {
      items.add(new Roc.Item(random.nextGaussian(), g % 2 == 0, g));
    }
    assertThat(Bootstrap.DRAWS).isGreaterThanOrEqualTo(200);
    Figure area = Roc.of(items, 4000).figures().area();
    // Hanley and McNeil: the standard error of an area of one half is .0091 here.
    assertThat(area.high() - area.low()).isCloseTo(2 * 1.96 * 0.0091, offset(0.004));
  }

  @Test
  void games_whose_moles_nobody_knows_are_fitted_on_in_nothing() {
    Game open = new Game("x", "s", "", null, Map.of(), null, null, game(1, Set.of()).transcript());
    assertThat(Fits.mannerRow(open)).isNull();
    assertThat(Fits.rulesRow(open)).isNull();
    Assessment a = saying(Map.of("ada", .1)).assess(open.transcript());
    assertThat(Fits.calibrationRow(open, a)).isNull();
    assertThat(Fits.calibrationRow(game(1, Set.of()), a)).isNotNull();
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
      items.add(new Roc.Item(random.nextInt(10) / 10.0 + (mole ? 0.1 : 0), mole, i));
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
    assertThat(Roc.of(items, 200).area()).isCloseTo(won / pairs, offset(1e-12));
    Roc.Figures figures = Roc.of(items, 200).figures();
    assertThat(figures.area().low()).isLessThan(won / pairs).isGreaterThan(won / pairs - 0.15);
    assertThat(figures.area().high()).isGreaterThan(won / pairs).isLessThan(won / pairs + 0.15);
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
    Game silent = new Game("x", "s", "", null, Map.of(), Set.of("cleo"), null, game.transcript());
    assertThat(silent.beforeAnybodyLeaves().moles()).as("no honest crew").isNull();
    Game honest = new Game("x", "s", "", null, Map.of(), Set.of(), null, game.transcript());
    assertThat(honest.beforeAnybodyLeaves().honest()).isTrue();
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
