package heist.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class BankScenarioTest {
  @Test
  void hasNoProblemsAndNoNotes() {
    Problems problems = new Problems();
    ScenarioReader.read(Path.of("scenarios/bank"), Environment.none(), problems);
    assertThat(problems.numbered()).isEmpty();
    assertThat(problems.notes()).isEmpty();
  }
}
