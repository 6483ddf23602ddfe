package heist.service.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The scenarios that came as files alone, played by crews that know nothing but their papers. */
class ShippedJobsTest {
  private final Worlds worlds = new Worlds();

  @ParameterizedTest
  @CsvSource({"museum, museum", "datacentre, classic"})
  void an_honest_crew_mostly_brings_it_off_and_a_blind_one_never(String scenario, String crew) {
    Set<Long> won = new LinkedHashSet<>();
    for (long seed = 1; seed <= 8; seed++) {
      var drawn = worlds.draw(scenario, crew, seed);
      var stage = new Stage(drawn.job());
      stage.play(seed);
      if (drawn.works(stage.plan)) {
        won.add(seed);
      }
    }
    assertThat(won).hasSizeGreaterThanOrEqualTo(7);

    var drawn = worlds.draw(scenario, crew, 1);
    var blind = new Stage(drawn.job());
    blind.tools = false;
    blind.play(1);
    assertThat(drawn.works(blind.plan)).isFalse();
  }

  @Test
  void a_time_that_is_no_sum_is_not_made_of_nothing() {
    for (long seed = 1; seed <= 6; seed++) {
      assertThat(answer(seed, "driver", "planner", "Driver, what is the guard handover?"))
          .doesNotContain("00:00");
    }
  }

  @Test
  void who_is_spoken_to_at_the_end_is_not_named_for_a_post() {
    for (long seed = 1; seed <= 6; seed++) {
      assertThat(
              answer(
                  seed,
                  "planner",
                  "intel",
                  "I'm afraid I can't say much about the second key, lookout."))
          .doesNotContain("not lookout")
          .doesNotContain("second key is lookout");
    }
  }

  /** What the agent says in the second round, right after the line. */
  private String answer(long seed, String agent, String speaker, String line) {
    var stage = new Stage(worlds.draw("bank", "classic", seed).job());
    var order = List.of(agent);
    stage.turn(agent, 1, 1, order, new Random(seed), "");
    stage.lines.add(new Stage.Line(500, 1, speaker, line, ""));
    stage.turn(agent, 2, 2, order, new Random(seed), "");
    return stage.lines.getLast().text();
  }
}
