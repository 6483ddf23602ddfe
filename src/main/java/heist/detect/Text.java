package heist.detect;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Words, values and lexicons. Pure. */
final class Text {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}']+");
  private static final Pattern VALUE =
      Pattern.compile(
          "(?<![\\p{L}\\p{N}.:])\\d{1,2}:\\d{2}(?![\\p{N}:])|(?<![\\p{L}\\p{N}.:])\\d+(?:\\.\\d+)?(?![\\p{L}\\p{N}:])");

  private Text() {}

  /** Words in lower case. */
  static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(text.toLowerCase(Locale.ROOT));
    while (matcher.find()) {
      words.add(matcher.group());
    }
    return words;
  }

  /** Numbers and times, each once, in order of appearance. */
  static Set<String> values(String text) {
    Set<String> values = new LinkedHashSet<>();
    Matcher matcher = VALUE.matcher(text);
    while (matcher.find()) {
      values.add(matcher.group());
    }
    return values;
  }

  /** A lexicon: one word a line, {@code #} begins a comment. English and German together. */
  static Set<String> lexicon(String name) {
    try (InputStream in =
        Objects.requireNonNull(Text.class.getResourceAsStream("/lexicon/" + name + ".txt"), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(String::strip)
          .filter(l -> !l.isEmpty() && !l.startsWith("#"))
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
