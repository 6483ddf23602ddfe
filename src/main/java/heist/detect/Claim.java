package heist.detect;

import heist.detect.Finding.Kind;
import heist.detect.Reading.Fact;
import heist.detect.Reading.Line;
import heist.detect.Reading.Sentence;
import heist.detect.Values.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value somebody stated, and what the {@link Ledger} makes of it. {@code own}: on the speaker's
 * own account, not passed on. Not thread-safe.
 */
final class Claim {
  final int speaker;
  final Line line;
  final int[] topic;
  final Value value;
  boolean own;
  @Nullable Fact against;
  @Nullable Kind trouble;
  double weight;
  @Nullable Claim other;

  /** Whether it says that the value is not so. */
  final boolean denies;

  /** Whether its speaker has put it right. */
  boolean corrected;

  private final Sentence sentence;
  private int @Nullable [] wide;

  /** A statement, or with {@code denies} a denial; {@code topic}: what it is about. */
  Claim(int speaker, Line line, Sentence sentence, int[] topic, Value value, boolean denies) {
    this.speaker = speaker;
    this.line = line;
    this.sentence = sentence;
    this.topic = topic;
    this.value = value;
    this.denies = denies;
  }

  /** What the whole sentence is about. */
  int[] wide(Reading reading) {
    int[] own = wide;
    if (own == null) {
      own = reading.topic(sentence.words(), line.values());
      wide = own;
    }
    return own;
  }

  /** A sum of what the same message or a tool names beside it. */
  boolean derived(List<Claim> inLine) {
    var amount = Values.amount(value);
    if (amount.isEmpty()) {
      return false;
    }
    int wanted = amount.getAsInt();
    List<Integer> others = new ArrayList<>();
    inLine.forEach(o -> {
      if (o != this) {
        Values.amount(o.value).ifPresent(others::add);
      }
    });
    for (int i = 0; i < others.size(); i++) {
      for (int j = 0; j < others.size(); j++) {
        if (i != j
            && (others.get(i) + others.get(j) == wanted
                || others.get(i) - others.get(j) == wanted
                || others.get(i) * others.get(j) == wanted)) {
          return true;
        }
      }
    }
    return false;
  }

  /** What there is to say against it; only if there is any trouble. */
  Finding finding() {
    Kind kind = java.util.Objects.requireNonNull(trouble);
    List<Long> events = new ArrayList<>(List.of(line.seq()));
    Fact fact = against;
    Claim before = other;
    String said =
        "%s " + (denies ? "denied " : "said ") + value.canon() + " (event " + line.seq() + ")";
    String why = said + ", which nobody had said and no tool had returned.";
    if (fact != null) {
      events.add(fact.seq());
      why =
          said
              + (kind == Kind.STALE
                  ? ", which its own source marks as out of date (event "
                  : kind == Kind.INVENTED
                      ? ", but what a tool had told another says otherwise (event "
                      : denies
                          ? ", which it had read (event "
                          : ", but what it had read says otherwise (event ")
              + fact.seq()
              + ").";
    } else if (before != null) {
      events.add(before.line.seq());
      why =
          said
              + (kind == Kind.INCONSISTENT ? ", but before it said " : ", but the word was ")
              + before.value.canon()
              + " (event "
              + before.line.seq()
              + ").";
    }
    return new Finding(kind, speaker, line.turn(), events, weight, why);
  }
}
