package heist.detect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Cuts text into words and puts one sign in the place of every agent's name, so that what an agent
 * is called changes nothing, not even where the words stand. Pure.
 */
final class Words {
  /** Stands for any agent's name. */
  static final String MENTION = "\u0000";

  /** The sign of the first agent; the next ones follow. Unicode keeps these for private use. */
  private static final char SIGN = '\uE000';

  private static final char LAST_SIGN = '\uF8FF';

  private Words() {}

  private static boolean sign(char c) {
    return c >= SIGN && c <= LAST_SIGN;
  }

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

  /** A text and its words. */
  record Text(String text, List<Word> words) {}

  /** Whether the letter belongs to a script that puts no spaces between words. */
  static boolean unspaced(int c) {
    return (c >= 0x3040 && c <= 0x30FF) || (c >= 0x4E00 && c <= 0x9FFF) || c == 0x3005;
  }

  /** The words of a text; the signs of {@link Names#masked} are mentions. */
  static List<Word> of(String text) {
    List<Word> words = new ArrayList<>(text.length() / 5 + 1);
    String lower = text.toLowerCase(Locale.ROOT);
    boolean aligned = lower.length() == text.length();
    int n = text.length();
    int i = 0;
    while (i < n) {
      char c = text.charAt(i);
      if (!letterOrDigit(c)) {
        if (sign(c)) {
          words.add(new Word(MENTION, i, i + 1, false, c - SIGN));
        }
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

  private static boolean letterOrDigit(char c) {
    if (c < 128) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
    return Character.isLetterOrDigit(c);
  }

  private static boolean inside(String text, int i, boolean script) {
    char c = text.charAt(i);
    if (letterOrDigit(c) || c == '\u30FC') {
      return unspaced(c) == script || c == '\u30FC';
    }
    return (c == '\'' || c == '\u2019' || c == '_')
        && i + 1 < text.length()
        && Character.isLetterOrDigit(text.charAt(i + 1));
  }

  /** The names of a cast. */
  static final class Names {
    /** A name as a sequence of words, and as it is written. */
    private record Name(List<String> words, String written, int agent) {}

    private final Map<String, List<Name>> byFirst = new HashMap<>();
    private final List<Name> unspaced = new ArrayList<>();

    Names(List<String> cast) {
      for (int a = 0; a < Math.min(cast.size(), LAST_SIGN - SIGN + 1); a++) {
        String written = cast.get(a);
        List<String> words = of(written).stream().map(Word::text).toList();
        if (words.isEmpty()) {
          continue;
        }
        Name name = new Name(words, written, a);
        if (written.codePoints().anyMatch(Words::unspaced)) {
          unspaced.add(name);
        } else {
          byFirst.computeIfAbsent(words.getFirst(), _ -> new ArrayList<>()).add(name);
        }
      }
      byFirst.values().forEach(l -> l.sort((x, y) -> y.words().size() - x.words().size()));
      unspaced.sort((x, y) -> y.written().length() - x.written().length());
    }

    /** The text with a sign in the place of every name, with its 's if there is one. */
    Text read(String text) {
      String parted = text;
      for (Name name : unspaced) {
        parted = parted(parted, name);
      }
      List<Word> words = of(parted);
      List<Word> read = null;
      StringBuilder masked = new StringBuilder(0);
      int done = 0;
      for (int i = 0; i < words.size(); i++) {
        Word word = words.get(i);
        Name name = word.mention() ? null : at(words, i);
        if (name != null) {
          read = read == null ? new ArrayList<>(words.subList(0, i)) : read;
          masked.append(parted, done, word.start());
          read.add(new Word(MENTION, masked.length(), masked.length() + 1, false, name.agent()));
          masked.append((char) (SIGN + name.agent()));
          i += name.words().size() - 1;
          done = words.get(i).end();
          String written = name.written();
          if (parted.regionMatches(true, word.start(), written, 0, written.length())) {
            done = Math.max(done, word.start() + written.length()); // "Ann B." has its point
          }
        } else if (read != null) {
          int by = masked.length() - done;
          read.add(
              new Word(
                  word.text(), word.start() + by, word.end() + by, word.capital(), word.agent()));
        }
      }
      return read == null
          ? new Text(parted, words)
          : new Text(masked.append(parted, done, parted.length()).toString(), read);
    }

    /** The text of {@link #read}. */
    String masked(String text) {
      return unspaced.isEmpty() && !mayName(text) ? text : read(text).text();
    }

    private boolean mayName(String text) {
      String lower = text.toLowerCase(Locale.ROOT);
      for (String first : byFirst.keySet()) {
        if (lower.contains(first)) {
          return true;
        }
      }
      return false;
    }

    private @Nullable Name at(List<Word> words, int i) {
      String first = words.get(i).text();
      List<Name> names = byFirst.get(first);
      if (names == null) {
        int ending = ending(first);
        names = ending > 0 ? byFirst.get(first.substring(0, first.length() - ending)) : null;
        if (names == null) {
          return null;
        }
      }
      for (Name name : names) {
        int n = name.words().size();
        if (i + n <= words.size()) {
          int k = 0;
          while (k < n && named(words.get(i + k).text(), name.words().get(k), k + 1 == n)) {
            k++;
          }
          if (k == n) {
            return name;
          }
        }
      }
      return null;
    }

    private static boolean named(String word, String name, boolean last) {
      return word.equals(name)
          || (last && word.startsWith(name) && name.length() == word.length() - ending(word));
    }

    /** The length of the 's, 'll and the like at the end of a word. */
    private static int ending(String word) {
      int n = word.length();
      return n > 2 && apostrophe(word.charAt(n - 2))
          ? 2
          : n > 3 && apostrophe(word.charAt(n - 3)) ? 3 : 0;
    }

    private static boolean apostrophe(char c) {
      return c == '\'' || c == '\u2019';
    }

    /** Japanese names stand amid other letters; one of katakana ends where the katakana ends. */
    private static String parted(String text, Name name) {
      String written = name.written();
      int at = text.indexOf(written);
      if (at < 0) {
        return text;
      }
      StringBuilder parted = new StringBuilder(text.length());
      int done = 0;
      for (; at >= 0; at = text.indexOf(written, Math.max(done, at + 1))) {
        int end = at + written.length();
        boolean inWord =
            (at > 0 && same(text.charAt(at - 1), written.charAt(0)))
                || (end < text.length()
                    && same(text.charAt(end), written.charAt(written.length() - 1)));
        if (!inWord) {
          parted.append(text, done, at).append((char) (SIGN + name.agent()));
          done = end + owned(text, end);
        }
      }
      return parted.append(text, done, text.length()).toString();
    }

    private static int owned(String text, int from) {
      int to = from;
      if (to < text.length() && apostrophe(text.charAt(to))) {
        to++;
        while (to < text.length() && Character.isLetterOrDigit(text.charAt(to))) {
          to++;
        }
      }
      return to - from >= 2 && to - from <= 3 ? to - from : 0;
    }

    /** Whether two neighbours belong to one word: both katakana, or both of a spaced script. */
    private static boolean same(char a, char b) {
      boolean spaced =
          Character.isLetterOrDigit(a)
              && Character.isLetterOrDigit(b)
              && !unspaced(a)
              && !unspaced(b);
      return spaced || (katakana(a) && katakana(b));
    }

    private static boolean katakana(char c) {
      return (c >= 0x30A1 && c <= 0x30FA) || c == 0x30FC;
    }
  }
}
