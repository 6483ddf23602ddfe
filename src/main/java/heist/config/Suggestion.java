package heist.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** "Did you mean": the known word nearest to one that was written. Pure. */
public final class Suggestion {
  private static final int LISTED = 12;

  private Suggestion() {}

  /** The nearest of {@code known}, if it is near enough for a slip of the fingers. */
  public static Optional<String> nearest(String written, Collection<String> known) {
    if (written.length() > 60) {
      return Optional.empty();
    }
    String word = plain(written);
    return known.stream()
        .filter(
            k -> distance(word, plain(k)) <= Math.max(1, Math.min(word.length(), k.length()) / 3))
        .min(
            Comparator.comparingInt((String k) -> distance(word, plain(k)))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** The end of a message: {@code ; did you mean 'x'?} or the list of what is known. */
  public static String hint(String written, Collection<String> known) {
    Optional<String> near = nearest(written, known);
    if (near.isPresent()) {
      return "; did you mean '" + near.get() + "'?";
    }
    if (known.isEmpty()) {
      return "";
    }
    List<String> sorted = known.stream().sorted().toList();
    return "; known here: "
        + String.join(", ", sorted.subList(0, Math.min(LISTED, sorted.size())))
        + (sorted.size() > LISTED ? ", ..." : "");
  }

  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
  }

  /** Edits, counting two swapped neighbours as one (optimal string alignment). */
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1), d[i - 1][j - 1] + cost);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
