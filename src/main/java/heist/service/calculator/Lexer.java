package heist.service.calculator;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Cuts an expression into tokens. Pure. */
final class Lexer {
  /** What a token is. */
  enum Kind {
    NUMBER,
    TIME,
    NAME,
    SYMBOL,
    END
  }

  /**
   * One token.
   *
   * @param text as written; a name in lower case
   * @param value the number, or a time's seconds since midnight; else null
   * @param at place in the expression, from 1
   */
  record Token(Kind kind, String text, @Nullable BigDecimal value, int at) {
    boolean is(String symbol) {
      return kind == Kind.SYMBOL && text.equals(symbol);
    }
  }

  private final String source;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private Lexer(String source) {
    this.source = source;
  }

  static List<Token> tokens(String source) {
    return new Lexer(source).run();
  }

  private List<Token> run() {
    while (at < source.length()) {
      char c = source.charAt(at);
      if (Character.isWhitespace(c) || c == '\u00a0') {
        at++;
      } else if (digit(c) || c == '.') {
        number();
      } else if (Character.isLetter(c) || c == '_') {
        name();
      } else {
        symbol(c);
      }
    }
    tokens.add(new Token(Kind.END, "the end", null, source.length() + 1));
    return List.copyOf(tokens);
  }

  private void number() {
    int start = at;
    skipDigits();
    if (peek(0) == ':' && digit(peek(1))) {
      time(start);
      return;
    }
    if (peek(0) == '.') {
      at++;
      skipDigits();
    }
    if ((peek(0) == 'e' || peek(0) == 'E') && exponentFollows()) {
      at += 2;
      skipDigits();
    }
    String text = source.substring(start, at);
    tokens.add(new Token(Kind.NUMBER, text, parse(text, start), start + 1));
  }

  private boolean exponentFollows() {
    return digit(peek(1)) || ((peek(1) == '-' || peek(1) == '+') && digit(peek(2)));
  }

  private static BigDecimal parse(String text, int start) {
    int e = Math.max(text.indexOf('e'), text.indexOf('E'));
    if (e >= 0 && tooLarge(text.substring(e + 1))) {
      throw Arithmetic.bad(
          "the exponent of " + text + " is too large: at most " + Arithmetic.MAX_EXPONENT);
    }
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException _) {
      throw Arithmetic.bad("\"" + text + "\" at character " + (start + 1) + " is not a number");
    }
  }

  private static boolean tooLarge(String exponent) {
    String digits = exponent.replaceFirst("^[+-]?0*", "");
    return digits.length() > 4
        || (!digits.isEmpty() && Integer.parseInt(digits) > Arithmetic.MAX_EXPONENT);
  }

  private void time(int start) {
    at++;
    skipDigits();
    if (peek(0) == ':' && digit(peek(1))) {
      at++;
      skipDigits();
    }
    String text = source.substring(start, at);
    String[] parts = text.split(":", -1);
    long seconds = 0;
    for (int i = 0; i < 3; i++) {
      String part = i < parts.length ? parts[i] : "00";
      boolean valid = !part.isEmpty() && part.length() <= 2 && (i == 0 || part.length() == 2);
      int n = valid ? Integer.parseInt(part) : 99;
      if (n > (i == 0 ? 24 : 59)) {
        throw Arithmetic.bad("\"" + text + "\" is not a time of day; write HH:MM, as in 22:10");
      }
      seconds = seconds * 60 + n;
    }
    if (seconds > 86_400) {
      throw Arithmetic.bad("\"" + text + "\" is not a time of day; the day ends at 24:00");
    }
    tokens.add(new Token(Kind.TIME, text, BigDecimal.valueOf(seconds), start + 1));
  }

  private void name() {
    int start = at;
    while (Character.isLetterOrDigit(peek(0)) || peek(0) == '_') {
      at++;
    }
    String text = source.substring(start, at).toLowerCase(Locale.ROOT);
    tokens.add(new Token(Kind.NAME, text, null, start + 1));
  }

  private void symbol(char c) {
    String text =
        switch (c) {
          case '×', '·', '∙' -> "*";
          case '÷', '∶' -> "/";
          case '−', '–' -> "-";
          case '*' -> peek(1) == '*' ? "^" : "*";
          case '+', '-', '/', '%', '^', '!', '(', ')', ',', ';', '°' -> String.valueOf(c);
          case '[', '{' -> "(";
          case ']', '}' -> ")";
          case '√' -> "√";
          default -> throw unexpected();
        };
    tokens.add(new Token(Kind.SYMBOL, text.equals(";") ? "," : text, null, at + 1));
    at += c == '*' && peek(1) == '*' ? 2 : 1;
  }

  private RuntimeException unexpected() {
    String shown = Character.toString(source.codePointAt(at));
    String hint =
        "=<>&|".contains(shown)
            ? "; give one expression to compute, such as 3 * (4 + 5)"
            : "; use digits, + - * / % ^ ! ( ) and functions";
    return Arithmetic.bad("unexpected \"" + shown + "\" at character " + (at + 1) + hint);
  }

  private void skipDigits() {
    while (digit(peek(0))) {
      at++;
    }
  }

  private char peek(int ahead) {
    return at + ahead < source.length() ? source.charAt(at + ahead) : '\0';
  }

  /** ASCII digits only: other scripts' digits would be read differently by different eyes. */
  private static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }
}
