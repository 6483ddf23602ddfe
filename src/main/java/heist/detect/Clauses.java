package heist.detect;

import heist.detect.Values.Value;
import java.util.List;

/** Cuts statements into what belongs to one value. Pure. */
final class Clauses {
  private static final int REACH = 3;
  private static final Lexicon ASKING = Lexicon.of("asking");

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

  /** Whether the value stands between quotation marks: cited, not claimed. */
  static boolean quoted(String text, Value v) {
    int marks = 0;
    for (int i = 0; i < v.start() && i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        marks ^= 1;
      } else if (c == '\u201C' || c == '\u201E' || c == '\u00AB') {
        marks = c == '\u201C' && marks == 1 ? 0 : 1;
      } else if (c == '\u201D' || c == '\u00BB') {
        marks = 0;
      }
    }
    return marks == 1;
  }

  /** Whether one of the words right before the value denies it. */
  static boolean denied(List<Words.Word> clause, Value v, Lexicon denial) {
    int at = 0;
    while (at < clause.size() && clause.get(at).end() <= v.start()) {
      at++;
    }
    return denial.in(clause.subList(Math.max(0, at - REACH), at));
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
