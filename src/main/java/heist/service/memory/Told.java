package heist.service.memory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Something told in short.
 *
 * @param seq number of its event
 * @param level 1: of messages; above: of summaries of the level below
 * @param from the first message it covers
 * @param to the last one
 * @param covers numbers of the messages, or of the summaries it is made of
 * @param by {@code model}, or {@code extract}: sentences taken out word for word
 */
record Told(long seq, int level, long from, long to, List<Long> covers, String text, String by) {

  static Told of(long seq, int level, long from, long to, String covers, String text, String by) {
    return new Told(
        seq,
        level,
        from,
        to,
        covers.isEmpty()
            ? List.of()
            : Arrays.stream(covers.split(",", -1)).map(Long::parseLong).toList(),
        text,
        by);
  }

  String coversText() {
    return covers.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  /**
   * The fewest summaries that tell all that is told in short of what was said before event {@code
   * before}, and nothing of what was said later. In order; no message is covered twice. Pure.
   */
  static List<Told> until(List<Told> all, long before) {
    Map<Long, Told> bySeq =
        all.stream().collect(Collectors.toMap(Told::seq, Function.identity(), (a, _) -> a));
    Set<Long> parts = new HashSet<>();
    all.stream().filter(t -> t.level() > 1).forEach(t -> parts.addAll(t.covers()));
    List<Told> kept = new ArrayList<>();
    all.stream()
        .filter(t -> !parts.contains(t.seq()))
        .forEach(root -> root.into(kept, bySeq, before));
    kept.sort(Comparator.comparingLong(Told::from));
    return kept;
  }

  private void into(List<Told> kept, Map<Long, Told> bySeq, long before) {
    if (to < before) {
      kept.add(this);
    } else if (level > 1) {
      for (long part : covers) {
        Told below = bySeq.get(part);
        if (below != null) {
          below.into(kept, bySeq, before);
        }
      }
    }
  }
}
