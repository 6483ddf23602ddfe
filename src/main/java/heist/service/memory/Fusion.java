package heist.service.memory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Several rankings as one, by reciprocal rank fusion (Cormack, Clarke and Buettcher 2009): a memory
 * counts {@code weight / (damp + rank)} for every ranking that holds it. Pure.
 */
final class Fusion {
  private record Sum(Memory memory, double score) {
    Sum plus(double more) {
      return new Sum(memory, score + more);
    }
  }

  private final double damp;
  private final Map<Long, Sum> sums = new LinkedHashMap<>();

  /**
   * Nothing yet.
   *
   * @param damp above 0; the more, the less the first places of a ranking stand out
   */
  Fusion(double damp) {
    this.damp = damp;
  }

  /** Adds a ranking, best first. */
  Fusion add(List<Memory> ranking, double weight) {
    for (int i = 0; i < ranking.size(); i++) {
      Memory memory = ranking.get(i);
      Sum before = sums.getOrDefault(memory.id(), new Sum(memory, 0));
      sums.put(memory.id(), before.plus(weight / (damp + i)));
    }
    return this;
  }

  /** The best of all; of equals what was added first. */
  List<Memory> best(int count) {
    List<Sum> all = new ArrayList<>(sums.values());
    all.sort(Comparator.comparingDouble(Sum::score).reversed());
    return all.stream().limit(count).map(Sum::memory).toList();
  }
}
