package heist.service.calculator;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * Evaluates one expression. Pure and thread-safe; no input takes more than a moment or more than a
 * few hundred kilobytes.
 */
public final class Calculator {
  /** Longest expression, in characters. */
  public static final int MAX_LENGTH = 500;

  /** What people and models put behind a sum: {@code = ?}. */
  private static final Pattern QUESTION = Pattern.compile("\\s*(=\\s*\\??|\\?)$");

  private Calculator() {}

  /**
   * What came out.
   *
   * @param text for a reader: {@code 42}, {@code 22:45}, {@code 95 min (1 h 35 min)}
   * @param value the number; seconds since midnight of a time, seconds of a duration
   * @param unit {@code number}, {@code time} or {@code duration}
   */
  public record Answer(String text, BigDecimal value, String unit) {}

  /**
   * Computes {@code expression}.
   *
   * @throws heist.HeistException BAD_INPUT if it is not an expression, has no value or is beyond
   *     the limits; the message says which and what to write instead
   */
  public static Answer compute(String expression) {
    if (expression.length() > MAX_LENGTH) {
      throw Arithmetic.bad(
          "the expression has "
              + expression.length()
              + " characters; at most "
              + MAX_LENGTH
              + ". Compute it in parts");
    }
    String bare = QUESTION.matcher(expression.strip()).replaceFirst("");
    try {
      Value value = Parser.compute(bare);
      return new Answer(
          value.text(), value.amount(), value.unit().name().toLowerCase(java.util.Locale.ROOT));
    } catch (ArithmeticException e) {
      throw Arithmetic.bad("this cannot be computed: " + e.getMessage());
    }
  }
}
