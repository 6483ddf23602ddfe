package heist.detect;

import heist.detect.Reading.Line;
import heist.detect.Reading.Sentence;
import heist.detect.Values.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds what is claimed and denied in sentences. Used by one {@link Ledger}. */
final class Statements {
  private static final Lexicon RETRACT = Lexicon.of("retract");
  private static final Lexicon DENIAL = Lexicon.of("denial");
  private static final Lexicon NEGATED = Lexicon.of("negated");
  private static final Lexicon STALE = Lexicon.of("stale");
  private static final int[] NO_TOPIC = {};

  private final Reading reading;
  private final Heard heard;

  /** Whether the speaker has read or heard of a value. */
  interface Heard {
    boolean of(int speaker, String key);
  }

  Statements(Reading reading, Heard heard) {
    this.reading = reading;
    this.heard = heard;
  }

  /** The values of a statement, each with what it is about; what is taken back is out. */
  void of(Line line, Sentence s, List<Clauses.Span> quotations, List<Claim> into) {
    List<Value> values = reading.values(line.text(), s.words());
    if (values.isEmpty()) {
      return;
    }
    int[] whole = null;
    boolean exact = Values.exact(values);
    Set<String> denied = new HashSet<>();
    for (Value v : values) {
      List<Words.Word> clause = Clauses.around(line.text(), s.words(), v);
      if (Clauses.denied(clause, v, DENIAL)) {
        denied.add(v.key()); // "if anybody has 17 in mind, forget 17"
        if (Clauses.negated(clause, v, NEGATED) && !quoted(v, quotations)) {
          into.add(new Claim(line.speaker(), line, s, NO_TOPIC, meant(v, line.speaker()), true));
        }
      }
    }
    for (int i = 0; i < values.size(); i++) {
      Value v = values.get(i);
      List<Words.Word> clause = Clauses.around(line.text(), s.words(), v);
      if ((exact && v.spelled()) // "the code is 4711, I looked three times"
          || denied.contains(v.key())
          || quoted(v, quotations)
          || (i + 1 < values.size()
              && Clauses.takenBack(s.words(), v, values.get(i + 1), RETRACT))) {
        continue;
      }
      if (STALE.in(clause)) {
        continue; // said to be out of date: no claim
      }
      int[] topic = reading.topic(clause, values);
      if (topic.length == 0) {
        whole = whole == null ? reading.topic(s.words(), values) : whole;
        topic = whole;
      }
      topic = Clauses.summed(line.text(), v) ? NO_TOPIC : topic;
      into.add(new Claim(line.speaker(), line, s, topic, meant(v, line.speaker()), false));
    }
  }

  private static boolean quoted(Value v, List<Clauses.Span> quotations) {
    for (Clauses.Span q : quotations) {
      if (q.holds(v)) {
        return true;
      }
    }
    return false;
  }

  /** A spoken time in the half of the day that anybody has heard of. */
  private Value meant(Value v, int speaker) {
    if (v.kind() != Values.Kind.TIME || !v.spelled()) {
      return v;
    }
    Value later = Values.afternoon(v);
    return heard.of(speaker, later.key()) ? later : v;
  }
}
