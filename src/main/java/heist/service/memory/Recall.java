package heist.service.memory;

import heist.model.Folding;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Ranks memories by BM25 over the session's own memories. The index finds, this ranks: so an answer
 * depends on nothing outside of the session and is the same on both databases. Pure.
 */
final class Recall {
  private static final double K = 1.2;
  private static final double B = 0.5;

  /** A figure says more than a word. */
  private static final double FIGURE = 1.6;

  private record Scored(Memory memory, double score) {}

  private Recall() {}

  /**
   * The best of {@code candidates}, best first; of equals the newer.
   *
   * @param query folded words
   * @param total how many memories there are
   */
  static List<Memory> best(List<Memory> candidates, Set<String> query, long total, int count) {
    List<List<String>> texts =
        candidates.stream().map(m -> Folding.words(m.author() + " " + m.text())).toList();
    Map<String, Integer> frequency = new HashMap<>();
    double length = 0;
    for (List<String> words : texts) {
      length += words.size();
      Set.copyOf(words).stream()
          .filter(query::contains)
          .forEach(w -> frequency.merge(w, 1, Integer::sum));
    }
    double mean = Math.max(1, length / Math.max(1, texts.size()));
    return java.util.stream.IntStream.range(0, candidates.size())
        .mapToObj(
            i -> new Scored(candidates.get(i), score(texts.get(i), query, frequency, total, mean)))
        .sorted(
            Comparator.comparingDouble(Scored::score)
                .reversed()
                .thenComparing(s -> -s.memory().seq())
                .thenComparing(s -> s.memory().own())
                .thenComparing(s -> -s.memory().n()))
        .limit(count)
        .map(Scored::memory)
        .toList();
  }

  private static double score(
      List<String> words,
      Set<String> query,
      Map<String, Integer> frequency,
      long total,
      double mean) {
    double score = 0;
    for (String word : query.stream().sorted().toList()) {
      long times = words.stream().filter(word::equals).count();
      if (times > 0) {
        int holders = frequency.getOrDefault(word, 1);
        double rarity = Math.log(1 + (Math.max(total, holders) - holders + 0.5) / (holders + 0.5));
        double weight = Folding.hasDigit(word) ? FIGURE : 1;
        double saturation = times * (K + 1) / (times + K * (1 - B + B * words.size() / mean));
        score += weight * rarity * saturation;
      }
    }
    return score;
  }
}
