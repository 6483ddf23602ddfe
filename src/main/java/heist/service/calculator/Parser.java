package heist.service.calculator;

import heist.service.calculator.Lexer.Kind;
import heist.service.calculator.Lexer.Token;
import heist.service.calculator.Value.Unit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Reads an expression and computes it on the way (recursive descent, one pass). Depth and length
 * are bounded, and so is the size of every intermediate result. One use, one thread.
 *
 * <pre>
 * sum     = product (("+" | "-") product)*
 * product = signed (("*" | "/" | "%" | "mod" | "of") signed)*
 * signed  = ("+" | "-" | "√") signed | power
 * power   = postfix ("^" signed)?                   from right to left
 * postfix = atom ("!" | "%" | "°" | unit of time)*
 * atom    = number | time | name | name "(" sum ("," sum)* ")" | "(" sum ")"
 * </pre>
 */
final class Parser {
  static final int MAX_DEPTH = 50;

  private static final Map<String, Integer> SECONDS =
      Map.ofEntries(
          Map.entry("s", 1),
          Map.entry("sec", 1),
          Map.entry("secs", 1),
          Map.entry("second", 1),
          Map.entry("seconds", 1),
          Map.entry("sek", 1),
          Map.entry("sekunde", 1),
          Map.entry("sekunden", 1),
          Map.entry("m", 60),
          Map.entry("min", 60),
          Map.entry("mins", 60),
          Map.entry("minute", 60),
          Map.entry("minutes", 60),
          Map.entry("minuten", 60),
          Map.entry("h", 3600),
          Map.entry("hr", 3600),
          Map.entry("hrs", 3600),
          Map.entry("hour", 3600),
          Map.entry("hours", 3600),
          Map.entry("std", 3600),
          Map.entry("stunde", 3600),
          Map.entry("stunden", 3600));

  private final List<Token> tokens;
  private int next;
  private int depth;

  private Parser(List<Token> tokens) {
    this.tokens = tokens;
  }

  static Value compute(String expression) {
    Parser parser = new Parser(Lexer.tokens(expression));
    if (parser.peek().kind() == Kind.END) {
      throw Arithmetic.bad("the expression is empty; give one, such as 3 * (4 + 5)");
    }
    Value value = parser.sum();
    if (parser.peek().kind() != Kind.END) {
      throw parser.unexpected("an operator");
    }
    return value;
  }

  private Value sum() {
    enter();
    Value left = product();
    while (peek().is("+") || peek().is("-")) {
      boolean minus = take().is("-");
      Value right = product();
      left = minus ? Times.subtract(left, right) : Times.add(left, right);
    }
    depth--;
    return left;
  }

  private Value product() {
    Value left = signed();
    while (true) {
      if (peek().is("*") || name("of") || name("von")) {
        take();
        left = Times.multiply(left, signed());
      } else if (peek().is("/")) {
        take();
        left = Times.divide(left, signed());
      } else if (peek().is("%") || name("mod")) {
        take();
        Value right = signed();
        left = Value.number(Arithmetic.modulo(number(left), number(right)));
      } else {
        return left;
      }
    }
  }

  private Value signed() {
    if (!peek().is("-") && !peek().is("+") && !peek().is("√")) {
      return power();
    }
    enter();
    String sign = take().text();
    Value operand = signed();
    depth--;
    return switch (sign) {
      case "-" -> Times.negate(operand);
      case "+" -> operand;
      default -> Value.number(Arithmetic.squareRoot(number(operand)));
    };
  }

  private Value power() {
    Value base = postfix();
    if (!peek().is("^")) {
      return base;
    }
    enter();
    take();
    Value exponent = signed();
    depth--;
    return Value.number(Arithmetic.power(number(base), number(exponent)));
  }

