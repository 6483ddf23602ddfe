package heist.service.calculator;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The functions and constants by name. Angles are in radians; {@code 30°} converts. Immutable. */
final class Functions {
  static final BigDecimal PI = new BigDecimal("3.141592653589793238462643383279503");
  static final BigDecimal E = new BigDecimal("2.718281828459045235360287471352662");
  private static final BigDecimal HALF_TURN = BigDecimal.valueOf(180);

  private record Named(int least, int most, Function<List<BigDecimal>, BigDecimal> body) {}

  private static final Map<String, BigDecimal> CONSTANTS =
      Map.of("pi", PI, "π", PI, "e", E, "tau", PI.multiply(BigDecimal.TWO));
  private static final Map<String, Named> ALL = new TreeMap<>();

  /** Those that work in double precision. */
  private static final Map<String, DoubleUnaryOperator> DOUBLES =
      Map.ofEntries(
          Map.entry("sin", Math::sin),
          Map.entry("cos", Math::cos),
          Map.entry("tan", Math::tan),
          Map.entry("asin", Math::asin),
          Map.entry("acos", Math::acos),
          Map.entry("atan", Math::atan),
          Map.entry("sinh", Math::sinh),
          Map.entry("cosh", Math::cosh),
          Map.entry("tanh", Math::tanh),
          Map.entry("exp", Math::exp),
          Map.entry("cbrt", Math::cbrt));

  static {
    one("sqrt", Arithmetic::squareRoot);
    one("abs", BigDecimal::abs);
    one("floor", x -> x.setScale(0, RoundingMode.FLOOR));
    one("ceil", x -> x.setScale(0, RoundingMode.CEILING));
    one("trunc", x -> x.setScale(0, RoundingMode.DOWN));
    one("sign", x -> BigDecimal.valueOf(x.signum()));
    one("factorial", Arithmetic::factorial);
    one("deg", x -> Arithmetic.divide(Arithmetic.multiply(x, HALF_TURN), PI));
    one("rad", Functions::radians);
    DOUBLES.forEach(
        (name, f) -> one(name, x -> Arithmetic.approximate(f.applyAsDouble(x.doubleValue()))));
    one("ln", x -> logarithm(x));
    one("log2", x -> logarithm(x, BigDecimal.TWO));
    one("log10", x -> logarithm(x, BigDecimal.TEN));
    ALL.put("log", new Named(1, 2, a -> logarithm(a.getFirst(), second(a, BigDecimal.TEN))));
    ALL.put("round", new Named(1, 2, a -> round(a.getFirst(), second(a, BigDecimal.ZERO))));
    ALL.put("pow", new Named(2, 2, a -> Arithmetic.power(a.get(0), a.get(1))));
    ALL.put("mod", new Named(2, 2, a -> Arithmetic.modulo(a.get(0), a.get(1))));
    ALL.put("choose", new Named(2, 2, a -> Arithmetic.choose(a.get(0), a.get(1))));
    ALL.put("gcd", new Named(2, 2, a -> gcd(a.get(0), a.get(1))));
    ALL.put("hypot", new Named(2, 2, a -> hypotenuse(a.get(0), a.get(1))));
    many("min", a -> a.stream().reduce(BigDecimal::min).orElseThrow());
    many("max", a -> a.stream().reduce(BigDecimal::max).orElseThrow());
    many("sum", Functions::sum);
    many("avg", a -> Arithmetic.divide(sum(a), BigDecimal.valueOf(a.size())));
  }

  /** Other names that models use. */
  private static final Map<String, String> ALIASES =
      Map.ofEntries(
          Map.entry("ceiling", "ceil"),
          Map.entry("mean", "avg"),
          Map.entry("average", "avg"),
          Map.entry("fact", "factorial"),
          Map.entry("comb", "choose"),
          Map.entry("ncr", "choose"),
          Map.entry("degrees", "deg"),
          Map.entry("radians", "rad"),
          Map.entry("int", "trunc"));

  private Functions() {}

  static @Nullable BigDecimal constant(String name) {
    return CONSTANTS.get(name);
  }

  static boolean known(String name) {
    return ALL.containsKey(ALIASES.getOrDefault(name, name));
  }

  static String names() {
    return ALL.keySet().stream().collect(Collectors.joining(", "));
  }

  static BigDecimal apply(String name, List<BigDecimal> arguments) {
    Named function = ALL.get(ALIASES.getOrDefault(name, name));
    if (function == null) {
      throw Arithmetic.bad("unknown function \"" + name + "\"; there are: " + names());
    }
    if (arguments.size() < function.least || arguments.size() > function.most) {
      String wanted =
          function.least == function.most
              ? String.valueOf(function.least)
              : function.most > 9
                  ? "at least " + function.least
                  : function.least + " or " + function.most;
      throw Arithmetic.bad(name + " takes " + wanted + " argument(s), not " + arguments.size());
    }
    return Arithmetic.bounded(function.body.apply(arguments));
  }

  static BigDecimal radians(BigDecimal degrees) {
    return Arithmetic.divide(Arithmetic.multiply(degrees, PI), HALF_TURN);
  }

  private static void one(String name, Function<BigDecimal, BigDecimal> body) {
    ALL.put(name, new Named(1, 1, a -> body.apply(a.getFirst())));
  }

  private static void many(String name, Function<List<BigDecimal>, BigDecimal> body) {
    ALL.put(name, new Named(1, Integer.MAX_VALUE, body));
  }

  private static BigDecimal second(List<BigDecimal> arguments, BigDecimal otherwise) {
    return arguments.size() > 1 ? arguments.get(1) : otherwise;
  }

  private static BigDecimal sum(List<BigDecimal> values) {
    return values.stream().reduce(BigDecimal.ZERO, Arithmetic::add);
  }

  private static BigDecimal hypotenuse(BigDecimal a, BigDecimal b) {
    return Arithmetic.squareRoot(
        Arithmetic.add(Arithmetic.multiply(a, a), Arithmetic.multiply(b, b)));
  }

  private static BigDecimal gcd(BigDecimal a, BigDecimal b) {
    if (!Arithmetic.isInteger(a) || !Arithmetic.isInteger(b)) {
      throw Arithmetic.bad("gcd needs whole numbers");
    }
    return new BigDecimal(a.toBigInteger().gcd(b.toBigInteger()));
  }

  private static BigDecimal round(BigDecimal value, BigDecimal places) {
    if (!Arithmetic.isInteger(places) || places.abs().compareTo(BigDecimal.valueOf(100)) > 0) {
      throw Arithmetic.bad("round(x, n): n is a whole number from -100 to 100");
    }
    return value.setScale(places.intValueExact(), RoundingMode.HALF_UP);
  }

  private static BigDecimal logarithm(BigDecimal x, BigDecimal base) {
    if (base.signum() <= 0 || base.compareTo(BigDecimal.ONE) == 0) {
      throw Arithmetic.bad("the base of a logarithm is positive and not 1");
    }
    return Arithmetic.approximate(natural(x) / natural(base));
  }

  private static BigDecimal logarithm(BigDecimal x) {
    return Arithmetic.approximate(natural(x));
  }

  /** Splits off the power of ten, so that numbers beyond a double's range work, too. */
  private static double natural(BigDecimal x) {
    if (x.signum() <= 0) {
      throw Arithmetic.bad("the logarithm exists for positive numbers only");
    }
    int exponent = x.precision() - x.scale();
    return Math.log(x.scaleByPowerOfTen(-exponent).doubleValue()) + exponent * Math.log(10);
  }
}
