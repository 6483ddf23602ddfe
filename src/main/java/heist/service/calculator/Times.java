package heist.service.calculator;

import heist.service.calculator.Value.Unit;
import java.math.BigDecimal;

/**
 * The operators over numbers, times of day and durations. A bare number beside a time counts
 * minutes. A difference of two times is a duration and goes over midnight where the second is the
 * later one: {@code 06:00 - 22:00} is 480 min. Stateless.
 */
final class Times {
  private Times() {}

  static Value add(Value a, Value b) {
    if (a.isNumber() && b.isNumber()) {
      return Value.number(Arithmetic.add(a.amount(), b.amount()));
    }
    if (a.unit() == Unit.TIME && b.unit() == Unit.TIME) {
      throw Arithmetic.bad("two times of day cannot be added; add a duration: 22:10 + 35 min");
    }
    BigDecimal seconds = Arithmetic.add(seconds(a), seconds(b));
    boolean time = a.unit() == Unit.TIME || b.unit() == Unit.TIME;
    return time ? Value.time(seconds) : Value.duration(seconds);
  }

  static Value subtract(Value a, Value b) {
    if (a.isNumber() && b.isNumber()) {
      return Value.number(Arithmetic.subtract(a.amount(), b.amount()));
    }
    if (a.unit() == Unit.TIME && b.unit() == Unit.TIME) {
      BigDecimal seconds = Arithmetic.subtract(a.amount(), b.amount());
      return Value.duration(seconds.signum() < 0 ? seconds.add(Value.DAY) : seconds);
    }
    if (b.unit() == Unit.TIME) {
      throw Arithmetic.bad("a time of day cannot be subtracted from " + a.text());
    }
    BigDecimal seconds = Arithmetic.subtract(seconds(a), seconds(b));
    return a.unit() == Unit.TIME ? Value.time(seconds) : Value.duration(seconds);
  }

  static Value multiply(Value a, Value b) {
    if (a.unit() == Unit.TIME || b.unit() == Unit.TIME || !(a.isNumber() || b.isNumber())) {
      throw Arithmetic.bad("only a number can be multiplied with a duration");
    }
    BigDecimal product = Arithmetic.multiply(a.amount(), b.amount());
    return a.isNumber() && b.isNumber() ? Value.number(product) : Value.duration(product);
  }

  static Value divide(Value a, Value b) {
    if (a.unit() == Unit.TIME || b.unit() == Unit.TIME || (a.isNumber() && !b.isNumber())) {
      throw Arithmetic.bad("a time of day cannot be divided, nor a number by a duration");
    }
    BigDecimal quotient = Arithmetic.divide(a.amount(), b.amount());
    return a.unit() == b.unit() ? Value.number(quotient) : Value.duration(quotient);
  }

  static Value negate(Value value) {
    if (value.unit() == Unit.TIME) {
      throw Arithmetic.bad("a time of day has no sign");
    }
    return new Value(value.amount().negate(), value.unit());
  }

  private static BigDecimal seconds(Value value) {
    return value.isNumber() ? Arithmetic.multiply(value.amount(), Value.MINUTE) : value.amount();
  }
}
