package heist.scenario;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether somebody claims a value in what they say, rather than asks for it, denies or recalls it.
 */
final class Assertions {
  private static final Pattern SENTENCE = Pattern.compile("(?<=[.!?])\\s+|\\R");
  private static final Pattern CLAUSE =
      Pattern.compile("[;,()]|\\.\\s|\\s[–—-]\\s|\\b(?:but|so|now|sondern|jetzt|nun)\\b");
  private static final Set<String> AGAINST =
      Set.of(
          "forget",
          "strike",
          "struck",
          "drop",
          "wrong",
          "than",
          "of",
          "vergiss",
          "vergesst",
          "streiche",
          "statt",
          "falsch");

  private static final Pattern TURNED_DOWN =
      Pattern.compile(
          "^\\W*(?:(?:is|are|does|do|will|can|ist|sind|wird|kann|stimmt|gilt)\\s+(?:not|no|never|nicht|kein\\p{L}*)|(?:is|are|does|do|won|can)n?['’]t)\\b",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  private Assertions() {}

  /** The sentences of a message. */
  static List<String> sentences(String text) {
    return Arrays.stream(SENTENCE.split(text))
        .map(String::strip)
        .filter(s -> !s.isEmpty())
        .toList();
  }

  /** Whether the sentence says that the value holds. */
  static boolean claims(String sentence, String value) {
    if (sentence.endsWith("?")) {
      return false;
    }
    Matcher found = occurrence(value).matcher(sentence);
    while (found.find()) {
      int from = 0;
      int to = sentence.length();
      Matcher border = CLAUSE.matcher(sentence);
      while (border.find()) {
        if (border.end() <= found.start()) {
          from = border.end();
        } else if (border.start() >= found.end()) {
          to = border.start();
          break;
        }
      }
      String clause = sentence.substring(from, to);
      if (!denied(sentence.substring(from, found.start()))
          && !TURNED_DOWN.matcher(sentence.substring(found.end(), to)).find()
          && !Words.past(clause)
          && !Words.once(clause)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the value stands in the text at all. */
  static boolean mentions(String text, String value) {
    return occurrence(value).matcher(text).find();
  }

  /** Finds a value as a word of its own; a time in the ways it is written. */
  static Pattern occurrence(String value) {
    String form =
        Times.isTime(value)
            ? "0?" + Integer.parseInt(value.substring(0, 2)) + "[:.h]" + value.substring(3)
            : Pattern.quote(value);
    return Pattern.compile(
        "(?<![\\p{L}\\p{N}.:])" + form + "(?![\\p{L}\\p{N}]|[.:]\\d)",
        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }

  /** Whether what stands right before a value turns it down. */
  private static boolean denied(String before) {
    String[] words =
        before.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}']+", " ").strip().split(" ");
    for (int i = Math.max(0, words.length - 3); i < words.length; i++) {
      if (Words.denies(words[i])) {
        return true;
      }
    }
    String last = words[words.length - 1];
    return AGAINST.contains(last)
        && (!last.equals("of") || before.toLowerCase(Locale.ROOT).contains("instead of"))
        && (!last.equals("than") || before.toLowerCase(Locale.ROOT).contains("rather than"));
  }
}
