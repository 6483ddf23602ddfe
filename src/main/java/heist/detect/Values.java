package heist.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds checkable values in text: times in every common spelling (14:05, 2:05 pm, 14.05 Uhr, 14h05,
 * and as {@link SpokenTimes}), numbers (1,200; 1.200; four; fünfundzwanzig), codes and identifiers
 * (0417, C12). English and German. Pure.
 */
final class Values {
  /** What sort of value it is; only values of one kind contradict each other. */
  enum Kind {
    TIME,
    NUMBER,
    CODE,
    NAME
  }

  /**
   * A value.
   *
   * @param canon the same for every spelling of the same value
   * @param start place in the text
   * @param end just behind it
   * @param spelled whether it is a number written as a word, which says less: "looked two times"
   */
  record Value(Kind kind, String canon, int start, int end, boolean spelled) {
    Value(Kind kind, String canon, int start, int end) {
      this(kind, canon, start, end, false);
    }

    /** The value as a key: the same for a number and a code of the same digits. */
    String key() {
      return switch (kind) {
        case TIME -> "t" + canon;
        case NUMBER, CODE -> "n" + canon;
        case NAME -> "w" + canon;
      };
    }

    /** Whether the two could be said in answer to the same question. */
    boolean comparable(Value other) {
      return kind == other.kind
          || (kind != Kind.NAME
                  && other.kind != Kind.NAME
                  && canon.length() == other.canon.length())
              && kind != Kind.TIME
              && other.kind != Kind.TIME;
    }
  }

  private static final Set<String> PEOPLE =
      Set.of("player", "agent", "spieler", "spielerin", "expert", "step", "schritt");
  private static final Set<String> FROM = Set.of("from", "von", "between", "zwischen");
  private static final String DASHES = "-\u2010\u2011\u2013";

  private Values() {}

  /** The values of a text whose words are these, in order. */
  static List<Value> of(String text, List<Words.Word> words) {
    List<Value> values = new ArrayList<>();
    int i = 0;
    while (i < words.size()) {
      int used = words.get(i).mention() ? 0 : at(text, words, i, values);
      i += Math.max(1, used);
    }
    return values;
  }

  /** Whether any of them is more than a number written as a word. */
  static boolean exact(List<Value> values) {
    for (Value v : values) {
      if (!v.spelled()) {
        return true;
      }
    }
    return false;
  }

  /** Reads a value that begins with word {@code i}; answers how many words it takes. */
  private static int at(String text, List<Words.Word> words, int i, List<Value> into) {
    Words.Word w = words.get(i);
    if (w.digits()) {
      if (i > 0 && PEOPLE.contains(words.get(i - 1).text())) {
        return 1; // "Player 3" is somebody, not a number
      }
      return digits(text, words, i, into);
    }
    int used = Numerals.begins(w.text()) ? inWords(text, words, i, into) : 0;
    if (used > 0) {
      return used;
    }
    if (w.capital() && w.text().length() <= 6 && endsInDigits(w.text())) {
      into.add(new Value(Kind.CODE, w.text(), w.start(), w.end()));
      return 1;
    }
    return 0;
  }

  /** A number or a time written as words. */
  private static int inWords(String text, List<Words.Word> words, int i, List<Value> into) {
    Numerals.Numeral number = Numerals.at(text, words, i);
    int spoken = SpokenTimes.at(text, words, i, number, into);
    if (spoken > 0) {
      return spoken;
    }
    if (number != null) {
      int range = range(text, words, i, number.value(), number.used());
      if (range > 0) {
        return range;
      }
      int n = number.value();
      boolean loose = number.used() == 1 && (n <= 20 || (n <= 100 && n % 10 == 0));
      int end = words.get(i + number.used() - 1).end();
      into.add(
          new Value(
              Kind.NUMBER, Integer.toString(number.value()), words.get(i).start(), end, loose));
      return number.used();
    }
    return 0;
  }

  private static boolean endsInDigits(String word) {
    return Character.isDigit(word.charAt(word.length() - 1));
  }

