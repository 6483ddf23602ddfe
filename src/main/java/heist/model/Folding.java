package heist.model;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Words as memory compares them, German and English alike: lower case, umlauts and accents folded
 * ({@code Wächter}, {@code Waechter}), common endings off, filler words out, {@code 22:10} one
 * word. Both databases store what this makes, so that they find the same. Pure.
 */
public final class Folding {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+(?:[:.,]\\p{N}+)*");
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern NO_LETTER = Pattern.compile("[^a-z0-9]");
  private static final Pattern UE = Pattern.compile("(?<!q)ue");
  private static final int LONGEST_WORD = 40;

  private static final Set<String> FILLER =
      Set.copyOf(
          List.of(
              ("a an and are as at be been but by can could did do does for from had has have he her"
                      + " here him his how i if in into is it its just me my no not of on or our out she"
                      + " should so some than that the their them then there they this to up us was we"
                      + " were what when where which who why will with would you your yes"
                      + " aber alle als also am an auch auf aus bei bin bis bist da das dass dem den der"
                      + " des dich die dir doch du durch ein eine einem einen einer eines er es etwas"
                      + " fuer gibt hat habe haben hier ich ihr ihre im in ins ist ja jetzt kann kein"
                      + " keine mal man mehr mein mir mit muss nach nicht noch nun nur oder ohne schon"
                      + " sehr sein sich sie sind so ueber um und uns unser unter viel vom von vor war"
                      + " was weil welche wenn wer wie wir wird wo wurde zu zum zur")
                  .split(" ")));

  /** Endings of both languages, longest first; a word keeps at least four letters. */
  private static final String[] ENDINGS = {
    "ungen", "ings", "ung", "ing", "ern", "est", "ed", "em", "en", "er", "es", "e", "n", "s"
  };

  private Folding() {}

  /** The words of {@code text} in order, doubles included. */
  public static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(Normalizer.normalize(text, Normalizer.Form.NFKC));
    while (matcher.find()) {
      String word = plain(matcher.group());
      if (!word.isEmpty() && !FILLER.contains(word)) {
        words.add(stem(word));
      }
    }
    return words;
  }

  /** Whether a folded word carries a figure: a time, a code, a count. */
  public static boolean hasDigit(String word) {
    return word.chars().anyMatch(c -> c >= '0' && c <= '9');
  }

  private static String plain(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    if (hasDigit(lower)) {
      lower = lower.replace(':', 'x').replace('.', 'y').replace(',', 'y');
    }
    String german = lower.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue");
    String bare =
        MARKS
            .matcher(Normalizer.normalize(german.replace("ß", "ss"), Normalizer.Form.NFD))
            .replaceAll("");
    // Other scripts stay as code points, so that they can be found, too.
    StringBuilder ascii = new StringBuilder();
    bare.codePoints()
        .forEach(c -> {
          if (c < 128) {
            ascii.appendCodePoint(c);
          } else {
            ascii.append('u').append(Integer.toHexString(c));
          }
        });
    String cleaned = NO_LETTER.matcher(ascii).replaceAll("");
    return cleaned.length() <= LONGEST_WORD ? cleaned : cleaned.substring(0, LONGEST_WORD);
  }

  /** Umlauts go to their base letter in the stem: plurals differ by them alone. */
  private static String stem(String word) {
    if (hasDigit(word)) {
      return word;
    }
    String stem = word;
    for (String ending : ENDINGS) {
      if (stem.endsWith(ending) && stem.length() - ending.length() >= 4) {
        stem = stem.substring(0, stem.length() - ending.length());
        break;
      }
    }
    return UE.matcher(stem.replace("ae", "a").replace("oe", "o")).replaceAll("u");
  }
}
