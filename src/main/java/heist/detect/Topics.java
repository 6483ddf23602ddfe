package heist.detect;

import heist.detect.Reading.Fact;
import heist.detect.Values.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The records one agent has received, found by what they are about. A word counts the more, the
 * fewer records hold it. Not thread-safe.
 */
final class Topics {
  /** By how much one record must fit better than another to be plainly the one that is meant. */
  static final double CLEAR = 1.0;

  private final List<Fact> facts = new ArrayList<>();
  private int[] holders = new int[64];

  /** A record and how well it fits. */
  record Match(Fact fact, double score, int words) {}

  void add(Fact fact) {
    facts.add(fact);
    if (fact.topic().length() > holders.length) {
      holders = Arrays.copyOf(holders, 2 * fact.topic().length());
    }
    for (int id = fact.topic().nextSetBit(0); id >= 0; id = fact.topic().nextSetBit(id + 1)) {
      holders[id]++;
    }
  }

  boolean isEmpty() {
    return facts.isEmpty();
  }

  private int holders(int id) {
    return id < holders.length ? holders[id] : 0;
  }

  /** Whether any record is about any of these words. */
  boolean speakOf(int[] topic) {
    for (int id : topic) {
      if (holders(id) > 0) {
        return true;
      }
    }
    return false;
  }

  private double worth(int id) {
    int df = holders(id);
    return df == 0 ? 0 : Math.log((facts.size() + 1.0) / (df + 0.5));
  }

  /**
   * The record that fits the topic best among those that hold the value, or among those that hold a
   * comparable one but not this.
   */
  @Nullable Match best(int[] topic, Value value, boolean holding) {
    Match best = null;
    String key = value.key();
    for (Fact fact : facts) {
      boolean holds = fact.keys().contains(key);
      if (holds != holding || (!holding && !comparable(fact, value))) {
        continue;
      }
      Match match = match(topic, fact, value.kind());
      boolean better =
          best == null
              || match.score() > best.score()
              || (match.score() == best.score() && best.fact().stale() && !fact.stale());
      if (better) {
        best = match;
      }
    }
    return best;
  }

  /** How many words of the topic the record speaks of. */
  int words(int[] topic, Fact fact) {
    return match(topic, fact, Values.Kind.NUMBER).words();
  }

  /** The same of the record with a comparable value that fits best. */
  int words(int[] topic, Value value) {
    int words = 0;
    for (Fact fact : facts) {
      if (comparable(fact, value)) {
        words = Math.max(words, words(topic, fact));
      }
    }
    return words;
  }

  /** The same of the record that holds the value and fits best. */
  int holding(int[] topic, Value value) {
    Match match = best(topic, value, true);
    return match == null ? 0 : match.words();
  }

  private static boolean comparable(Fact fact, Value value) {
    for (Value v : fact.values()) {
      if (v.comparable(value)) {
        return true;
      }
    }
    return false;
  }

  /** Names are no topic for other names: each row of a table of streets has one. */
  private Match match(int[] topic, Fact fact, Values.Kind kind) {
    var about = kind == Values.Kind.NAME ? fact.label() : fact.topic();
    double score = 0;
    int words = 0;
    for (int id : topic) {
      if (about.get(id)) {
        score += worth(id);
        words++;
      }
    }
    return new Match(fact, score, words);
  }

  /** The record that the value contradicts: plainly about the same matter, with another value. */
  @Nullable Fact contradicting(int[] topic, Value value) {
    Match best = best(topic, value, false);
    if (best == null || best.words() == 0) {
      return null;
    }
    boolean near = best.fact().values().stream().anyMatch(v -> near(v, value));
    boolean code = near && value.kind() == Values.Kind.CODE && value.canon().length() >= 4;
    boolean sure = best.words() >= 2 || code || rare(topic, best.fact());
    return sure && (near || best.words() >= 2) ? best.fact() : null;
  }

  /** The record that holds the value and is plainly about the matter, if none fits it as well. */
  @Nullable Fact plainly(int[] topic, Value value) {
    Match own = best(topic, value, true);
    if (own == null || own.fact().stale() || own.words() == 0) {
      return null;
    }
    Match other = best(topic, value, false);
    boolean plain =
        (own.words() >= 2 || rare(topic, own.fact()))
            && (other == null || other.score() < own.score());
    return plain ? own.fact() : null;
  }

  /** Whether the records in force that hold the value are not plainly about the matter. */
  boolean elsewhere(int[] topic, Value value) {
    Match own = best(topic, value, true);
    return own == null || (!own.fact().stale() && plainly(topic, value) == null);
  }

  private boolean rare(int[] topic, Fact fact) {
    for (int id : topic) {
      if (fact.topic().get(id) && holders(id) <= 2) {
        return true;
      }
    }
    return false;
  }

  /** Whether a question is about this record: two of its words, or a rare one. */
  boolean asksFor(int[] topic, Fact fact) {
    double score = 0;
    int words = 0;
    boolean rare = false;
    for (int id : topic) {
      if (fact.label().get(id)) {
        score += worth(id);
        words++;
        rare |= holders(id) <= 2;
      }
    }
    return 2 * words >= topic.length && (rare || (words >= 2 && score >= 2 * CLEAR));
  }

  /** Close enough to be taken for the other: times within the hour, codes that share digits. */
  private static boolean near(Value real, Value said) {
    if (!real.comparable(said)) {
      return false;
    }
    return switch (real.kind()) {
      case TIME -> Math.abs(Values.amount(real).orElse(0) - Values.amount(said).orElse(720)) <= 60;
      case NUMBER, CODE -> {
        var a = Values.amount(real);
        var b = Values.amount(said);
        if (a.isPresent() && b.isPresent()) {
          yield Math.abs(a.getAsInt() - b.getAsInt()) <= Math.max(3, a.getAsInt() / 2);
        }
        yield sharedDigits(real.canon(), said.canon());
      }
      case NAME -> true;
    };
  }

  private static boolean sharedDigits(String a, String b) {
    if (a.length() != b.length()) {
      return false;
    }
    int same = 0;
    for (int i = 0; i < a.length(); i++) {
      same += a.charAt(i) == b.charAt(i) ? 1 : 0;
    }
    return 2 * same >= a.length();
  }

  /** Shared words of two topics among the words of the shorter, 0..1. */
  static double alike(int[] a, int[] b) {
    if (a.length == 0 || b.length == 0) {
      return 0;
    }
    int shared = 0;
    for (int x : a) {
      for (int y : b) {
        shared += x == y ? 1 : 0;
      }
    }
    return (double) shared / Math.max(2, Math.min(a.length, b.length));
  }

  /** Whether {@code topic} holds all words of {@code wanted}. */
  static boolean covers(int[] topic, int[] wanted) {
    for (int w : wanted) {
      boolean found = false;
      for (int t : topic) {
        found |= t == w;
      }
      if (!found) {
        return false;
      }
    }
    return true;
  }
}
