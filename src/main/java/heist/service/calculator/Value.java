package heist.service.calculator;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * A number, a time of day or a duration. Immutable.
 *
 * @param amount the number itself; for a time the seconds since midnight; for a duration its
 *     seconds
 */
record Value(BigDecimal amount, Unit unit) {
  /** What the amount counts. */
  enum Unit {
    NUMBER,
    TIME,
    DURATION
  }

  /** Digits shown of a number that has a fraction. */
  private static final int SHOWN_DIGITS = 20;

  /** Integers longer than this are shown rounded, with their length. */
  private static final int LONGEST_INTEGER = 1_000;

  static final BigDecimal MINUTE = BigDecimal.valueOf(60);
  static final BigDecimal DAY = BigDecimal.valueOf(86_400);

  static Value number(BigDecimal amount) {
    return new Value(amount, Unit.NUMBER);
  }

  static Value duration(BigDecimal seconds) {
    return new Value(seconds, Unit.DURATION);
  }

  /** A time of day; goes round at midnight. */
  static Value time(BigDecimal seconds) {
    BigDecimal rest = seconds.remainder(DAY);
    return new Value(rest.signum() < 0 ? rest.add(DAY) : rest, Unit.TIME);
  }

  boolean isNumber() {
    return unit == Unit.NUMBER;
  }

  /** For a person or a model: {@code 42}, {@code 22:45}, {@code 95 min (1 h 35 min)}. */
  String text() {
    return switch (unit) {
      case NUMBER -> plain(amount);
      case TIME -> clock();
      case DURATION -> span();
    };
  }

  private String clock() {
    BigDecimal whole = amount.setScale(0, RoundingMode.HALF_EVEN).remainder(DAY);
    int seconds = whole.intValueExact();
    String minutes = "%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60);
    return seconds % 60 == 0 ? minutes : minutes + ":%02d".formatted(seconds % 60);
  }

  private String span() {
    String minutes = plain(amount.divide(MINUTE, Arithmetic.PRECISION)) + " min";
    BigDecimal abs = amount.abs();
    boolean whole = abs.remainder(MINUTE).signum() == 0;
    if (abs.compareTo(DAY) > 0 || abs.compareTo(BigDecimal.valueOf(3600)) < 0 || !whole) {
      return minutes;
    }
    int total = abs.divide(MINUTE, Arithmetic.PRECISION).intValue();
    String hours = (amount.signum() < 0 ? "-" : "") + total / 60 + " h";
    return minutes + " (" + hours + (total % 60 == 0 ? "" : " " + total % 60 + " min") + ")";
  }

  private static String plain(BigDecimal exact) {
    BigDecimal value = exact.signum() == 0 ? BigDecimal.ZERO : exact.stripTrailingZeros();
    if (value.scale() > 0) {
      value = value.round(new MathContext(SHOWN_DIGITS)).stripTrailingZeros();
      return value.precision() - value.scale() < -6 ? value.toString() : value.toPlainString();
    }
    long digits = (long) value.precision() - value.scale();
    if (digits > LONGEST_INTEGER) {
      return value.round(new MathContext(SHOWN_DIGITS)) + " (rounded; " + digits + " digits)";
    }
    return value.toPlainString();
  }
}
