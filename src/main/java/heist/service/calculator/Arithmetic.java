package heist.service.calculator;

import heist.HeistException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/**
 * The operations on plain numbers. The size of every result is bounded <em>before</em> it is
 * computed: nothing can stop BigInteger once it has begun. Stateless.
 */
final class Arithmetic {
  /** Precision of what cannot be exact: quotients, roots. */
  static final MathContext PRECISION = MathContext.DECIMAL128;

  static final int MAX_EXPONENT = 1_000;
  static final int MAX_FACTORIAL = 1_000;
  static final int MAX_DIGITS = 10_000;

  private Arithmetic() {}

  static BigDecimal add(BigDecimal a, BigDecimal b) {
    long high = Math.max(integerDigits(a), integerDigits(b)) + 1;
    long low = Math.max(a.scale(), b.scale());
    fits(Math.max(high, 0) + Math.max(low, 0));
    return a.add(b);
  }

  static BigDecimal subtract(BigDecimal a, BigDecimal b) {
    return add(a, b.negate());
  }

  static BigDecimal multiply(BigDecimal a, BigDecimal b) {
    fits((long) a.precision() + b.precision());
    fits(Math.abs(integerDigits(a) + integerDigits(b)));
    fits(Math.abs((long) a.scale() + b.scale()));
    return a.multiply(b);
  }

  static BigDecimal divide(BigDecimal a, BigDecimal b) {
    if (b.signum() == 0) {
      throw bad("division by zero: the divisor is 0");
    }
    return bounded(a.divide(b, PRECISION));
  }

  /** Remainder with the sign of the divisor, as calculators of programmers have it. */
  static BigDecimal modulo(BigDecimal a, BigDecimal b) {
    if (b.signum() == 0) {
      throw bad("modulo by zero: the divisor is 0");
    }
    fits(Math.abs(integerDigits(a) - integerDigits(b)) + a.precision() + b.precision());
    BigDecimal rest = a.remainder(b);
    return rest.signum() != 0 && rest.signum() != b.signum() ? rest.add(b) : rest;
  }

  static BigDecimal power(BigDecimal base, BigDecimal exponent) {
    if (exponent.abs().compareTo(BigDecimal.valueOf(MAX_EXPONENT)) > 0) {
      throw bad("the exponent is too large: at most " + MAX_EXPONENT + " either way");
    }
    if (!isInteger(exponent)) {
      if (base.signum() < 0) {
        throw bad("a negative number has no real power with a fractional exponent");
      }
      return approximate(Math.pow(base.doubleValue(), exponent.doubleValue()));
    }
    int n = exponent.intValueExact();
    if (base.signum() == 0) {
      if (n < 0) {
        throw bad("division by zero: 0 to a negative power");
      }
      return n == 0 ? BigDecimal.ONE : BigDecimal.ZERO;
    }
    int times = Math.abs(n);
    BigDecimal bare = base.stripTrailingZeros();
    fits((long) bare.precision() * times);
    fits(Math.abs(integerDigits(bare)) * times);
    fits(Math.abs((long) bare.scale()) * times);
    BigDecimal power = bare.pow(times);
    return n < 0 ? divide(BigDecimal.ONE, power) : power;
  }

  static BigDecimal factorial(BigDecimal value) {
    int n = count(value, "factorial");
    BigInteger product = BigInteger.ONE;
    for (int i = 2; i <= n; i++) {
      product = product.multiply(BigInteger.valueOf(i));
    }
    return new BigDecimal(product);
  }

  /** Ways to choose k of n. */
  static BigDecimal choose(BigDecimal of, BigDecimal chosen) {
    int n = count(of, "choose");
    int k = count(chosen, "choose");
    if (k > n) {
      return BigDecimal.ZERO;
    }
    BigInteger ways = BigInteger.ONE;
    for (int i = 1; i <= k; i++) {
      ways = ways.multiply(BigInteger.valueOf(n - k + i)).divide(BigInteger.valueOf(i));
    }
    return new BigDecimal(ways);
  }

  static BigDecimal squareRoot(BigDecimal value) {
    if (value.signum() < 0) {
      throw bad("the square root of a negative number is not real");
    }
    return value.signum() == 0 ? BigDecimal.ZERO : value.sqrt(PRECISION).stripTrailingZeros();
  }

  /** The result of a function that works in double precision: about 15 digits hold. */
  static BigDecimal approximate(double value) {
    if (Double.isNaN(value)) {
      throw bad("the result is undefined here: the argument is outside of the function's range");
    }
    if (Double.isInfinite(value)) {
      throw bad("the result is too large");
    }
    return new BigDecimal(value).round(new MathContext(15));
  }

  static boolean isInteger(BigDecimal value) {
    return value.signum() == 0 || value.stripTrailingZeros().scale() <= 0;
  }

  /** Refuses a number whose written form would be too long. */
  static BigDecimal bounded(BigDecimal value) {
    fits(Math.abs(integerDigits(value)));
    fits(Math.abs((long) value.scale()));
    return value;
  }

  private static int count(BigDecimal value, String what) {
    if (value.signum() < 0 || !isInteger(value)) {
      throw bad(what + " needs whole numbers from 0 on");
    }
    if (value.compareTo(BigDecimal.valueOf(MAX_FACTORIAL)) > 0) {
      throw bad(what + " goes up to " + MAX_FACTORIAL);
    }
    return value.intValueExact();
  }

  private static long integerDigits(BigDecimal value) {
    return (long) value.precision() - value.scale();
  }

  private static void fits(long digits) {
    if (digits > MAX_DIGITS) {
      throw bad("the result is too large: it would have more than " + MAX_DIGITS + " digits");
    }
  }

  static HeistException bad(String message) {
    return new HeistException(HeistException.Kind.BAD_INPUT, message);
  }
}
