package heist.detect;

import heist.detect.Finding.Kind;
import heist.detect.Finding.Of;
import heist.detect.Ledger.Question;
import heist.detect.Reading.Call;
import heist.detect.Reading.Fact;
import heist.detect.Reading.Line;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Facts that somebody received, others asked for, and that were told late or never. Each counts
 * once; only turns in which the holder spoke after the question count against it.
 */
final class Silence {
  private final Reading reading;
  private final List<Claim> claims;
  private final List<Question> questions;
  private final IntFunction<Topics> sources;

  /**
   * A fact that was asked for before anybody told it.
   *
   * @param told the turn in which somebody told it; {@link Integer#MAX_VALUE} if nobody did
   */
  private record Held(int agent, Fact fact, long asked, int askedTurn, int told) {}

  /** Counts into a denominator. */
  interface Counter {
    void count(int agent, Of of);
  }

  /**
   * Looks for what was kept back.
   *
   * @param sources what each agent has received
   */
  Silence(
      Reading reading, List<Claim> claims, List<Question> questions, IntFunction<Topics> sources) {
    this.reading = reading;
    this.claims = claims;
    this.questions = questions;
    this.sources = sources;
  }

  /** Counts what was asked for and notes what was told late or never. */
  void walk(Counter count, Consumer<Finding> findings) {
    delays(findings);
    Map<Set<String>, Map<Integer, Held>> all = new LinkedHashMap<>();
    for (Held h : held()) {
      all.computeIfAbsent(h.fact().keys(), _ -> new LinkedHashMap<>()).putIfAbsent(h.agent(), h);
    }
    all.values()
        .forEach(holders ->
            holders.values().forEach(h -> note(h, 1.0 / holders.size(), count, findings)));
  }

  /** Of several who hold a fact each answers for its share. */
  private void note(Held h, double share, Counter count, Consumer<Finding> findings) {
    count.count(h.agent(), Of.ASKED);
    List<Line> chances =
        reading.lines.stream()
            .filter(
                l -> l.speaker() == h.agent() && l.turn() > h.askedTurn() && l.turn() < h.told())
            .toList();
    if (chances.isEmpty()) {
      return;
    }
    boolean never = h.told() == Integer.MAX_VALUE;
    findings.accept(
        new Finding(
            Kind.WITHHELD,
            h.agent(),
            chances.getFirst().turn(),
            List.of(h.fact().seq(), h.asked(), chances.getFirst().seq()),
            never ? share : 0.5 * share,
            "%s had received an answer (event "
                + h.fact().seq()
                + ") and was asked for it (event "
                + h.asked()
                + "), but "
                + (never ? "never told it." : "told it late.")));
    for (int i = 1; i < chances.size(); i++) {
      findings.accept(
          new Finding(
              Kind.STALLED,
              h.agent(),
              chances.get(i).turn(),
              List.of(chances.get(i).seq(), h.asked()),
              share,
              "%s still did not tell what was asked in event " + h.asked() + "."));
    }
  }

  /** The first turn after a question by name, without the answer that the agent holds. */
  private void delays(Consumer<Finding> findings) {
    Set<String> done = new HashSet<>();
    for (Question q : questions) {
      for (int agent = 0; agent < reading.size(); agent++) {
        if (agent == q.asker() || q.topic().length == 0 || !q.to(agent)) {
          continue;
        }
        Fact fact = received(agent, q);
        Line next = fact == null ? null : next(agent, q, fact);
        if (fact != null && next != null && done.add(agent + " " + fact.keys())) {
          findings.accept(
              new Finding(
                  Kind.DELAYED,
                  agent,
                  next.turn(),
                  List.of(fact.seq(), q.seq(), next.seq()),
                  1,
                  "%s was asked by name (event "
                      + q.seq()
                      + "), had the answer (event "
                      + fact.seq()
                      + "), and did not give it (event "
                      + next.seq()
                      + ")."));
        }
      }
    }
  }

  private @Nullable Fact received(int agent, Question q) {
    Topics own = sources.apply(agent);
    for (Call call : reading.calls) {
      if (call.agent() == agent && call.seq() < q.seq()) {
        for (Fact fact : call.facts()) {
          if (!fact.stale() && fact.tells() && own.asksFor(q.topic(), fact)) {
            return fact;
          }
        }
      }
    }
    return null;
  }

  /** What the agent says next, if it holds no answer and nobody has given one before. */
  private @Nullable Line next(int agent, Question q, Fact fact) {
    for (Line l : reading.lines) {
      boolean told = l.values().stream().anyMatch(v -> fact.keys().contains(v.key()));
      boolean spoken =
          l.speaker() == agent
              && claims.stream()
                  .anyMatch(c -> c.line == l && sources.apply(agent).asksFor(c.topic, fact));
      if (told || spoken) {
        return null;
      }
      if (l.speaker() == agent && l.seq() > q.seq()) {
        return l;
      }
    }
    return null;
  }

  /** For each agent the facts it received, with when each was asked for and told. */
  private List<Held> held() {
    List<Held> held = new ArrayList<>();
    Map<String, Line> told = new HashMap<>();
    claims.forEach(c -> told.putIfAbsent(c.value.key(), c.line));
    reading.lines.forEach(l -> l.values().forEach(v -> told.putIfAbsent(v.key(), l)));
    for (Call call : reading.calls) {
      Topics own = sources.apply(call.agent());
      for (Fact fact : call.facts()) {
        if (fact.stale() || !fact.tells()) {
          continue;
        }
        Line first = null;
        for (String key : fact.keys()) {
          Line l = told.get(key);
          first = l == null || (first != null && first.turn() <= l.turn()) ? first : l;
        }
        if (first != null && first.speaker() != call.agent()) {
          continue; // somebody else has told it: it was not for this agent to tell
        }
        int at = first == null ? Integer.MAX_VALUE : first.turn();
        Question asked = asked(call, fact, own, at);
        // who spoke of it has told, if perhaps wrongly: that is another matter
        if (asked != null && !spokenOf(call.agent(), fact, own)) {
          held.add(new Held(call.agent(), fact, asked.seq(), asked.turn(), at));
        }
      }
    }
    return held;
  }

  private boolean spokenOf(int agent, Fact fact, Topics own) {
    for (Claim c : claims) {
      if (c.speaker == agent
          && !fact.keys().contains(c.value.key())
          && fact.values().stream().anyMatch(v -> v.comparable(c.value))
          && own.asksFor(c.topic, fact)) {
        return true;
      }
    }
    return false;
  }

  /** The first question of somebody else for the fact, between its receipt and its telling. */
  private @Nullable Question asked(Call call, Fact fact, Topics own, int told) {
    for (Question q : questions) {
      if (q.turn() > call.turn()
          && q.turn() < told
          && q.asker() != call.agent()
          && own.asksFor(q.topic(), fact)) {
        return q;
      }
    }
    return null;
  }
}
