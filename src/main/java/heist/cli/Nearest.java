package heist.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Finds what somebody probably meant to type. Pure. */
final class Nearest {
  private Nearest() {}

  /** Up to two of {@code known} that are close to {@code typed}, the closest first. */
  static List<String> of(String typed, Collection<String> known) {
    int allowed = Math.max(1, typed.replace("-", "").length() / 3 + 1);
    return known.stream()
        .distinct()
        .filter(k -> k.length() > 2 || !k.startsWith("-"))
        .filter(k -> distance(typed, k) <= allowed || (typed.length() > 3 && k.startsWith(typed)))
        .sorted(Comparator.<String>comparingInt(k -> distance(typed, k)).thenComparing(k -> k))
        .limit(2)
        .toList();
  }

  /** Levenshtein distance with swaps of neighbours counting once (optimal string alignment). */
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
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
