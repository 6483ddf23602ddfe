package heist.detect;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds names of places and things in a record of a tool's result: words behind a colon or alone in
 * a cell, and groups of capitalised words. Single capitalised words in a sentence are left out: in
 * German every noun is one. Pure.
 */
final class Entities {
  private static final int LONGEST = 3;

  private Entities() {}

  /** The names in a record whose words are these. */
  static List<Values.Value> of(String record, List<Words.Word> words) {
    List<Values.Value> found = new ArrayList<>();
    int i = 0;
    while (i < words.size()) {
      int used = group(record, words, i, found);
      i += Math.max(1, used);
    }
    return found;
  }

  private static int group(String record, List<Words.Word> words, int i, List<Values.Value> into) {
    Words.Word first = words.get(i);
    if (first.mention() || first.digits()) {
      return 0;
    }
    if (opensCell(record, first.start())) {
      int n = cell(record, words, i);
      if (n > 0 && (n > 1 || first.capital())) {
        add(words, i, n, into);
        return n;
      }
    }
    if (first.capital() || single(words, i + 1, record)) {
      int n = 1;
      while (n < LONGEST
          && i + n < words.size()
          && words.get(i + n).capital()
          && record.charAt(words.get(i + n).start() - 1) == ' '
          && words.get(i + n).start() - words.get(i + n - 1).end() == 1) {
        n++;
      }
      boolean starts = i == 0 && n == 2 && !single(words, i + 1, record);
      if (n > 1 && !starts) {
        add(words, i, n, into);
        return n;
      }
    }
    return 0;
  }

  /** A capital letter alone, as in "stairwell B"; not the I of "as a guard I confirm". */
  private static boolean single(List<Words.Word> words, int i, String record) {
    return i < words.size()
        && words.get(i).capital()
        && words.get(i).text().length() == 1
        && words.get(i).start() > 0
        && record.charAt(words.get(i).start() - 1) == ' '
        && !(words.get(i).text().equals("i") && goesOn(words, i, record));
  }

  /** Whether a small word follows, with nothing but a space between. */
  private static boolean goesOn(List<Words.Word> words, int i, String record) {
    int end = words.get(i).end();
    return i + 1 < words.size()
        && !words.get(i + 1).capital()
        && words.get(i + 1).start() == end + 1
        && record.charAt(end) == ' ';
  }

  private static boolean opensCell(String record, int at) {
    int i = at - 1;
    while (i >= 0 && (record.charAt(i) == ' ' || record.charAt(i) == '"')) {
      i--;
    }
    return i >= 0 && (record.charAt(i) == ':' || record.charAt(i) == '|');
  }

  /** How many words the cell that begins here has, if it is short enough for a name; else 0. */
  private static int cell(String record, List<Words.Word> words, int i) {
    for (int n = 1; n <= LONGEST && i + n <= words.size(); n++) {
      Words.Word w = words.get(i + n - 1);
      if (w.mention() || w.digits()) {
        return 0;
      }
      int k = w.end();
      if (k >= record.length()
          || ".;,|(\"".indexOf(record.charAt(k)) >= 0
          || (record.charAt(k) == ' '
              && k + 1 < record.length()
              && "|(".indexOf(record.charAt(k + 1)) >= 0)) {
        return n;
      }
    }
    return 0;
  }

  private static void add(List<Words.Word> words, int i, int n, List<Values.Value> into) {
    StringBuilder canon = new StringBuilder();
    for (int k = i; k < i + n; k++) {
      canon.append(canon.isEmpty() ? "" : " ").append(words.get(k).text());
    }
    into.add(
        new Values.Value(
            Values.Kind.NAME, canon.toString(), words.get(i).start(), words.get(i + n - 1).end()));
  }
}
