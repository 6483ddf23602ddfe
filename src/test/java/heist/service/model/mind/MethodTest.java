package heist.service.model.mind;

import static org.assertj.core.api.Assertions.assertThat;

import heist.config.Environment;
import heist.config.Library;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A brief is played as its words say, whatever it is called. */
class MethodTest {
  private static final Map<String, Method> SHIPPED =
      Map.of(
          "false_info", Method.FALSE_INFO,
          "timing_errors", Method.TIMING,
          "coordination_chaos", Method.CHAOS,
          "subtle_delays", Method.DELAY,
          "wrong_tools", Method.WRONG_TOOLS);

  @Test
  void theShippedBriefsAreKnownByTheirTextAlone() {
    var library =
        new Library(
            Path.of(System.getProperty("heist.test.home", ".")),
            Path.of("target/no-data"),
            Environment.none());
    for (var s : library.strategies()) {
      if (SHIPPED.containsKey(s.id())) {
        for (var language : s.brief().keySet()) {
          var text = s.text(true, language).replace(s.id(), "own");
          assertThat(Method.nearest(text))
              .as(s.id() + " " + language)
              .isEqualTo(SHIPPED.get(s.id()));
        }
      }
    }
  }

  @Test
  void aBriefThatSpeaksOfTwoThingsIsPlayedInBothWays() {
    assertThat(
            Method.ways(
                "Change a digit of the code, or lie about the figure. Otherwise keep silent, hold"
                    + " values back and promise them for later."))
        .containsExactlyInAnyOrder(Method.FALSE_INFO, Method.DELAY);
    assertThat(Method.ways("Nothing that anybody knows how to do.")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FALSE_INFO|You serve the other side. Whenever a number matters, give the crew a wrong digit, and lie about codes.",
        "FALSE_INFO|Du dienst der Gegenseite. Nenne der Crew falsche Ziffern und erfinde einen Code, der nicht stimmt.",
        "TIMING|Make the crew come too late: shift the clock by some minutes and spoil the schedule.",
        "TIMING|Sorge dafür, dass alle zu spät kommen: verschiebe die Uhrzeit um ein paar Minuten.",
        "DELAY|Stay silent about what you know. Hold everything back, make them wait, promise it for later.",
        "DELAY|Halte alles zurück, schweige, lass sie warten und versprich es für später.",
        "CHAOS|Sow confusion: reopen what was agreed, mix up the posts, start a quarrel over tasks.",
        "CHAOS|Stifte Verwirrung, bring die Rollen durcheinander und zitiere die anderen falsch.",
        "WRONG_TOOLS|Use outdated sources: run the query on the stale table and present a sketchy survey.",
        "WRONG_TOOLS|Nimm veraltete Quellen: eine alte Tabelle, eine grobe Erhebung, eine schiefe Rechnung.",
      })
  void ownBriefsArePlayedByTheirWords(Method method, String text) {
    assertThat(Method.nearest("Allegiance: mole\nMethod: own\n" + text)).isEqualTo(method);
  }
}
