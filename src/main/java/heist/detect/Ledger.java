package heist.detect;

import heist.detect.Finding.Kind;
import heist.detect.Finding.Of;
import heist.detect.Reading.Call;
import heist.detect.Reading.Fact;
import heist.detect.Reading.Line;
import heist.detect.Reading.Sentence;
import heist.detect.Values.Value;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
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
  private static final Lexicon NEGATED = Lexicon.of("negated");
  private static final Lexicon STALE = Lexicon.of("stale");

  /** From here on two topics are taken for the same matter. */
  private static final double SAME_MATTER = 0.34;

  /** What it weighs to contradict others' sources: one may remember wrongly what one heard. */
  private static final double ELSEWHERE = 0.5;

  private static final int[] NO_TOPIC = {};

  private final Reading reading;
  private final List<Known> known = new ArrayList<>();
  private final List<Map<Of, Integer>> counts = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();
  private final List<Claim> claims = new ArrayList<>();
  private final Map<String, Claim> firstSaid = new HashMap<>();
  private final Map<String, List<Claim>> said = new HashMap<>();
  private final List<Claim> denials = new ArrayList<>();
  private final Map<String, Integer> planned = new HashMap<>();
  private final Topics told = new Topics();
  private final Set<String> toldKeys = new HashSet<>();
  private final Set<BitSet> records = Collections.newSetFromMap(new IdentityHashMap<>());
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
    claims.stream()
        .filter(c -> c.own && c.trouble == null && !c.corrected)
        .forEach(this::elsewhere);
    claims.addAll(denials);
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
      if (records.add(fact.topic())) {
        told.add(fact);
        toldKeys.addAll(fact.keys());
      }
    }
  }

  private void line(Line line) {
    count(line.speaker(), Of.TURNS);
    List<Claim> inLine = new ArrayList<>();
    boolean corrects = CORRECTION.in(line.freshWords());
    List<Clauses.Span> quotations = Clauses.quotations(line.text(), line.words());
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
        claimsOf(line, Clauses.statedBefore(line.text(), s), quotations, inLine);
      } else {
        claimsOf(line, s, quotations, inLine);
        if (!corrects) {
          denialsOf(line, s, quotations);
        }
      }
    }
    for (Claim claim : inLine) {
      judge(claim, corrects, inLine);
    }
    for (Claim claim : inLine) {
      claims.add(claim);
      firstSaid.putIfAbsent(claim.value.key(), claim);
      said.computeIfAbsent(claim.value.key(), _ -> new ArrayList<>(2)).add(claim);
      known.get(line.speaker()).heardAt.putIfAbsent(claim.value.key(), line.turn());
    }
  }

  /** The values of a statement, each with what it is about; what is denied or taken back is out. */
  private void claimsOf(Line line, Sentence s, List<Clauses.Span> quotations, List<Claim> into) {
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
          || quotations.stream().anyMatch(q -> q.holds(v))
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

  /** What the speaker says is not so, though it has read that it is. */
  private void denialsOf(Line line, Sentence s, List<Clauses.Span> quotations) {
    if (!NEGATED.in(s.words())) {
      return;
    }
    List<Value> values = reading.values(line.text(), s.words());
    Known k = known.get(line.speaker());
    for (Value spoken : values) {
      Value v = meant(spoken, line.speaker());
      List<Words.Word> clause = Clauses.around(line.text(), s.words(), v);
      if (!k.keys.contains(v.key())
          || !Clauses.negated(clause, v, NEGATED)
          || quotations.stream().anyMatch(q -> q.holds(v))) {
        continue;
      }
      Claim denial = new Claim(line.speaker(), line, s, reading.topic(s.words(), values), v, true);
      Fact fact = k.sources.plainly(denial.topic, v);
      if (fact != null) {
        count(line.speaker(), Of.CLAIMS);
        denial.own = true;
        denial.trouble = Kind.ALTERED;
        denial.against = fact;
        denial.weight = 1;
        denials.add(denial);
      }
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
    Claim before = saidBefore(c);
    boolean heard = before != null && before.speaker != c.speaker;
    boolean read = k.keys.contains(c.value.key());
    if (!read && (heard || planned.getOrDefault(c.value.key(), c.speaker) != c.speaker)) {
      return; // passed on: whoever said it first answers for it
    }
    c.own = true;
    count(c.speaker, Of.CLAIMS);
    if (before != null && before.speaker == c.speaker && before.trouble != null && !read) {
      c.trouble = before.trouble;
      c.against = before.against;
      c.other = before.other;
      c.weight = 0.5 * before.weight; // stands by it
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

  /** Who first stated this value about this matter, or without a matter. */
  private @Nullable Claim saidBefore(Claim c) {
    for (Claim o : said.getOrDefault(c.value.key(), List.of())) {
      boolean other = c.topic.length > 0 && o.topic.length > 0;
      if (!other
          || Topics.alike(c.topic, o.topic) >= SAME_MATTER
          || Topics.alike(c.topic, o.wide(reading)) >= SAME_MATTER
          || Topics.alike(c.wide(reading), o.topic) >= SAME_MATTER) {
        return o;
      }
    }
    return null;
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
    // what was told of another matter may be passed on in other words
    double enough = said.containsKey(c.value.key()) ? 0.75 : 0.5;
    if (best != null && most >= enough && !best.value.key().equals(c.value.key())) {
      c.trouble = Kind.MISQUOTED;
      c.other = best;
      c.weight = most;
      return;
    }
    elsewhere(c);
    if (c.trouble == null
        && c.value.kind() != Values.Kind.NAME
        && !told.isEmpty()
        && !toldKeys.contains(c.value.key())
        && matters(c)) {
      c.trouble = Kind.INVENTED;
      c.weight = c.value.kind() == Values.Kind.NUMBER ? 0.3 : 1;
    }
  }

  /** Holds a value without any source against what tools have told others on the matter. */
  private void elsewhere(Claim c) {
    if ((c.value.kind() != Values.Kind.CODE && c.value.kind() != Values.Kind.TIME)
        || c.value.spelled()
        || known.get(c.speaker).keys.contains(c.value.key())) {
      return; // numbers and names are told of too many things
    }
    Fact fact = told.contradicting(c.topic, c.value);
    if (fact == null || fact.stale()) {
      return;
    }
    int words = told.words(c.topic, fact);
    Topics own = known.get(c.speaker).sources;
    boolean has = own.words(c.topic, c.value) >= words;
    if (!has && told.holding(c.topic, c.value) == 0) {
      c.trouble = Kind.INVENTED;
      c.against = fact;
      c.weight = ELSEWHERE;
    }
  }

  /** A mere number counts only if it is about something that the speaker's sources speak of. */
  private boolean matters(Claim c) {
    return c.value.kind() != Values.Kind.NUMBER || known.get(c.speaker).sources.speakOf(c.topic);
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
          && o.value.comparable(correct.value)
          && !o.value.key().equals(correct.value.key())
          && (Topics.alike(o.topic, correct.topic) >= SAME_MATTER
              || (o.against != null && o.against.keys().contains(correct.value.key())))) {
        o.trouble = null;
        o.corrected = true;
      }
    }
    denials.removeIf(
        o -> o.speaker == correct.speaker && o.value.key().equals(correct.value.key()));
  }

  private void plan(Reading.PlanRead plan) {
    new PlanCheck(claims, firstSaid::containsKey, this::count, findings::add)
        .check(plan, known.get(plan.agent()).keys);
    for (Reading.Field f : plan.fields()) {
      f.values().forEach(v -> planned.putIfAbsent(v.key(), plan.agent()));
    }
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
