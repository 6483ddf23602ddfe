package heist.detect;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers written as words, in English and German: four, twenty-five, a hundred and twenty,
 * fünfundzwanzig, zweihundertzehn. "one" and "ein" alone are no numbers, as they mean anybody.
 * Pure.
 */
final class Numerals {
  /**
   * A number written as words.
   *
   * @param used how many words it takes
   */
  record Numeral(int value, int used) {}

  private static final List<String> ENGLISH =
      List.of(
          "zero",
          "one",
          "two",
          "three",
          "four",
          "five",
          "six",
          "seven",
          "eight",
          "nine",
          "ten",
          "eleven",
          "twelve",
          "thirteen",
          "fourteen",
          "fifteen",
          "sixteen",
          "seventeen",
          "eighteen",
          "nineteen");
  private static final List<String> ENGLISH_TENS =
      List.of("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety");
  private static final List<String> GERMAN =
      List.of(
          "null",
          "ein",
          "zwei",
          "drei",
          "vier",
          "fünf",
          "sechs",
          "sieben",
          "acht",
          "neun",
          "zehn",
          "elf",
          "zwölf",
          "dreizehn",
          "vierzehn",
          "fünfzehn",
          "sechzehn",
          "siebzehn",
          "achtzehn",
          "neunzehn");
  private static final List<String> GERMAN_TENS =
      List.of(
          "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig");

  /** A plain hash map: it is asked for every word. */
  private static final Map<String, Integer> WORDS = words();

  private Numerals() {}

  /** Whether the word may begin a number or a spoken time. */
  static boolean begins(String word) {
    return WORDS.containsKey(word);
  }

  private static Map<String, Integer> words() {
    Map<String, Integer> words = new HashMap<>();
    for (int n = 0; n < ENGLISH.size(); n++) {
      words.put(ENGLISH.get(n), n);
    }
    for (int t = 0; t < ENGLISH_TENS.size(); t++) {
      words.put(ENGLISH_TENS.get(t), 20 + 10 * t);
    }
    for (int n = 0; n < 1000; n++) {
      german(n, words);
    }
    words.put("eins", 1);
    words.put("hundert", 100);
    words.put("hundred", -1);
    SpokenTimes.OPENING.keySet().forEach(w -> words.putIfAbsent(w, -1));
    return words;
  }

  private static void german(int n, Map<String, Integer> into) {
    String rest = n % 100 == 0 && n > 0 ? "" : belowHundred(n % 100);
    if (n < 100) {
      put(rest, n, into);
      return;
    }
    String hundreds = (n < 200 ? "" : GERMAN.get(n / 100)) + "hundert";
    put(hundreds + rest, n, into);
    put(hundreds + (rest.isEmpty() ? "" : "und" + rest), n, into);
    if (n < 200) {
      put("ein" + hundreds + rest, n, into);
    }
  }

  private static String belowHundred(int n) {
    if (n < 20) {
      return GERMAN.get(n);
    }
    String tens = GERMAN_TENS.get(n / 10 - 2);
    return n % 10 == 0 ? tens : GERMAN.get(n % 10) + "und" + tens;
  }

  private static void put(String word, int n, Map<String, Integer> into) {
    into.put(word, n);
    into.put(word.replace('ß', 's').replace("dreisig", "dreissig"), n);
    into.put(word.replace("ü", "ue").replace("ö", "oe").replace("ß", "ss"), n);
  }

  /** The value of one word; -1 if it is none. */
  static int word(String word) {
    Integer value = WORDS.get(word);
    return value == null ? -1 : value;
  }

  /** The number that begins with word {@code i}; null if none does. */
  static @org.jspecify.annotations.Nullable Numeral at(String text, List<Words.Word> words, int i) {
    String first = words.get(i).text();
    int value = word(first);
    boolean hundred = first.equals("hundred");
    if (value < 0 && !hundred) {
      return null;
    }
    int used = 1;
    boolean whole = hundred;
    if (hundred) {
      value = 100;
    } else if (value >= 1 && value < 20 && next(text, words, i, 1).equals("hundred")) {
      value *= 100;
      used = 2;
      whole = true;
    }
    if (whole) {
      int and = next(text, words, i, used).equals("and") ? 1 : 0;
      int rest = belowHundred(text, words, i, used + and);
      if (rest > 0) {
        value += rest;
        used += and + (rest > 20 && rest % 10 != 0 && paired(text, words, i + used + and) ? 2 : 1);
      }
    } else if (value >= 20 && value < 100 && value % 10 == 0 && paired(text, words, i)) {
      value += word(words.get(i + 1).text());
      used = 2;
    }
    boolean one = value == 1 && used == 1;
    return one ? null : new Numeral(value, used);
  }

  /** Twenty before five. */
  private static boolean paired(String text, List<Words.Word> words, int i) {
    int tens = word(words.get(i).text());
    int unit = word(next(text, words, i, 1));
    return tens >= 20 && tens < 100 && tens % 10 == 0 && unit >= 1 && unit <= 9;
  }

  private static int belowHundred(String text, List<Words.Word> words, int i, int after) {
    int value = word(next(text, words, i, after));
    if (value <= 0 || value >= 100) {
      return 0;
    }
    return paired(text, words, i + after) ? value + word(words.get(i + after + 1).text()) : value;
  }

  /** The word {@code after} words on, if nothing but spaces and hyphens stands before it. */
  private static String next(String text, List<Words.Word> words, int i, int after) {
    int at = i + after;
    return at < words.size() && Values.beside(text, words.get(at - 1), words.get(at))
        ? words.get(at).text()
        : "";
  }
}
