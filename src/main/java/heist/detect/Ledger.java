package heist.detect;

import heist.detect.Finding.Kind;
import heist.detect.Finding.Of;
import heist.detect.Reading.Call;
import heist.detect.Reading.Fact;
import heist.detect.Reading.Line;
import heist.detect.Reading.Sentence;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Walks a transcript once, keeping account of who received what, who said what and what was asked,
 * and notes what does not fit. Used by one thread.
 */
final class Ledger {
  private static final Lexicon CORRECTION = Lexicon.of("correction");

  /** From here on two topics are taken for the same matter. */
  private static final double SAME_MATTER = 0.34;

  /** What it weighs to contradict others' sources: one may remember wrongly what one heard. */
  private static final double ELSEWHERE = 0.5;

  private final Reading reading;
  private final Statements statements;
  private final Orders orders;
  private final List<Known> known = new ArrayList<>();
  private final List<Map<Of, Integer>> counts = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();
  private final List<Claim> claims = new ArrayList<>();
  private final Map<String, Claim> firstSaid = new HashMap<>();
  private final Map<String, List<Claim>> said = new HashMap<>();
  private final List<Claim> denials = new ArrayList<>();
  private final Map<String, Integer> planned = new HashMap<>();
  private final Topics told = new Topics();
  private final Set<BitSet> records = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<Question> questions = new ArrayList<>();
  private boolean walked;

  /** What an agent has received, and its calls so far. */
  private static final class Known {
    final Topics sources = new Topics();
    final Set<String> keys = new HashSet<>();
    long lastResult = -1;
  }

  /** A question and what it is about. */
  record Question(int asker, int turn, long seq, int[] topic, Sentence sentence) {
    boolean to(int agent) {
      return sentence.words().stream().anyMatch(w -> w.agent() == agent);
    }
  }

  Ledger(Reading reading) {
    this.reading = reading;
    this.orders = new Orders(reading, claims);
    this.statements = new Statements(reading, this::heardOf);
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
    claims().stream().filter(c -> c.trouble != null).map(Claim::finding).forEach(findings::add);
    new Silence(reading, claims, questions, a -> known.get(a).sources)
        .walk(this::count, findings::add);
    return findings;
  }

  /**
   * The values stated and denied, once {@link #findings} were asked for, in the order in which they
   * were.
   */
  List<Claim> claims() {
    return Stream.concat(claims.stream(), denials.stream())
        .sorted(Comparator.comparingLong(c -> c.line.seq()))
        .toList();
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
    k.lastResult = call.facts().isEmpty() ? k.lastResult : call.seq();
    for (Fact fact : call.facts()) {
      k.sources.add(fact);
      k.keys.addAll(fact.keys());
      if (records.add(fact.topic())) {
        told.add(fact);
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
        question(line, s);
        statements.of(line, Clauses.statedBefore(line.text(), s), quotations, inLine);
      } else {
        statements.of(line, s, quotations, inLine);
        Orders.Given given = orders.read(line, s, corrects, known.get(line.speaker()).lastResult);
        if (given != null) {
          count(line.speaker(), Of.ORDERS);
          given.against().ifPresent(findings::add);
        }
      }
    }
    inLine.stream().filter(c -> c.denies && !corrects).forEach(this::denial);
    inLine.removeIf(c -> c.denies);
    for (Claim claim : inLine) {
      judge(claim, corrects, inLine);
    }
    for (Claim claim : inLine) {
      claims.add(claim);
      firstSaid.putIfAbsent(claim.value.key(), claim);
      said.computeIfAbsent(claim.value.key(), _ -> new ArrayList<>(2)).add(claim);
    }
  }

  private void question(Line line, Sentence s) {
    int[] topic = reading.topic(s.words(), List.of());
    questions.add(new Question(line.speaker(), line.turn(), line.seq(), topic, s));
    Settled.reopened(
            line,
            reading.values(line.text(), s.words()),
            firstSaid,
            known.get(line.speaker()).sources)
        .ifPresent(findings::add);
  }

  /** Whether the speaker has read the value or anybody has said it. */
  private boolean heardOf(int speaker, String key) {
    return known.get(speaker).keys.contains(key) || firstSaid.containsKey(key);
  }

  // ---- judging

  /** Whoever denies what it has plainly read makes a false claim. */
  private void denial(Claim c) {
    Known k = known.get(c.speaker);
    Fact fact = k.keys.contains(c.value.key()) ? k.sources.plainly(c.wide(reading), c.value) : null;
    if (fact != null) {
      count(c.speaker, Of.CLAIMS);
      c.own = true;
      c.trouble = Kind.ALTERED;
      c.against = fact;
      c.weight = 1;
      denials.add(c);
    }
  }

  private void judge(Claim c, boolean corrects, List<Claim> inLine) {
    if (corrects) {
      takeBack(c);
    }
    Known k = known.get(c.speaker);
    Claim before = saidBefore(c);
    boolean heard = before != null && before.speaker != c.speaker;
    boolean read = k.keys.contains(c.value.key());
    if (heard && read && k.sources.elsewhere(c.topic, c.value)) {
      return; // what it has read of this value is about something else
    }
    if (heard || (!read && planned.getOrDefault(c.value.key(), c.speaker) != c.speaker)) {
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
    if (own == null || c.topic.length == 0 || own.fact().topic().isEmpty()) {
      return; // a bare value, such as a sum's result, may be of any matter
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
        && known.stream().noneMatch(k -> k.keys.contains(c.value.key()))
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
}
