package heist.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TokenCounterTest {
  private final TokenCounter counter = new TokenCounter();

  @Test
  void countsTexts() {
    assertThat(counter.count("")).isZero();
    assertThat(counter.count("The vault opens at six.")).isEqualTo(6);
    assertThat(counter.count("<|endoftext|>")).isGreaterThan(1);
    assertThat(counter.count(List.of(new ChatTurn.User("The vault opens at six.")))).isEqualTo(13);
  }

  @Test
  void learnsByHowMuchAModelDiffers() {
    assertThat(counter.corrected("qwen", 1000)).isEqualTo(1000);
    counter.learn("qwen", 1000, 1200);
    assertThat(counter.corrected("qwen", 1000)).isEqualTo(1200);
    counter.learn("qwen", 1000, 1300);
    assertThat(counter.corrected("qwen", 1000)).isEqualTo(1230);
    assertThat(counter.corrected("llama", 1000)).isEqualTo(1000);
    counter.learn("mad", 10, 1_000_000);
    assertThat(counter.corrected("mad", 1000)).isEqualTo(3000);
  }
}