  private Value postfix() {
    Value value = atom();
    while (true) {
      if (peek().is("!")) {
        take();
        value = Value.number(Arithmetic.factorial(number(value)));
      } else if (peek().is("%") && !operandFollows()) {
        take();
        value = Value.number(Arithmetic.divide(number(value), BigDecimal.valueOf(100)));
      } else if (peek().is("°")) {
        take();
        value = Value.number(Functions.radians(number(value)));
      } else if (peek().kind() == Kind.NAME && value.isNumber() && unitFollows()) {
        int seconds = Objects.requireNonNull(SECONDS.get(take().text()));
        value = Value.duration(Arithmetic.multiply(value.amount(), BigDecimal.valueOf(seconds)));
      } else {
        return value;
      }
    }
  }

  private Value atom() {
    Token token = take();
    return switch (token.kind()) {
      case NUMBER -> Value.number(Arithmetic.bounded(Objects.requireNonNull(token.value())));
      case TIME -> Value.time(Objects.requireNonNull(token.value()));
      case NAME -> named(token);
      case SYMBOL -> {
        if (!token.is("(")) {
          next--;
          throw unexpected("a number");
        }
        Value inner = sum();
        expect(")");
        yield inner;
      }
      case END -> throw unexpected("a number");
    };
  }

  private Value named(Token token) {
    if (peek().is("(") && Functions.constant(token.text()) == null) {
      if (!Functions.known(token.text())) {
        throw unknown(token);
      }
      take();
      List<BigDecimal> arguments = new ArrayList<>();
      if (!peek().is(")")) {
        arguments.add(number(sum()));
        while (peek().is(",")) {
          take();
          arguments.add(number(sum()));
        }
      }
      expect(")");
      return Value.number(Functions.apply(token.text(), arguments));
    }
    BigDecimal constant = Functions.constant(token.text());
    if (constant != null) {
      return Value.number(constant);
    }
    if (Functions.known(token.text())) {
      throw Arithmetic.bad(
          token.text() + " is a function: write " + token.text() + "(...) with brackets");
    }
    throw unknown(token);
  }

  private static RuntimeException unknown(Token token) {
    return Arithmetic.bad(
        "unknown name \""
            + token.text()
            + "\" at character "
            + token.at()
            + "; this tool computes numbers and times only. Functions: "
            + Functions.names()
            + "; constants: pi, e");
  }

  /** Whether a % is "modulo" (an operand follows) or "percent". */
  private boolean operandFollows() {
    Token after = tokens.get(Math.min(next + 1, tokens.size() - 1));
    return switch (after.kind()) {
      case NUMBER, TIME -> true;
      case NAME -> !after.text().equals("of") && !after.text().equals("von");
      case SYMBOL -> after.is("(");
      case END -> false;
    };
  }

  private boolean unitFollows() {
    Token after = tokens.get(Math.min(next + 1, tokens.size() - 1));
    return SECONDS.containsKey(peek().text()) && !after.is("(");
  }

  private void expect(String symbol) {
    if (!peek().is(symbol)) {
      throw unexpected("\"" + symbol + "\"");
    }
    take();
  }

  private RuntimeException unexpected(String wanted) {
    Token token = peek();
    if (token.is(",")) {
      return Arithmetic.bad(
          "unexpected \",\" at character "
              + token.at()
              + "; write 10000 without separators and decimals with a point, as in 3.5");
    }
    String found = token.kind() == Kind.END ? "the end" : "\"" + token.text() + "\"";
    return Arithmetic.bad(
        "expected " + wanted + " but found " + found + " at character " + token.at());
  }

  private static BigDecimal number(Value value) {
    if (value.unit() == Unit.NUMBER) {
      return value.amount();
    }
    throw Arithmetic.bad(
        "a time or duration (" + value.text() + ") can only be added, subtracted or scaled");
  }

  private void enter() {
    if (++depth > MAX_DEPTH) {
      throw Arithmetic.bad("the expression is nested too deeply: at most " + MAX_DEPTH + " levels");
    }
  }

  private boolean name(String name) {
    return peek().kind() == Kind.NAME && peek().text().equals(name);
  }

  private Token peek() {
    return tokens.get(next);
  }

  private Token take() {
    Token token = tokens.get(next);
    if (token.kind() != Kind.END) {
      next++;
    }
    return token;
  }
}
