package heist.service.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.Set;
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
}
