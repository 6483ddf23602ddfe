package heist.detect;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * A list of words and phrases of one kind, all languages together, from {@code /lexicon/NAME.txt}:
 * one entry a line, {@code #} begins a comment. Entries are matched as whole words, never as parts
 * of words; only scripts without spaces between words (Japanese, Chinese) are matched as parts.
 * Immutable.
 */
final class Lexicon {
  /** Words and phrases by their first word. */
  private final Map<String, List<List<String>>> entries = new HashMap<>();

  private final List<String> parts = new ArrayList<>();

  private Lexicon(Iterable<String> lines) {
    for (String entry : lines) {
      String lower = entry.toLowerCase(Locale.ROOT);
      List<String> split = Words.of(lower).stream().map(Words.Word::text).toList();
      if (lower.codePoints().anyMatch(Words::unspaced)) {
        parts.add(lower);
      } else if (!split.isEmpty()) {
        entries.computeIfAbsent(split.getFirst(), _ -> new ArrayList<>()).add(split);
      }
    }
  }

  /** The lexicon {@code name}. */
  static Lexicon of(String name) {
    String path = "/lexicon/" + name + ".txt";
    try (InputStream in = Objects.requireNonNull(Lexicon.class.getResourceAsStream(path), path)) {
      return new Lexicon(
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .map(l -> l.indexOf('#') < 0 ? l : l.substring(0, l.indexOf('#')))
              .map(String::strip)
              .filter(l -> !l.isEmpty())
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the word alone is an entry. */
  boolean has(String word) {
    List<List<String>> beginning = entries.get(word);
    if (beginning != null) {
      for (List<String> phrase : beginning) {
        if (phrase.size() == 1) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether any entry occurs. */
  boolean in(List<Words.Word> text) {
    for (int i = 0; i < text.size(); i++) {
      if (at(text, i) > 0) {
        return true;
      }
    }
    return false;
  }

  /** How many entries occur. */
  int count(List<Words.Word> text) {
    int count = 0;
    for (int i = 0; i < text.size(); i++) {
      count += at(text, i);
    }
    return count;
  }

  /** How many entries begin with a word. */
  private int at(List<Words.Word> text, int i) {
    Words.Word word = text.get(i);
    if (word.mention()) {
      return 0;
    }
    if (word.unspaced()) {
      int count = 0;
      for (String part : parts) {
        for (int at = word.text().indexOf(part); at >= 0; at = word.text().indexOf(part, at + 1)) {
          count++;
        }
      }
      return count;
    }
    List<List<String>> beginning = entries.get(word.text());
    return beginning != null && anyAt(beginning, text, i) ? 1 : 0;
  }

  private static boolean anyAt(List<List<String>> phrases, List<Words.Word> text, int at) {
    for (List<String> phrase : phrases) {
      if (at + phrase.size() <= text.size()) {
        int i = 1;
        while (i < phrase.size() && text.get(at + i).text().equals(phrase.get(i))) {
          i++;
        }
        if (i == phrase.size()) {
          return true;
        }
      }
    }
    return false;
  }
}
