package heist.service.model.mind;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Splits talk into sentences. */
public final class Sentences {
  private static final Pattern END =
      Pattern.compile(
          "(?<=[!?…])[\"”“»)]?\\s+|(?<=[.][\"”“»)]?)(?<!\\b\\p{L}[.])(?<!\\b(?:Dr|Mr|Ms|St|Nr|No|ca|vs|etc|bzw)[.])\\s+|\\n+");

  private Sentences() {}

  /** The sentences of a text, with their marks. */
  public static List<String> of(String text) {
    return Arrays.stream(END.split(text)).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }

  /** What is compared when asking whether a sentence was said before. */
  public static String key(String sentence) {
    return sentence
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\d: ]", "")
        .replaceAll("\\s+", " ")
        .strip();
  }

  /** Whether a sentence asks. */
  public static boolean asks(String sentence) {
    return sentence.strip().endsWith("?");
  }
}
