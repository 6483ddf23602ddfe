package heist.detect;

import heist.detect.Values.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Cuts statements into what belongs to one value. Pure. */
final class Clauses {
  private static final int REACH = 3;
  private static final Lexicon ASKING = Lexicon.of("asking");
  private static final Set<String> SMALL =
      Set.of(
          "the", "a", "an", "at", "in", "on", "um", "der", "die", "das", "den", "dem", "im", "bei");
  private static final Set<String> SUPPOSING =
      Set.of("if", "whether", "unless", "suppose", "falls", "wenn", "ob", "angenommen");

  /** No mark but the plain one comes before this sign. */
  private static final char FIRST_OTHER = '\u00AB';

  /** Fewest words of a quotation. */
  private static final int QUOTED = 3;

  /** Marks that open and, behind each, the one that closes it. */
  private static final String PAIRS =
      "\"\"\u201C\u201D\u201E\u201C\u00AB\u00BB\u00BB\u00AB\u300C\u300D\u300E\u300F";

  private Clauses() {}

  /** The words of the clause that holds the value: up to the next comma, semicolon or bracket. */
  static List<Words.Word> around(String text, List<Words.Word> words, Value v) {
    int at = 0;
    while (at < words.size() && words.get(at).end() <= v.start()) {
      at++;
    }
    int from = at;
    while (from > 0 && !breaks(text, words.get(from - 1).end(), words.get(from).start())) {
      from--;
    }
    int to = at;
    while (to + 1 < words.size() && !breaks(text, words.get(to).end(), words.get(to + 1).start())) {
      to++;
    }
    return words.subList(from, Math.min(words.size(), to + 1));
  }

  private static boolean breaks(String text, int from, int to) {
    for (int i = from; i < to && i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ',' || c == ';' || c == '(' || c == ')' || c == '\u3001') {
        return true;
      }
    }
    return false;
  }

  /** A stretch of a text. */
  record Span(int from, int to) {
    boolean holds(Value v) {
      return from <= v.start() && v.end() <= to;
    }
  }

  /**
   * Quotations of somebody's words: at least three words between a pair of marks, in one paragraph.
   * A mark without its partner is none, nor is a single value in quotation marks, nor a pair around
   * all that is said.
   */
  static List<Span> quotations(String text, List<Words.Word> words) {
    List<Span> spans = new ArrayList<>();
    int from = -1;
    char close = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '"' && c != '\n' && c < FIRST_OTHER) {
        continue;
      }
      if (c == '\n') {
        from = -1;
      } else if (from >= 0 && (c == close || (close == '\u201C' && c == '\u201D'))) {
        if (c != '"' || closes(text, i)) {
          quotation(words, from + 1, i, spans);
          from = -1;
        }
      } else if (PAIRS.indexOf(c) >= 0 && PAIRS.indexOf(c) % 2 == 0 && opens(text, i)) {
        from = i;
        close = PAIRS.charAt(PAIRS.indexOf(c) + 1);
      }
    }
    return spans;
  }

  private static void quotation(List<Words.Word> words, int from, int to, List<Span> into) {
    int inside = 0;
    int outside = 0;
    for (Words.Word w : words) {
      if (w.start() >= from && w.end() <= to) {
        inside += w.weight();
      } else {
        outside++;
      }
    }
    if (inside >= QUOTED && outside > 0) {
      into.add(new Span(from, to));
    }
  }

  private static boolean opens(String text, int i) {
    boolean before = i == 0 || !Character.isLetterOrDigit(text.charAt(i - 1));
    return text.charAt(i) != '"'
        || (before && i + 1 < text.length() && !Character.isWhitespace(text.charAt(i + 1)));
  }

  private static boolean closes(String text, int i) {
    return !Character.isWhitespace(text.charAt(i - 1))
        && (i + 1 == text.length() || !Character.isLetterOrDigit(text.charAt(i + 1)));
  }

  /** Whether the value is part of a sum, "06:23 + 5": it is about nothing there. */
  static boolean summed(String text, Value v) {
    int before = v.start() - 1;
    while (before > 0 && text.charAt(before) == ' ') {
      before--;
    }
    int after = v.end();
    while (after < text.length() && text.charAt(after) == ' ') {
      after++;
    }
    return (before >= 0 && before < v.start() - 1 && sign(text.charAt(before)))
        || (after < text.length() && after > v.end() && sign(text.charAt(after)));
  }

  private static boolean sign(char c) {
    return c == '+' || c == '-' || c == '*' || c == '\u2212' || c == '\u00D7';
  }

  /** Whether one of the words right before the value denies it. */
  static boolean denied(List<Words.Word> clause, Value v, Lexicon denial) {
    int at = 0;
    while (at < clause.size() && clause.get(at).end() <= v.start()) {
      at++;
    }
    return denial.in(clause.subList(Math.max(0, at - REACH), at));
  }

  /** Whether the statement says plainly of the value that it is not so: "the code is not 17". */
  static boolean negated(List<Words.Word> clause, Value v, Lexicon negated) {
    int at = 0;
    for (Words.Word w : clause) {
      if (SUPPOSING.contains(w.text())) {
        return false;
      }
      at += w.end() <= v.start() ? 1 : 0;
    }
    while (at > 0 && SMALL.contains(clause.get(at - 1).text())) {
      at--;
    }
    return at > 0
        && negated.has(clause.get(at - 1).text())
        && !ASKING.has(clause.getFirst().text());
  }

  /** Whether words of correction stand between a value and the next one of its kind. */
  static boolean takenBack(List<Words.Word> words, Value v, Value next, Lexicon correction) {
    if (v.kind() != next.kind()) {
      return false;
    }
    int from = 0;
    while (from < words.size() && words.get(from).start() < v.end()) {
      from++;
    }
    int to = from;
    while (to < words.size() && words.get(to).end() <= next.start()) {
      to++;
    }
    return correction.in(words.subList(from, to));
  }

  /**
   * What a question states before it asks: "the code is 17, did everybody get that?" Empty if
   * anything before the last clause asks or supposes, or if the last clause holds a value.
   */
  static Reading.Sentence statedBefore(String text, Reading.Sentence s) {
    List<Words.Word> words = s.words();
    int from = 0;
    boolean asks = false;
    for (int i = 0; i < words.size(); i++) {
      boolean opens = i == 0 || breaks(text, words.get(i - 1).end(), words.get(i).start());
      if (opens) {
        asks |= from > 0 && ASKING.has(words.get(from).text());
        from = i;
      }
    }
    boolean tail = words.subList(from, words.size()).stream().anyMatch(Words.Word::digits);
    boolean first = words.isEmpty() || ASKING.has(words.getFirst().text());
    List<Words.Word> stated = first || asks || tail ? List.of() : words.subList(0, from);
    return new Reading.Sentence(s.text(), stated, false);
  }
}
