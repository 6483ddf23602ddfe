package heist.model;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which tool a model means. Pure. */
final class ToolNames {
  private ToolNames() {}

  /** The offered tool of this name, else the only one that is close to it. */
  static Optional<ToolOffer> find(String name, List<ToolOffer> offers) {
    for (ToolOffer offer : offers) {
      if (offer.name().equals(name)) {
        return Optional.of(offer);
      }
    }
    String wanted = plain(name);
    List<ToolOffer> close =
        offers.stream().filter(o -> distance(plain(o.name()), wanted) == 0).toList();
    if (close.isEmpty()) {
      int limit = wanted.length() < 5 ? 0 : wanted.length() < 8 ? 1 : 2;
      close = offers.stream().filter(o -> distance(plain(o.name()), wanted) <= limit).toList();
    }
    return close.size() == 1 ? Optional.of(close.getFirst()) : Optional.empty();
  }

  private static String plain(String name) {
    String last = name.substring(name.lastIndexOf('.') + 1);
    return last.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
  }

  /** Levenshtein. */
  private static int distance(String a, String b) {
    if (Math.abs(a.length() - b.length()) > 2) {
      return 3;
    }
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        int swap = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(swap, Math.min(above, row[j - 1]) + 1);
        diagonal = above;
      }
    }
    return row[b.length()];
  }
}
