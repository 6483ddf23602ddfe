package heist.detect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Cuts text into words and puts a mention in the place of every agent's name, so that what an agent
 * is called changes nothing. Pure.
 */
final class Words {
  /** Stands for any agent's name. */
  static final String MENTION = "\u0000";

  private Words() {}

  /**
   * A word.
   *
   * @param text in lower case; {@link #MENTION} for an agent's name
   * @param start where it begins in the text
   * @param end just behind it
   * @param capital whether it began with a capital letter
   * @param agent index of the agent it names, or -1
   */
  record Word(String text, int start, int end, boolean capital, int agent) {
    boolean mention() {
      return agent >= 0;
    }

    boolean unspaced() {
      return agent < 0 && Words.unspaced(text.codePointAt(0));
    }

    boolean digits() {
      return Character.isDigit(text.charAt(0));
    }

    /** How many words this counts as: a run of Japanese is about half as many as its letters. */
    int weight() {
      return unspaced() ? Math.max(1, text.length() / 2) : 1;
    }
  }

  /** Whether the letter belongs to a script that puts no spaces between words. */
  static boolean unspaced(int c) {
    return (c >= 0x3040 && c <= 0x30FF) || (c >= 0x4E00 && c <= 0x9FFF) || c == 0x3005;
  }

  /** The words of a text. */
  static List<Word> of(String text) {
    List<Word> words = new ArrayList<>(text.length() / 5 + 1);
    String lower = text.toLowerCase(Locale.ROOT);
    boolean aligned = lower.length() == text.length();
    int n = text.length();
    int i = 0;
    while (i < n) {
      char c = text.charAt(i);
      if (!Character.isLetterOrDigit(c)) {
        i++;
        continue;
      }
      int start = i;
      boolean script = unspaced(c);
      while (i < n && inside(text, i, script)) {
        i++;
      }
      String word =
          aligned ? lower.substring(start, i) : text.substring(start, i).toLowerCase(Locale.ROOT);
      words.add(new Word(word, start, i, Character.isUpperCase(text.charAt(start)), -1));
    }
    return words;
  }

  private static boolean inside(String text, int i, boolean script) {
    char c = text.charAt(i);
    if (Character.isLetterOrDigit(c) || c == '\u30FC') {
      return unspaced(c) == script || c == '\u30FC';
    }
    return (c == '\'' || c == '\u2019' || c == '_')
        && i + 1 < text.length()
        && Character.isLetterOrDigit(text.charAt(i + 1));
  }

  /** Names as sequences of words, the longest first, by their first word. */
  static final class Names {
    private record Name(List<String> words, int agent) {}

    private final Map<String, List<Name>> byFirst = new HashMap<>();
    private final List<Map.Entry<String, Integer>> unspaced = new ArrayList<>();

    Names(List<String> cast) {
      for (int a = 0; a < cast.size(); a++) {
        List<String> words = of(cast.get(a)).stream().map(Word::text).toList();
        if (words.isEmpty()) {
          continue;
        }
        if (cast.get(a).codePoints().anyMatch(Words::unspaced)) {
          unspaced.add(Map.entry(cast.get(a), a));
        } else {
          byFirst.computeIfAbsent(words.getFirst(), _ -> new ArrayList<>()).add(new Name(words, a));
        }
      }
      byFirst.values().forEach(l -> l.sort((x, y) -> y.words().size() - x.words().size()));
      unspaced.sort((x, y) -> y.getKey().length() - x.getKey().length());
    }

    /** The words of a text, names as mentions. */
    List<Word> read(String text) {
      List<Word> plain = of(unspaced.isEmpty() ? text : parted(text));
      List<Word> words = new ArrayList<>(plain.size());
      for (int i = 0; i < plain.size(); i++) {
        Name name = at(plain, i);
        if (name == null) {
          words.add(plain.get(i));
        } else {
          int last = i + name.words().size() - 1;
          words.add(
              new Word(MENTION, plain.get(i).start(), plain.get(last).end(), false, name.agent()));
          i = last;
        }
      }
      return words;
    }

    private @Nullable Name at(List<Word> words, int i) {
      for (Name name : byFirst.getOrDefault(words.get(i).text(), List.of())) {
        if (i + name.words().size() <= words.size()) {
          int k = 1;
          while (k < name.words().size() && words.get(i + k).text().equals(name.words().get(k))) {
            k++;
          }
          if (k == name.words().size()) {
            return name;
          }
        }
      }
      return null;
    }

    /** Japanese names stand amid other letters: they are cut out, at the price of exact places. */
    private String parted(String text) {
      String parted = text;
      for (var name : unspaced) {
        parted = parted.replace(name.getKey(), " ");
      }
      return parted;
    }
  }
}
