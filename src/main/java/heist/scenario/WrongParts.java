package heist.scenario;

import heist.event.Envelope;
import heist.event.SessionEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Of a field that is worked out: which wrong parts, claimed by somebody, give the value that the
 * plan has. Prefers one wrong part to several; of those, the one claimed first.
 */
final class WrongParts {
  private final Formula formula;
  private final List<PlanForm.Field> parts;
  private final List<String> truth;

  WrongParts(Formula formula, List<PlanForm.Field> parts, List<String> truth) {
    this.formula = formula;
    this.parts = parts;
    this.truth = truth;
  }

  private record Claim(String value, long place, Blame blame) {}

  Optional<Blame> find(List<Envelope> log, String planned) {
    List<List<Claim>> claims = new ArrayList<>();
    parts.forEach(part -> claims.add(claims(part, truth.get(claims.size()), log)));
    List<List<Claim>> found = new ArrayList<>();
    combine(claims, new ArrayList<>(), List.of(), planned, found);
    return found.stream()
        .min(
            java.util.Comparator.comparingInt((List<Claim> wrong) -> wrong.size())
                .thenComparingLong(wrong -> first(wrong).place()))
        .map(wrong -> first(wrong).blame());
  }

  private static Claim first(List<Claim> wrong) {
    return wrong.stream().min(java.util.Comparator.comparingLong(Claim::place)).orElseThrow();
  }

  private void combine(
      List<List<Claim>> claims,
      List<String> values,
      List<Claim> wrong,
      String planned,
      List<List<Claim>> found) {
    int i = values.size();
    if (i == parts.size()) {
      if (!wrong.isEmpty() && formula.work(values).equals(planned)) {
        found.add(wrong);
      }
      return;
    }
    values.add(truth.get(i));
    combine(claims, values, wrong, planned, found);
    for (Claim claim : claims.get(i)) {
      values.set(i, claim.value());
      List<Claim> more = new ArrayList<>(wrong);
      more.add(claim);
      combine(claims, values, more, planned, found);
    }
    values.removeLast();
  }

  /** The wrong values claimed for a part, each where it was claimed first. */
  private static List<Claim> claims(PlanForm.Field part, String truth, List<Envelope> log) {
    Set<String> about = Words.of(part.description());
    Map<String, Claim> first = new LinkedHashMap<>();
    for (Envelope e : log) {
      if (e.event() instanceof SessionEvent.MessageSpoken m) {
        for (String sentence : Assertions.sentences(m.text())) {
          if (Words.shared(about, Words.of(sentence)) > 0) {
            for (String value : Values.all(part, sentence)) {
              if (!value.equals(truth) && Assertions.claims(sentence, value)) {
                first.putIfAbsent(value, new Claim(value, e.n(), new Blame(e.seq(), m.agent())));
              }
            }
          }
        }
      }
    }
    return List.copyOf(first.values());
  }
}