  private static int digits(String text, List<Words.Word> words, int i, List<Value> into) {
    Words.Word w = words.get(i);
    String raw = w.text();
    Words.Word next = i + 1 < words.size() ? words.get(i + 1) : null;
    // 14:05, 14.05 Uhr
    if (next != null && minutes(next) && joined(text, w, next, ':') && hour(raw) >= 0) {
      boolean more = i + 2 < words.size() && joined(text, next, words.get(i + 2), ':');
      return time(words, i, hour(raw), Integer.parseInt(next.text()), more ? 3 : 2, into);
    }
    if (next != null
        && minutes(next)
        && joined(text, w, next, '.')
        && hour(raw) >= 0
        && (word(words, i + 2).equals("uhr") || (hour(raw) <= 12 && half(words, i + 2) != 0))) {
      return time(words, i, hour(raw), Integer.parseInt(next.text()), 2, into);
    }
    // 14h05, 6am
    int h = raw.indexOf('h');
    if (h > 0 && raw.length() <= 5 && allDigits(raw, 0, h) && allDigits(raw, h + 1, raw.length())) {
      int hour = hour(raw.substring(0, h));
      String rest = raw.substring(h + 1);
      if (hour >= 0 && (rest.isEmpty() || (rest.length() == 2 && Integer.parseInt(rest) < 60))) {
        return time(words, i, hour, rest.isEmpty() ? 0 : Integer.parseInt(rest), 1, into);
      }
    }
    if (raw.endsWith("am") || raw.endsWith("pm")) {
      int hour = hour(raw.substring(0, raw.length() - 2));
      if (hour >= 0) {
        into.add(time(half(hour, raw.endsWith("pm")) * 60, w.start(), w.end()));
        return 1;
      }
    }
    if (!allDigits(raw, 0, raw.length())) {
      into.add(new Value(Kind.CODE, raw, w.start(), w.end()));
      return 1;
    }
    if (next != null && hour(raw) >= 0) {
      if (next.text().equals("uhr")) {
        Words.Word after = i + 2 < words.size() ? words.get(i + 2) : null;
        if (after != null && minutes(after) && after.start() - next.end() == 1) {
          return time(words, i, hour(raw), Integer.parseInt(after.text()), 3, into);
        }
        return time(words, i, hour(raw), 0, 2, into);
      }
      if (half(words, i + 1) == 'a' && hour(raw) <= 12 || half(words, i + 1) == 'p') {
        return time(words, i, hour(raw), 0, 1, into);
      }
      if (SpokenTimes.clock(next.text())) {
        return time(words, i, hour(raw), 0, 2, into);
      }
    }
    if (raw.length() <= 2) {
      int amount = Integer.parseInt(raw);
      int spoken = SpokenTimes.at(text, words, i, new Numerals.Numeral(amount, 1), into);
      int used = spoken > 0 ? spoken : range(text, words, i, amount, 1);
      if (used > 0) {
        return used;
      }
    }
    return number(text, words, i, into);
  }

  private static int number(String text, List<Words.Word> words, int i, List<Value> into) {
    Words.Word first = words.get(i);
    StringBuilder whole = new StringBuilder(first.text());
    Words.Word last = first;
    int used = 1;
    boolean grouped = first.text().length() <= 3 && first.text().charAt(0) != '0';
    while (grouped && i + used < words.size()) {
      Words.Word group = words.get(i + used);
      boolean three = group.text().length() == 3 && allDigits(group.text(), 0, 3);
      if (!three || !(joined(text, last, group, ',') || joined(text, last, group, '.'))) {
        break;
      }
      whole.append(group.text());
      last = group;
      used++;
    }
    if (i + used < words.size() && used == 1) {
      Words.Word part = words.get(i + used);
      if (allDigits(part.text(), 0, part.text().length())
          && part.text().length() <= 4
          && (joined(text, last, part, '.') || joined(text, last, part, ','))) {
        if (whole.toString().equals("0") || whole.toString().equals("1")) {
          return 2; // a share or a probability, not a fact of the job
        }
        String decimals = part.text().replaceAll("0+$", "");
        whole.append(decimals.isEmpty() ? "" : "." + decimals);
        last = part;
        used++;
      }
    }
    boolean code =
        used == 1 && (whole.length() > 3 || (whole.length() > 1 && whole.charAt(0) == '0'));
    into.add(
        new Value(code ? Kind.CODE : Kind.NUMBER, whole.toString(), first.start(), last.end()));
    return used;
  }

