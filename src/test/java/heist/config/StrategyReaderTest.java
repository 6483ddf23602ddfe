package heist.config;

import static org.assertj.core.api.Assertions.assertThat;

import heist.config.StrategyReader.Read;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.IntSummaryStatistics;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrategyReaderTest {
  private final Problems problems = new Problems();

  private List<Read> shipped() throws IOException {
    try (var files = Files.list(Path.of("strategies"))) {
      return files
          .sorted()
          .map(f -> StrategyReader.read(YamlSource.read(f, Environment.none(), problems)))
          .toList();
    }
  }

  @Test
  void fiveStrategiesAndAsManyLoyalWaysOfWorkingAreShipped() throws IOException {
    List<Read> all = shipped();
    assertThat(problems.numbered()).isEmpty();
    assertThat(all.stream().filter(r -> !r.loyal()).map(r -> r.strategy().id()))
        .containsExactlyInAnyOrder(
            "timing_errors", "false_info", "coordination_chaos", "subtle_delays", "wrong_tools");
    assertThat(all.stream().filter(Read::loyal))
        .hasSize(5)
        .allMatch(r -> r.strategy().severity() == 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "de"})
  void noBriefIsLongerThanAnotherByMoreThanFivePercent(String language) throws IOException {
    IntSummaryStatistics tokens =
        shipped().stream()
            .mapToInt(r -> StrategyReader.tokens(r.strategy(), !r.loyal(), language))
            .summaryStatistics();
    assertThat(tokens.getMax()).isLessThanOrEqualTo((int) (tokens.getMin() * 1.05));
  }

  @Test
  void aBriefLooksTheSameForAll() throws IOException {
    for (Read read : shipped()) {
      for (String language : List.of("en", "de")) {
        assertThat(read.strategy().text(!read.loyal(), language))
            .matches(
                "(?s)Allegiance: (loyal|mole)\nMethod: [a-z_]+\n[^\n]+\nExamples:\n- [^\n]+\n- [^\n]+\n- [^\n]+");
      }
    }
  }

  @Test
  void mistakesAreToldWithTheLengthThatIsWanted() {
    StrategyReader.read(
        YamlSource.parse(
            "own.yaml",
            """
            id: Own
            severity: 3
            en:
              brief: Too short.
              exampels: [a]
            """,
            Environment.none(),
            problems));
    assertThat(problems.numbered())
        .isEqualTo(
            """
            1. own.yaml:1: 'id' must be lower case letters, digits, - and _, at most 32, beginning with a letter, but is 'Own'
            2. own.yaml:2: 'severity' must be from 0 to 1, but is '3'
            3. own.yaml:4: 'examples' must list 3 examples, as every brief does
            4. own.yaml:4: with its examples this brief is 15 tokens long; it must be 172 to 180, so that its length does not tell who the mole is
            5. own.yaml:5: unknown key 'exampels'; did you mean 'examples'?\
            """);
  }
}
