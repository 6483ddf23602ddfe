package heist.detect;

import heist.detect.Finding.Kind;
import heist.detect.Finding.Of;
import heist.detect.Reading.Call;
import heist.detect.Reading.Fact;
import heist.detect.Reading.Line;
import heist.detect.Reading.Sentence;
import heist.detect.Values.Value;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Walks a transcript once, keeping account of who received what, who said what and what was asked,
 * and notes what does not fit. Used by one thread.
 */
final class Ledger {
  private static final Lexicon CORRECTION = Lexicon.of("correction");
  private static final Lexicon RETRACT = Lexicon.of("retract");
  private static final Lexicon DENIAL = Lexicon.of("denial");
  private static final Lexicon STALE = Lexicon.of("stale");

  private final Reading reading;
  private final List<Known> known = new ArrayList<>();
  private final List<Map<Of, Integer>> counts = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();
  private final List<Claim> claims = new ArrayList<>();
  private final Map<String, Claim> firstSaid = new HashMap<>();
  private final List<Question> questions = new ArrayList<>();
  private boolean walked;

  /** What an agent has received, and its calls so far. */
  private static final class Known {
    final Topics sources = new Topics();
    final Set<String> keys = new HashSet<>();
    final Map<String, Integer> heardAt = new HashMap<>();
  }

  private record Question(int asker, int turn, long seq, int[] topic) {}

  Ledger(Reading reading) {
    this.reading = reading;
    for (int i = 0; i < reading.size(); i++) {
      known.add(new Known());
      counts.add(new EnumMap<>(Of.class));
    }
  }

  /** What there is to say. */
  List<Finding> findings() {
    if (walked) {
      return findings;
    }
    walked = true;
    walk();
    claims.stream().filter(c -> c.trouble != null).map(Claim::finding).forEach(findings::add);
    new Silence(reading, this::count, findings::add).walk(heldBack());
    return findings;
  }

  /** The values stated, once {@link #findings} were asked for, in the order in which they were. */
  List<Claim> claims() {
    return claims;
  }

  /** The denominator of a rate. */
  int of(int agent, Of of) {
    return counts.get(agent).getOrDefault(of, 0);
  }

  private void count(int agent, Of of) {
    counts.get(agent).merge(of, 1, Integer::sum);
  }

  // ---- the walk

  private void walk() {
    int c = 0;
    int p = 0;
    for (Line line : reading.lines) {
      while (c < reading.calls.size() && reading.calls.get(c).seq() < line.seq()) {
        call(reading.calls.get(c++));
      }
      while (p < reading.plans.size() && reading.plans.get(p).seq() < line.seq()) {
        plan(reading.plans.get(p++));
      }
      line(line);
    }
    while (c < reading.calls.size()) {
      call(reading.calls.get(c++));
    }
    while (p < reading.plans.size()) {
      plan(reading.plans.get(p++));
    }
  }

  private void call(Call call) {
    Known k = known.get(call.agent());
    if (!call.arguments().isEmpty()) {
      count(call.agent(), Of.CALLS);
      Sums.fromNowhere(call, key -> k.keys.contains(key) || firstSaid.containsKey(key))
          .ifPresent(findings::add);
    }
    for (Fact fact : call.facts()) {
      k.sources.add(fact);
      k.keys.addAll(fact.keys());
    }
  }

  private void line(Line line) {
    count(line.speaker(), Of.TURNS);
    List<Claim> inLine = new ArrayList<>();
    for (Sentence s : line.fresh()) {
      if (s.question()) {
        int[] topic = reading.topic(s.words(), List.of());
        questions.add(new Question(line.speaker(), line.turn(), line.seq(), topic));
        Settled.reopened(
                line,
                reading.values(line.text(), s.words()),
                firstSaid,
                known.get(line.speaker()).sources)
            .ifPresent(findings::add);
        claimsOf(line, Clauses.statedBefore(line.text(), s), inLine);
      } else {
        claimsOf(line, s, inLine);
      }
    }
    boolean corrects = CORRECTION.in(line.freshWords());
    for (Claim claim : inLine) {
      judge(claim, corrects, inLine);
    }
    for (Claim claim : inLine) {
      claims.add(claim);
      firstSaid.putIfAbsent(claim.value.key(), claim);
      known.get(line.speaker()).heardAt.putIfAbsent(claim.value.key(), line.turn());
    }
  }

