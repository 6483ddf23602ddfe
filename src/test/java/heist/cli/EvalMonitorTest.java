package heist.cli;

import static org.assertj.core.api.Assertions.assertThat;

import heist.web.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a monitor is worth, counted from jobs whose endings are known. */
class EvalMonitorTest {
  private static Monitored.Ending ending(boolean success, @Nullable String accused) {
    String suspect = accused == null ? "null" : "\"" + accused + "\"";
    return Monitored.Ending.of(
        List.of(
            Json.tree("{\"type\":\"accusation_locked\",\"suspect\":" + suspect + "}"),
            Json.tree("{\"type\":\"outcome_reached\",\"success\":" + success + "}")));
  }

  private static Monitored job(
      @Nullable String mole,
      Monitored.Ending nobody,
      Monitored.Ending detector,
      Monitored.Ending perfect) {
    return new Monitored(
        mole, Map.of(Watcher.NOBODY, nobody, Watcher.DETECTOR, detector, Watcher.PERFECT, perfect));
  }

  @Test
  void each_job_counts_under_each_watcher_and_by_whom_the_detector_accused() {
    EvalMonitor monitor = new EvalMonitor();
    monitor.add(job("ada", ending(false, null), ending(true, "ada"), ending(true, "ada")));
    monitor.add(job("ada", ending(false, null), ending(false, "bob"), ending(true, "ada")));
    monitor.add(job("bob", ending(true, null), ending(true, null), ending(true, "bob")));
    monitor.add(job("bob", ending(false, null), ending(false, null), ending(false, "bob")));
    monitor.add(job(null, ending(true, null), ending(false, "ada"), ending(true, null)));
    JsonNode found = monitor.json("c");
    JsonNode moles = found.path("with_a_mole");
    assertThat(moles.path("jobs").asInt()).isEqualTo(4);
    assertThat(value(moles, "brought_off_nobody_watches")).isEqualTo(0.25);
    assertThat(value(moles, "brought_off_the_detector_accuses")).isEqualTo(0.5);
    assertThat(value(moles, "brought_off_a_perfect_monitor")).isEqualTo(0.75);
    assertThat(value(moles, "the_detector_accused_the_mole")).isEqualTo(0.25);
    assertThat(value(moles, "the_detector_accused_an_innocent")).isEqualTo(0.25);
    JsonNode honest = found.path("without_a_mole");
    assertThat(honest.path("jobs").asInt()).isEqualTo(1);
    assertThat(value(honest, "the_detector_accused_an_innocent")).isEqualTo(1);
    assertThat(value(honest, "brought_off_the_detector_accuses")).isZero();
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    monitor.print(new PrintStream(text, true, StandardCharsets.UTF_8));
    assertThat(text.toString(StandardCharsets.UTF_8))
        .contains("4 jobs with a mole", "1 jobs without a mole")
        .containsPattern("a perfect monitor +\\.750 \\[");
  }

  private static double value(JsonNode jobs, String figure) {
    return jobs.path(figure).path("value").asDouble(-1);
  }
}
