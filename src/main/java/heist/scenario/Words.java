package heist.scenario;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The words of a text that tell what it is about, folded lightly; English and German. */
final class Words {
  private static final Set<String> COMMON =
      set(
          """
          a, an, and, are, as, at, be, been, before, but, by, can, for, from, goes, has, have, his, her, if, in, into, \
          is, it, its, may, must, no, not, of, on, one, or, our, out, so, than, that, the, their, them, then, there, \
          they, this, to, up, was, we, were, what, when, where, which, while, who, will, with, you, your, tonight, \
          today, minutes, minute, number, time, \
          aber, als, am, an, auf, aus, bei, bis, da, das, dass, dem, den, der, des, die, dies, diese, ein, eine, einem, \
          einen, einer, es, für, hat, im, in, ist, man, mit, nach, nicht, noch, nur, oder, sich, sie, sind, so, über, \
          um, und, uns, unser, vom, von, vor, war, was, wer, wie, wird, wo, zu, zum, zur, heute, nacht, minuten, zahl, \
          zeit, uhr\
          """);

  /** A line with one of these no longer holds. */
  private static final Set<String> PAST =
      set(
          """
          superseded, until, old, formerly, former, previous, previously, last month, no longer, used to, revoked, \
          expired, outdated, obsolete, \
          überholt, bis, alt, alte, alter, altes, alten, früher, nicht mehr, gesperrt, abgelaufen, veraltet, ehemals, \
          ersetzt, ungültig\
          """);

  /** These leave open whether a line still holds that is not marked as past ... */
  private static final Set<String> ONCE = set("was, were, yesterday, war, waren, galt, gestern");

  /** ... and these whether one that is marked really does not. */
  private static final Set<String> NOW =
      set(
          """
          now, new, current, currently, today, tonight, since, valid, \
          jetzt, neu, neue, neuer, neues, aktuell, heute, seit, gilt, gültig\
          """);

  private static final Set<String> NEGATION =
      set("not, never, no, cannot, isn't, don't, nicht, nie, kein, keine, keinen, keiner");

  private Words() {}

  private static Set<String> set(String words) {
    return Set.copyOf(Arrays.asList(words.split(", ")));
  }

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

  /** What in a line leaves open whether it holds, or null. */
  static @Nullable String doubt(String text) {
    Set<String> other = past(text) ? NOW : ONCE;
    return Arrays.stream(split(text)).filter(other::contains).findFirst().orElse(null);
  }

  /** Whether a text speaks of what was. */
  static boolean once(String text) {
    return Arrays.stream(split(text)).anyMatch(ONCE::contains);
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
