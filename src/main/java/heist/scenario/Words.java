package heist.scenario;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** The words of a text that tell what it is about, folded lightly; English and German. */
final class Words {
  private static final Set<String> COMMON =
      Set.copyOf(
          Arrays.asList(
              ("a an and are as at be been before but by can for from goes has have his her if in into is it its may must no not of on one or our "
                      + "out so than that the their them then there they this to up was we were what when where which while who will with you your "
                      + "tonight today minutes minute number time "
                      + "aber als am an auf aus bei bis da das dass dem den der des die dies diese ein eine einem einen einer es für hat im in ist "
                      + "man mit nach nicht noch nur oder sich sie sind so über um und uns unser vom von vor war was wer wie wird wo zu zum zur heute "
                      + "nacht minuten minute zahl zeit uhr")
                  .split(" ")));
  // A line with one of these words holds what was true once.
  private static final Set<String> PAST =
      Set.of(
          "superseded",
          "until",
          "old",
          "formerly",
          "former",
          "last month",
          "no longer",
          "revoked",
          "expired",
          "outdated",
          "überholt",
          "bis",
          "alt",
          "alte",
          "alter",
          "altes",
          "alten",
          "früher",
          "nicht mehr",
          "gesperrt",
          "abgelaufen",
          "veraltet");
  private static final Set<String> NEGATION =
      Set.of(
          "not", "never", "no", "cannot", "isn't", "don't", "nicht", "nie", "kein", "keine",
          "keinen", "keiner");

  private Words() {}

  /** The words that matter, in order. */
  static Set<String> of(String text) {
    Set<String> words = new LinkedHashSet<>();
    for (String word : split(text)) {
      if (word.length() > 2 && !COMMON.contains(word)) {
        words.add(stem(word));
      }
    }
    return words;
  }

  /** Whether a line says itself that it no longer holds. */
  static boolean past(String text) {
    String words = " " + String.join(" ", split(text)) + " ";
    return PAST.stream().anyMatch(m -> words.contains(" " + m + " "));
  }

  /** Whether a sentence denies something. */
  static boolean denies(String text) {
    return Arrays.stream(split(text)).anyMatch(NEGATION::contains);
  }

  static long shared(Set<String> a, Set<String> b) {
    return a.stream().filter(b::contains).count();
  }

  private static String[] split(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}']+", " ").strip().split(" ");
  }

  private static String stem(String word) {
    if (word.length() > 5 && word.endsWith("ing")) {
      return word.substring(0, word.length() - 3);
    }
    for (String ending : new String[] {"ed", "es", "en", "er", "em", "s", "e", "n"}) {
      if (word.length() - ending.length() >= 4 && word.endsWith(ending)) {
        return word.substring(0, word.length() - ending.length());
      }
    }
    return word;
  }
}
