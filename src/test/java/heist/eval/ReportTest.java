package heist.eval;

import static org.assertj.core.api.Assertions.assertThat;

import heist.detect.Assessment;
import heist.detect.Detector;
import heist.detect.Transcript;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What stands in the reports, and beside what. */
class ReportTest {
  private static final Detector BOB =
      new Detector() {
        @Override
        public String name() {
          return "bob";
        }

        @Override
        public Assessment assess(Transcript t) {
          return new Assessment("bob", Map.of("bob", new Assessment.Score(1, Map.of(), List.of())));
        }
      };

  @Test
  void trivial_baselines_and_naive_stand_beside_every_figure_that_they_have() {
    Evaluation e = new Evaluation(BOB, null, 0.5, true, false);
    for (int i = 0; i < 12; i++) {
      Game game = StressTest.talk("en");
      Game ours =
          new Game(
              "g" + i,
              i % 2 == 0 ? "even" : "odd",
              "en",
              i % 3 == 0 ? null : "false_info",
              Map.of("bob", "driver"),
              i % 3 == 0 ? Set.of() : Set.of("bob"),
              null,
              game.transcript());
      e.add(Stress.TALKS_MOST.on(ours, i % 4 == 1 ? "ada" : "bob"));
    }
    Evaluation.Result result = e.result();
    Summary talk = Objects.requireNonNull(result.baselines().get("share of talk"));
    assertThat(talk.top1().value()).isBetween(0.5, 0.8);
    JsonNode summary = ReportJson.of(result, "c").path("summary");
    for (JsonNode figure :
        List.of(
            summary.path("top1"),
            summary.path("auc"),
            summary.path("pooled_auc"),
            summary.path("tpr_at_fpr_1"),
            summary.path("tpr_at_fpr_5"),
            summary.path("auc_by_source").path("odd"),
            summary.path("auc_by_group").path("strategy").path("false_info"),
            summary.path("top1_by_group").path("strategy").path("false_info"),
            summary.path("auc_by_group").path("language").path("en"),
            summary.path("top1_by_group").path("role_of_the_mole").path("driver"),
            summary.path("top1_by_group").path("place_in_which_the_mole_first_speaks").path("1"))) {
      assertThat(figure.path("trivial").path("value").isNumber()).as(figure.toString()).isTrue();
      assertThat(figure.path("trivial").path("baseline").asString("")).isNotBlank();
      assertThat(figure.path("naive").path("value").isNumber()).isTrue();
    }
    assertThat(summary.path("top1").path("trivial").path("value").asDouble())
        .isGreaterThanOrEqualTo(talk.top1().value() - 1e-6);
    assertThat(ReportRows.of(result))
        .filteredOn(row -> row.getFirst().equals("top-1, shared ties"))
        .singleElement()
        .satisfies(row -> {
          assertThat(row).hasSize(6);
          assertThat(row.get(4)).matches("[.\\d]+ [a-z ]+");
          assertThat(row.get(5)).matches("[.\\d]+");
        });
    assertThat(ReportRows.of(result)).contains(List.of("top-1 by strategy"));
    assertThat(summary.path("roc").get(0)).hasToString("[0.0,0.0]");
    assertThat(summary.path("game_roc")).hasSizeGreaterThan(1);
    assertThat(ReportHtml.of(result, "c", "eval"))
        .contains("ROC over games", "best trivial baseline", "top-1 by strategy");
  }
}