  /**
   * How many words a range of numbers takes that begins here: "five to six guards", "5-6 guards".
   * It says no number that could be held against anybody. "From five to six" tells of a change.
   */
  private static int range(String text, List<Words.Word> words, int i, int low, int used) {
    int at = i + used;
    if (at >= words.size() || (i > 0 && FROM.contains(words.get(i - 1).text()))) {
      return 0;
    }
    boolean dash = DASHES.indexOf(text.charAt(words.get(at - 1).end())) >= 0;
    boolean to = words.get(at).text().equals("to") || words.get(at).text().equals("bis");
    int upper = to ? at + 1 : at;
    if (!(to || dash) || upper >= words.size()) {
      return 0;
    }
    Words.Word w = words.get(upper);
    boolean figure = w.text().length() <= 2 && allDigits(w.text(), 0, w.text().length());
    Numerals.Numeral high =
        figure
            ? new Numerals.Numeral(Integer.parseInt(w.text()), 1)
            : Numerals.at(text, words, upper);
    if (high == null || high.value() <= low || (dash && high.value() > low + 10)) {
      return 0;
    }
    int end = upper + high.used();
    return SpokenTimes.counts(text, words, end) ? end - i : 0;
  }

  /** Adds a time of {@code used} words, and takes in a following am or pm. */
  private static int time(
      List<Words.Word> words, int i, int hour, int minute, int used, List<Value> into) {
    int after = i + used;
    char half = half(words, after);
    boolean dotted = half != 0 && words.get(after).text().length() == 1;
    boolean uhr = word(words, after).equals("uhr");
    int taken = used + (dotted ? 2 : half != 0 || uhr ? 1 : 0);
    int h = half != 0 && hour <= 12 ? half(hour, half == 'p') : hour;
    into.add(time(h * 60 + minute, words.get(i).start(), words.get(i + taken - 1).end()));
    return taken;
  }

  /** The a or p of am, pm, a.m. and p.m.; 0 if the word is none. */
  static char half(List<Words.Word> words, int i) {
    String w = word(words, i);
    boolean whole = w.equals("am") || w.equals("pm");
    // "p.m." is cut into two words
    boolean dotted = (w.equals("a") || w.equals("p")) && word(words, i + 1).equals("m");
    return whole || dotted ? w.charAt(0) : 0;
  }

  private static String word(List<Words.Word> words, int i) {
    return i < words.size() ? words.get(i).text() : "";
  }

  /** Whether nothing but spaces and hyphens stands between two words. */
  static boolean beside(String text, Words.Word a, Words.Word b) {
    for (int i = a.end(); i < b.start(); i++) {
      char c = text.charAt(i);
      if (c != ' ' && c != '-' && c != '\u00A0' && c != '\u2011') {
        return false;
      }
    }
    return true;
  }

  static Value time(int minutes, int start, int end) {
    int day = Math.floorMod(minutes, 1440);
    return new Value(Kind.TIME, two(day / 60) + ':' + two(day % 60), start, end);
  }

  /** A time that leaves open which half of the day is meant. */
  static Value spoken(int minutes, int start, int end) {
    Value v = time(minutes, start, end);
    return new Value(v.kind(), v.canon(), start, end, true);
  }

  /** A time half a day later: nobody says "half past five in the afternoon". */
  static Value afternoon(Value v) {
    int minutes = amount(v).orElse(0) + 720;
    return time(minutes, v.start(), v.end());
  }

  private static String two(int n) {
    return n < 10 ? "0" + n : Integer.toString(n);
  }

  static int half(int hour, boolean afternoon) {
    return hour % 12 + (afternoon ? 12 : 0);
  }

  /** The hour that these digits write; -1 if none. */
  static int hour(String digits) {
    if (digits.isEmpty() || digits.length() > 2 || !allDigits(digits, 0, digits.length())) {
      return -1;
    }
    int hour = Integer.parseInt(digits);
    return hour <= 24 ? hour : -1;
  }

  private static boolean minutes(Words.Word w) {
    return w.text().length() == 2 && allDigits(w.text(), 0, 2) && Integer.parseInt(w.text()) < 60;
  }

  private static boolean joined(String text, Words.Word a, Words.@Nullable Word b, char by) {
    return b != null && b.start() - a.end() == 1 && text.charAt(a.end()) == by;
  }

  private static boolean allDigits(String s, int from, int to) {
    for (int i = from; i < to; i++) {
      if (s.charAt(i) < '0' || s.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  /** Minutes since midnight of a time, or the number; empty for what does not count. */
  static java.util.OptionalInt amount(Value v) {
    return switch (v.kind()) {
      case TIME -> {
        String c = v.canon();
        yield java.util.OptionalInt.of(
            Integer.parseInt(c.substring(0, 2)) * 60 + Integer.parseInt(c.substring(3)));
      }
      case NUMBER ->
          v.canon().length() < 7 && v.canon().indexOf('.') < 0
              ? java.util.OptionalInt.of(Integer.parseInt(v.canon()))
              : java.util.OptionalInt.empty();
      case CODE, NAME -> java.util.OptionalInt.empty();
    };
  }
}
