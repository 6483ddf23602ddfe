package heist.service.memory;

import heist.model.Folding;
import heist.service.memory.Reader.Filter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds memories by words and ranks them by BM25 over the reader's own memories. The index finds,
 * this ranks: so an answer depends on nothing outside of the session and is the same on both
 * databases. Words that few memories hold are looked up first; those that many hold only narrow
 * down. Thread-safe.
 */
final class Recall {
  private static final double K = 1.2;
  private static final double B = 0.5;

  /** A figure says more than a word. */
  private static final double FIGURE = 1.6;

  /** A word that more memories hold says little; their number need not be known. */
  private static final int MANY = 1_000;

  /** So many memories are ranked. */
  private static final int CANDIDATES = 400;

  private static final int PER_WORD = 200;
  private static final int LONGEST_QUERY = 24;

  private record Scored(Memory memory, double score) {}

  private final Terms terms;

  Recall(Terms terms) {
    this.terms = terms;
  }

  /** The folded words of a question. */
  static Set<String> words(String query) {
    Set<String> words = new LinkedHashSet<>();
    for (String word : Folding.words(query)) {
      if (words.size() < LONGEST_QUERY) {
        words.add(word);
      }
    }
    return words;
  }

  /** The memories that answer best, best first; of equals the newer. */
  List<Memory> best(Reader reader, String query, Filter filter, int count) {
    Set<String> words = words(query);
    Map<String, Integer> holders = new LinkedHashMap<>();
    words.stream()
        .map(word -> Map.entry(word, terms.holders(reader, word, MANY)))
        .filter(e -> e.getValue() > 0)
        .sorted(Map.Entry.comparingByValue())
        .forEach(e -> holders.put(e.getKey(), e.getValue()));
    List<Memory> candidates = candidates(reader, holders, filter);
    holders.replaceAll((word, held) -> held < PER_WORD ? counted(word, candidates) : held);
    return rank(candidates, holders, reader.upto(), count);
  }

  /** All that hold a rare word are at hand: so later events and other authors do not count. */
  private static int counted(String word, List<Memory> candidates) {
    return (int)
        candidates.stream().filter(m -> List.of(m.words().split(" ", -1)).contains(word)).count();
  }

  private List<Memory> candidates(Reader reader, Map<String, Integer> holders, Filter filter) {
    Map<Long, Memory> found = new LinkedHashMap<>();
    List<String> common =
        holders.entrySet().stream()
            .filter(e -> e.getValue() >= MANY)
            .map(Map.Entry::getKey)
            .toList();
    if (common.size() > 1) {
      // What holds every common word at once would else drown among what holds one of them.
      terms.holding(reader, common, filter, PER_WORD).forEach(m -> found.put(m.id(), m));
      for (int i = 0; i + 1 < common.size() && found.size() < CANDIDATES; i++) {
        terms
            .holding(reader, common.subList(i, i + 2), filter, PER_WORD / 2)
            .forEach(m -> found.put(m.id(), m));
      }
    }
    for (Map.Entry<String, Integer> word : holders.entrySet()) {
      if (found.size() >= CANDIDATES && word.getValue() >= PER_WORD) {
        break;
      }
      terms
          .holding(reader, List.of(word.getKey()), filter, PER_WORD)
          .forEach(m -> found.put(m.id(), m));
    }
    return new ArrayList<>(found.values());
  }

  private static List<Memory> rank(
      List<Memory> candidates, Map<String, Integer> holders, long upto, int count) {
    List<String[]> texts = candidates.stream().map(m -> m.words().split(" ", -1)).toList();
    double mean = Math.max(1, texts.stream().mapToInt(t -> t.length).average().orElse(1));
    long total = Math.max(upto, MANY);
    return java.util.stream.IntStream.range(0, candidates.size())
        .mapToObj(i -> new Scored(candidates.get(i), score(texts.get(i), holders, total, mean)))
        .sorted(
            Comparator.comparingDouble(Scored::score)
                .reversed()
                .thenComparing(s -> -s.memory().seq())
                .thenComparing(s -> s.memory().whose())
                .thenComparing(s -> -s.memory().n()))
        .limit(count)
        .map(Scored::memory)
        .toList();
  }

  private static double score(
      String[] words, Map<String, Integer> holders, long total, double mean) {
    Map<String, Integer> times = new HashMap<>();
    for (String word : words) {
      if (holders.containsKey(word)) {
        times.merge(word, 1, Integer::sum);
      }
    }
    double score = 0;
    for (Map.Entry<String, Integer> word : holders.entrySet()) {
      int count = times.getOrDefault(word.getKey(), 0);
      if (count > 0) {
        int held = word.getValue();
        double rarity = Math.log(1 + (Math.max(total, held) - held + 0.5) / (held + 0.5));
        double weight = Folding.hasDigit(word.getKey()) ? FIGURE : 1;
        double saturation = count * (K + 1) / (count + K * (1 - B + B * words.length / mean));
        score += weight * rarity * saturation;
      }
    }
    return score;
  }
}
