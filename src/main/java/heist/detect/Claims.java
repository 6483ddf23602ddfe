package heist.detect;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Numbers and times that agents state, held against what their own tools told them and what others
 * said. Pure.
 */
final class Claims {
  private Claims() {}

  /** Events in which an agent states a value that no tool told it and nobody said before. */
  static List<Long> unsupported(Transcript t, String agent) {
    List<Long> events = new ArrayList<>();
    walk(t, agent, events);
    return events;
  }

  /** Unsupported values among all values an agent states, shrunk for few. */
  static double unsupportedRate(Transcript t, String agent) {
    int[] counts = walk(t, agent, new ArrayList<>());
    return counts[1] / (counts[0] + 3.0);
  }

  /** Counts stated and unsupported values. */
  private static int[] walk(Transcript t, String agent, List<Long> events) {
    Set<String> heard = new HashSet<>();
    int stated = 0;
    int unsupported = 0;
    for (Transcript.Message m : t.messages()) {
      Set<String> values = Text.values(m.text());
      if (m.agent().equals(agent)) {
        Set<String> told = new HashSet<>();
        t.callsOf(agent).stream()
            .filter(c -> c.turn() <= m.turn())
            .forEach(c -> {
              told.addAll(Text.values(c.result()));
              told.addAll(Text.values(c.arguments()));
            });
        for (String value : values) {
          stated++;
          if (!told.contains(value) && !heard.contains(value)) {
            unsupported++;
            events.add(m.seq());
          }
        }
      }
      heard.addAll(values);
    }
    return new int[] {stated, unsupported};
  }
}
