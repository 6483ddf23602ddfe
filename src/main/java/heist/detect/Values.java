package heist.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds checkable values in text: times in every common spelling (14:05, 2:05 pm, 14.05 Uhr, 14h05,
 * half past two, halb drei, viertel nach zwei), numbers (1,200; 1.200; four; vier), codes and
 * identifiers (0417, C12). English and German. Pure.
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

  /** A plain hash map: it is asked for every word. */
  private static final Map<String, Integer> WORDS =
      new java.util.HashMap<>(
          Map.ofEntries(
              Map.entry("zero", 0),
              Map.entry("two", 2),
              Map.entry("three", 3),
              Map.entry("four", 4),
              Map.entry("five", 5),
              Map.entry("six", 6),
              Map.entry("seven", 7),
              Map.entry("eight", 8),
              Map.entry("nine", 9),
              Map.entry("ten", 10),
              Map.entry("eleven", 11),
              Map.entry("twelve", 12),
              Map.entry("thirteen", 13),
              Map.entry("fourteen", 14),
              Map.entry("fifteen", 15),
              Map.entry("sixteen", 16),
              Map.entry("seventeen", 17),
              Map.entry("eighteen", 18),
              Map.entry("nineteen", 19),
              Map.entry("twenty", 20),
              Map.entry("thirty", 30),
              Map.entry("forty", 40),
              Map.entry("fifty", 50),
              Map.entry("sixty", 60),
              Map.entry("null", 0),
              Map.entry("zwei", 2),
              Map.entry("drei", 3),
              Map.entry("vier", 4),
              Map.entry("fünf", 5),
              Map.entry("sechs", 6),
              Map.entry("sieben", 7),
              Map.entry("acht", 8),
              Map.entry("neun", 9),
              Map.entry("zehn", 10),
              Map.entry("elf", 11),
              Map.entry("zwölf", 12),
              Map.entry("dreizehn", 13),
              Map.entry("vierzehn", 14),
              Map.entry("fünfzehn", 15),
              Map.entry("sechzehn", 16),
              Map.entry("siebzehn", 17),
              Map.entry("achtzehn", 18),
              Map.entry("neunzehn", 19),
              Map.entry("zwanzig", 20),
              Map.entry("dreißig", 30),
              Map.entry("vierzig", 40),
              Map.entry("fünfzig", 50),
              Map.entry("sechzig", 60)));

  private static final Set<String> PEOPLE =
      Set.of("player", "agent", "spieler", "spielerin", "expert", "step", "schritt");

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

  /** Reads a value that begins with word {@code i}; answers how many words it takes. */
  private static int at(String text, List<Words.Word> words, int i, List<Value> into) {
    Words.Word w = words.get(i);
    if (w.digits()) {
      if (i > 0 && PEOPLE.contains(words.get(i - 1).text())) {
        return 1; // "Player 3" is somebody, not a number
      }
      return digits(text, words, i, into);
    }
    int spoken = spokenTime(words, i, into);
    if (spoken > 0) {
      return spoken;
    }
    Integer number = WORDS.get(w.text());
    if (number != null) {
      into.add(new Value(Kind.NUMBER, Integer.toString(number), w.start(), w.end(), true));
      return 1;
    }
    if (w.capital() && w.text().length() <= 6 && endsInDigits(w.text())) {
      into.add(new Value(Kind.CODE, w.text(), w.start(), w.end()));
      return 1;
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
        && i + 2 < words.size()
        && words.get(i + 2).text().equals("uhr")) {
      return time(words, i, hour(raw), Integer.parseInt(next.text()), 3, into);
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
      if (next.text().equals("am") && hour(raw) <= 12 || next.text().equals("pm")) {
        return time(words, i, hour(raw), 0, 1, into);
      }
      boolean dotted = i + 2 < words.size() && words.get(i + 2).text().equals("m");
      if (dotted && (next.text().equals("a") || next.text().equals("p"))) {
        return time(words, i, hour(raw), 0, 1, into);
      }
      if (next.text().equals("o'clock")) {
        return time(words, i, hour(raw), 0, 2, into);
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

  /** half past five, quarter to six, halb sechs, viertel nach fünf. */
  private static int spokenTime(List<Words.Word> words, int i, List<Value> into) {
    String w = words.get(i).text();
    if (w.equals("halb")) {
      int hour = spokenHour(words, i + 1);
      if (hour > 0) {
        into.add(spoken(hour * 60 - 30, words.get(i).start(), words.get(i + 1).end()));
        return 2;
      }
    }
    if (i + 2 < words.size() && (w.equals("half") || w.equals("quarter") || w.equals("viertel"))) {
      int hour = spokenHour(words, i + 2);
      int minutes =
          switch (words.get(i + 1).text()) {
            case "past", "nach", "after" -> w.equals("half") ? 30 : 15;
            case "to", "vor" -> w.equals("half") ? -1 : -15;
            default -> -1;
          };
      if (hour >= 0 && minutes != -1) {
        into.add(spoken(hour * 60 + minutes, words.get(i).start(), words.get(i + 2).end()));
        return 3;
      }
    }
    return 0;
  }

  private static int spokenHour(List<Words.Word> words, int i) {
    if (i >= words.size()) {
      return -1;
    }
    String w = words.get(i).text();
    if (w.equals("one") || w.equals("eins")) {
      return 1;
    }
    int hour = WORDS.getOrDefault(w, allDigits(w, 0, w.length()) ? hour(w) : -1);
    return hour >= 0 && hour <= 24 ? hour : -1;
  }

  /** Adds a time of {@code used} words, and takes in a following am or pm. */
  private static int time(
      List<Words.Word> words, int i, int hour, int minute, int used, List<Value> into) {
    int after = i + used;
    String half = after < words.size() ? words.get(after).text() : "";
    boolean meridiem = half.equals("am") || half.equals("pm");
    // "p.m." is cut into two words
    boolean dotted =
        (half.equals("a") || half.equals("p"))
            && after + 1 < words.size()
            && words.get(after + 1).text().equals("m");
    boolean uhr = half.equals("uhr");
    int taken = used + (meridiem || uhr ? 1 : dotted ? 2 : 0);
    int h = (meridiem || dotted) && hour <= 12 ? half(hour, half.charAt(0) == 'p') : hour;
    into.add(time(h * 60 + minute, words.get(i).start(), words.get(i + taken - 1).end()));
    return taken;
  }

  private static Value time(int minutes, int start, int end) {
    int day = Math.floorMod(minutes, 1440);
    return new Value(Kind.TIME, two(day / 60) + ':' + two(day % 60), start, end);
  }

  private static Value spoken(int minutes, int start, int end) {
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

  private static int half(int hour, boolean afternoon) {
    return hour % 12 + (afternoon ? 12 : 0);
  }

  private static int hour(String digits) {
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