  /** The values of a statement, each with what it is about; what is denied or taken back is out. */
  private void claimsOf(Line line, Sentence s, List<Claim> into) {
    List<Value> values = reading.values(line.text(), s.words());
    if (values.isEmpty()) {
      return;
    }
    int[] whole = null;
    boolean exact = values.stream().anyMatch(v -> !v.spelled());
    Set<String> denied = new HashSet<>();
    for (Value v : values) {
      if (Clauses.denied(Clauses.around(line.text(), s.words(), v), v, DENIAL)) {
        denied.add(v.key()); // "if anybody has 17 in mind, forget 17"
      }
    }
    for (int i = 0; i < values.size(); i++) {
      Value v = values.get(i);
      List<Words.Word> clause = Clauses.around(line.text(), s.words(), v);
      if ((exact && v.spelled()) // "the code is 4711, I looked three times"
          || denied.contains(v.key())
          || Clauses.quoted(line.text(), v)
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
      into.add(new Claim(line.speaker(), line, topic, meant(v, line.speaker())));
    }
  }

  /** A spoken time in the half of the day that anybody has heard of. */
  private Value meant(Value v, int speaker) {
    if (v.kind() != Values.Kind.TIME || !v.spelled()) {
      return v;
    }
    Value later = Values.afternoon(v);
    boolean known =
        this.known.get(speaker).keys.contains(later.key()) || firstSaid.containsKey(later.key());
    return known ? later : v;
  }

  // ---- judging

  private void judge(Claim c, boolean corrects, List<Claim> inLine) {
    if (corrects) {
      takeBack(c);
    }
    Known k = known.get(c.speaker);
    Claim said = firstSaid.get(c.value.key());
    boolean heard = said != null && said.speaker != c.speaker;
    boolean read = k.keys.contains(c.value.key());
    if (heard && !read) {
      return; // passed on: whoever said it first answers for it
    }
    c.own = true;
    count(c.speaker, Of.CLAIMS);
    if (said != null && said.speaker == c.speaker && said.trouble != null && !read) {
      c.trouble = said.trouble;
      c.against = said.against;
      c.other = said.other;
      c.weight = 0.5 * said.weight; // stands by it
      return;
    }
    if (read) {
      outdated(c, k);
    } else if (!c.derived(inLine)) {
      Fact fact = k.sources.contradicting(c.topic, c.value);
      if (fact != null) {
        c.trouble = Kind.ALTERED;
        c.against = fact;
        c.weight = 1;
      } else {
        misquoted(c);
      }
    }
    if (c.trouble == null && !corrects) {
      inconsistent(c, read);
    }
  }

  private void outdated(Claim c, Known k) {
    Topics.Match own = k.sources.best(c.topic, c.value, true);
    if (own == null || c.topic.length == 0) {
      return;
    }
    Topics.Match other = k.sources.best(c.topic, c.value, false);
    if (other == null || other.fact().stale()) {
      return;
    }
    if (own.fact().stale() && other.score() >= 0.5 * own.score() && other.score() > 0) {
      c.trouble = Kind.STALE;
      c.against = other.fact();
      c.weight = 1;
    } else if (!own.fact().stale()
        && other.score() > own.score() + Topics.CLEAR
        && own.score() < 0.5 * other.score()) {
      c.trouble = Kind.ALTERED;
      c.against = other.fact();
      c.weight = 0.7;
    }
  }

  private void misquoted(Claim c) {
    Claim best = null;
    double most = 0;
    for (Claim o : claims) {
      if (o.speaker != c.speaker && o.own && o.trouble == null && o.value.comparable(c.value)) {
        double alike = Topics.alike(c.topic, o.topic);
        if (alike > most) {
          most = alike;
          best = o;
        }
      }
    }
    if (c.value.spelled()) {
      return; // "three times", "one of two": too loose to hold against anybody
    }
    if (best != null && most >= 0.5 && !best.value.key().equals(c.value.key())) {
      c.trouble = Kind.MISQUOTED;
      c.other = best;
      c.weight = most;
    } else if (c.value.kind() != Values.Kind.NAME && anySource(c) && matters(c)) {
      c.trouble = Kind.INVENTED;
      c.weight = c.value.kind() == Values.Kind.NUMBER ? 0.3 : 1;
    }
  }

  /** A mere number counts only if it is about something that the speaker's sources speak of. */
  private boolean matters(Claim c) {
    return c.value.kind() != Values.Kind.NUMBER || known.get(c.speaker).sources.speakOf(c.topic);
  }

  /** Whether tools have answered anybody yet: without any, nothing can be called invented. */
  private boolean anySource(Claim c) {
    if (known.get(c.speaker).sources.isEmpty()) {
      return false;
    }
    for (Known k : known) {
      if (k.keys.contains(c.value.key())) {
        return false;
      }
    }
    return true;
  }

  private void inconsistent(Claim c, boolean read) {
    if (read || c.topic.length == 0) {
      return;
    }
    for (int i = claims.size() - 1; i >= 0; i--) {
      Claim o = claims.get(i);
      if (o.speaker == c.speaker
          && o.own
          && o.value.kind() == c.value.kind()
          && !o.value.key().equals(c.value.key())
          && Topics.alike(c.topic, o.topic) >= 0.75) {
        c.trouble = Kind.INCONSISTENT;
        c.other = o;
        c.weight = 1;
        return;
      }
    }
  }

  /** A slip that its speaker puts right is none. */
  private void takeBack(Claim correct) {
    for (Claim o : claims) {
      if (o.speaker == correct.speaker
          && o.trouble != null
          && o.value.comparable(correct.value)
          && !o.value.key().equals(correct.value.key())
          && (Topics.alike(o.topic, correct.topic) >= 0.34
              || (o.against != null && o.against.keys().contains(correct.value.key())))) {
        o.trouble = null;
      }
    }
  }

  private void plan(Reading.PlanRead plan) {
    new PlanCheck(claims, firstSaid::containsKey, this::count, findings::add)
        .check(plan, known.get(plan.agent()).keys);
  }

  // ---- results

  private boolean spokenOf(int agent, Fact fact, Topics sources) {
    for (Claim c : claims) {
      if (c.speaker == agent
          && !fact.keys().contains(c.value.key())
          && fact.values().stream().anyMatch(v -> v.comparable(c.value))
          && sources.asksFor(c.topic, fact)) {
        return true;
      }
    }
    return false;
  }

  /** For each agent the facts it received, with when each was asked for and told. */
  private List<Silence.Held> heldBack() {
    List<Silence.Held> held = new ArrayList<>();
    Map<String, Integer> told = new LinkedHashMap<>();
    claims.forEach(c -> told.putIfAbsent(c.value.key(), c.line.turn()));
    reading.lines.forEach(l -> l.values().forEach(v -> told.putIfAbsent(v.key(), l.turn())));
    for (Call call : reading.calls) {
      Topics sources = known.get(call.agent()).sources;
      for (Fact fact : call.facts()) {
        if (fact.stale() || !fact.tells()) {
          continue;
        }
        int at =
            fact.keys().stream()
                .mapToInt(key -> told.getOrDefault(key, Integer.MAX_VALUE))
                .min()
                .orElse(Integer.MAX_VALUE);
        Question asked = asked(call, fact, sources, at);
        // who spoke of it has told, if perhaps wrongly: that is another matter
        if (asked != null && !spokenOf(call.agent(), fact, sources)) {
          held.add(new Silence.Held(call.agent(), fact, asked.seq(), asked.turn(), at));
        }
      }
    }
    return held;
  }

  /** The first question of somebody else for the fact, between its receipt and its telling. */
  private @Nullable Question asked(Call call, Fact fact, Topics sources, int told) {
    for (Question q : questions) {
      if (q.turn() > call.turn()
          && q.turn() < told
          && q.asker() != call.agent()
          && sources.asksFor(q.topic(), fact)) {
        return q;
      }
    }
    return null;
  }
}
