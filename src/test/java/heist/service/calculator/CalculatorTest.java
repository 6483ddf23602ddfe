package heist.service.calculator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heist.HeistException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalculatorTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2 + 3 * 4                | 14
          (2 + 3) * 4              | 20
          2 ^ 3 ^ 2                | 512
          2 ** 10                  | 1024
          -2 ^ 2                   | -4
          2 ^ -2                   | 0.25
          10 / 4                   | 2.5
          10 / 3                   | 3.3333333333333333333
          1 / 3 * 3                | 1
          0.1 + 0.2                | 0.3
          17 % 5                   | 2
          -7 mod 3                 | 2
          20% of 150               | 30
          15%                      | 0.15
          5!                       | 120
          sqrt(2) ^ 2              | 2
          √16                      | 4
          max(3, 9, 4) - min(2, 1) | 8
          round(2.345, 2)          | 2.35
          floor(-2.5)              | -3
          ceil(2.1)                | 3
          abs(-3)                  | 3
          log(1000)                | 3
          log(8, 2)                | 3
          ln(e)                    | 1
          exp(0)                   | 1
          sin(30°)                 | 0.5
          choose(6, 2)             | 15
          10000 * 3 / 3600         | 8.3333333333333333333
          1e3 + 1                  | 1001
          3 × 4 ÷ 2 − 1 =          | 5
          2^64                     | 18446744073709551616
          avg(4, 6, 3)             | 4.3333333333333333333
          """)
  void computes(String expression, String result) {
    assertThat(Calculator.compute(expression).text()).isEqualTo(result);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          22:10 + 35 min     | 22:45
          22:10 + 35         | 22:45
          23:50 + 20 Minuten | 00:10
          06:00 - 22:00      | 480 min (8 h)
          22:45 - 22:10      | 35 min
          22:00 - 90 min     | 20:30
          45 min + 2 h       | 165 min (2 h 45 min)
          10000 * 3 s        | 500 min (8 h 20 min)
          2 h / 45 min       | 2.6666666666666666667
          24:00              | 00:00
          """)
  void computesTimes(String expression, String result) {
    assertThat(Calculator.compute(expression).text()).isEqualTo(result);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1 / 0               | division by zero
          2 +                 | expected a number but found the end at character 4
          (1 + 2              | expected ")"
          10,000 * 3          | without separators
          foo(3)              | unknown name "foo"
          sqrt 4              | sqrt(...)
          sqrt(-1)            | not real
          1 = 2               | unexpected "="
          25:10 + 1           | not a time of day
          min()               | takes at least 1 argument
          22:00 * 2           | only a number
          3 4                 | expected an operator
          ''                  | empty
          """)
  void saysWhatIsWrong(String expression, String part) {
    assertThatThrownBy(() -> Calculator.compute(expression))
        .isInstanceOf(HeistException.class)
        .hasMessageContaining(part);
  }

  /** What killed or hung other libraries. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "9^9^9",
        "9^9^9^9^9",
        "1E999999999",
        "1e1001",
        "2^-99999999",
        "(9^999)^999",
        "1001!",
        "3!!!!!!",
        "1e1000^1000",
        "0.1^1000*0.1^1000*0.1^1000*0.1^1000*0.1^1000*0.1^1000*0.1^1000*0.1^1000*0.1^1000*0.1^1000*0.1",
        "exp(1e999)",
        "tan(1e1000)+10^10^10",
        "choose(1e9, 5)",
        "1e-999999999999999999999"
      })
  void refusesBeforeComputing(String expression) {
    Assertions.assertTimeout(
        Duration.ofSeconds(5),
        () ->
            assertThatThrownBy(() -> Calculator.compute(expression))
                .isInstanceOf(HeistException.class));
  }

  @Test
  void boundsLengthAndDepth() {
    assertThatThrownBy(() -> Calculator.compute("1+".repeat(300) + "1"))
        .hasMessageContaining("at most 500");
    assertThatThrownBy(() -> Calculator.compute("(".repeat(60) + "1" + ")".repeat(60)))
        .hasMessageContaining("nested too deeply");
    assertThatThrownBy(() -> Calculator.compute("-".repeat(400) + "1"))
        .hasMessageContaining("nested too deeply");
  }

  /** Anything at all: an answer or a clear refusal, soon. */
  @Test
  void survivesNoise() {
    Random random = new Random(7);
    String[] parts = {
      "9", "1e9", "^", "!", "(", ")", "-", "*", "/", "%", ",", "sqrt(", "max(", "22:10", "min", "h",
      "pi", "e", "°", "√", "0", ".", "1000", "e-1000", "ln(", "exp(", "of", " ", "ä", "\u0000"
    };
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(40);
      for (int j = 0; j < length; j++) {
        text.append(parts[random.nextInt(parts.length)]);
      }
      long start = System.nanoTime();
      try {
        assertThat(Calculator.compute(text.toString()).text()).hasSizeLessThan(1_100);
      } catch (HeistException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
      assertThat(System.nanoTime() - start).as(text.toString()).isLessThan(5_000_000_000L);
    }
  }
}
