package heist.service.calculator;

import static org.assertj.core.api.Assertions.assertThat;

import heist.HeistException;
import heist.testing.Fuzzing;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The calculator against inputs that mean harm, and against an oracle. */
class CalculatorFuzzTest {
  private static final String[] PARTS = {
    "9",
    "0",
    "1",
    "2",
    "-",
    "+",
    "*",
    "/",
    "^",
    "!",
    "%",
    "(",
    ")",
    ".",
    ",",
    "e",
    "E",
    "1e999999999",
    "9^9^9",
    "2^-99999999",
    "1E-999999999",
    "1000!",
    "170!!",
    "sqrt(",
    "abs(",
    "min(",
    "max(",
    "round(",
    "floor(",
    "ceil(",
    "log(",
    "ln(",
    "exp(",
    "sin(",
    "cos(",
    "tan(",
    "choose(",
    "22:10",
    "06:00",
    "35 min",
    "2 h",
    "99999999999999999999",
    "0.0000000001",
    "pi",
    "((((((",
    "))))))",
    "--",
    "**",
    " mod ",
    "3.3.3",
    "1,000",
    "exp(exp(exp(9)))",
    "ln(0)",
    "tan(90)",
    "choose(1000,500)",
    "0/0",
    "(-1)^0.5",
    "1e308",
    "1e1000",
    "10^1000",
    "0.1^1000",
    "=",
    "?",
    "x",
    "\u0000",
    "\u0661",
    "\u2212"
  };
  private static final String ALPHABET =
      "0123456789+-*/^!%().,eE: minhsqrtlogabc\u0000\u00e4\u2212";

  private static String hostile(Random random) {
    StringBuilder text = new StringBuilder();
    for (int n = 1 + random.nextInt(14); n > 0; n--) {
      text.append(PARTS[random.nextInt(PARTS.length)]);
      if (random.nextInt(4) == 0) {
        text.append("+-*/^".charAt(random.nextInt(5)));
      }
    }
    return random.nextInt(3) == 0
        ? Fuzzing.mutate(random, text.toString(), ALPHABET)
        : text.toString();
  }

  private static void survives(String input) {
    try {
      assertThat(Calculator.compute(input).text()).hasSizeLessThan(20_000);
    } catch (HeistException e) {
      assertThat(e.kind()).as(input).isEqualTo(HeistException.Kind.BAD_INPUT);
      assertThat(e.getMessage()).doesNotContain("Exception", "java.");
    }
  }

  private static void campaign(int inputs) {
    var figures =
        Fuzzing.run(
            "calculator", inputs, 31, CalculatorFuzzTest::hostile, CalculatorFuzzTest::survives);
    assertThat(figures.slowest()).as(figures.toString()).isLessThan(Duration.ofSeconds(1));
    assertThat(figures.largest()).as(figures.toString()).isLessThan(256L << 20);
  }

  @Test
  void hostileInputsTakeAMoment() {
    campaign(10_000);
  }

  @Test
  @Tag("campaign")
  void aMillionHostileInputs() {
    campaign(1_000_000);
  }

  /** An expression of + - * and powers, and what it is, computed beside with BigDecimal. */
  private record Sum(String text, BigDecimal value) {
    static Sum random(Random random, int depth) {
      if (depth == 0 || random.nextInt(4) == 0) {
        BigDecimal number =
            new BigDecimal(random.nextInt(2_000_001) - 1_000_000).movePointLeft(random.nextInt(5));
        return new Sum("(" + number.toPlainString() + ")", number);
      }
      Sum left = random(random, depth - 1);
      Sum right = random(random, depth - 1);
      return switch (random.nextInt(5)) {
        case 0 -> new Sum("(" + left.text + "+" + right.text + ")", left.value.add(right.value));
        case 1 ->
            new Sum("(" + left.text + " - " + right.text + ")", left.value.subtract(right.value));
        case 2 ->
            new Sum("(" + left.text + "*" + right.text + ")", left.value.multiply(right.value));
        case 3 -> {
          int power = random.nextInt(4);
          yield new Sum("(" + left.text + "^" + power + ")", left.value.pow(power));
        }
        default -> new Sum("(-(" + left.text + "))", left.value.negate());
      };
    }
  }

  @Test
  void agreesWithBigDecimal() {
    Random random = new Random(5);
    int tried = 0;
    for (int i = 0; i < 20_000; i++) {
      Sum sum = Sum.random(random, 3);
      if (sum.text.length() <= Calculator.MAX_LENGTH && sum.value.precision() < 60) {
        BigDecimal value = Calculator.compute(sum.text).value();
        assertThat(value.round(new MathContext(30)))
            .as(sum.text)
            .isEqualByComparingTo(sum.value.round(new MathContext(30)));
        tried++;
      }
    }
    assertThat(tried).isGreaterThan(10_000);
  }

  @Test
  void divisionAgreesToThirtyDigits() {
    Random random = new Random(6);
    for (int i = 0; i < 5_000; i++) {
      BigDecimal a = new BigDecimal(random.nextInt(1_000_000)).movePointLeft(random.nextInt(4));
      BigDecimal b = new BigDecimal(1 + random.nextInt(1_000_000)).movePointLeft(random.nextInt(4));
      BigDecimal quotient =
          Calculator.compute(a.toPlainString() + " / " + b.toPlainString()).value();
      assertThat(quotient.subtract(a.divide(b, new MathContext(60))).abs())
          .isLessThan(new BigDecimal("1e-15"));
    }
  }
}
