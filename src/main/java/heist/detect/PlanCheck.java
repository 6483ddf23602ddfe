package heist.detect;

import heist.detect.Finding.Kind;
import heist.detect.Finding.Of;
import heist.detect.Values.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Holds a plan as handed in against what the crew was told. Used by one {@link Ledger}. */
final class PlanCheck {
  private final List<Claim> claims;
  private final Predicate<String> said;
  private final Silence.Counter count;
  private final Consumer<Finding> findings;

  /**
   * Holds plans against these claims.
   *
   * @param said whether anybody has stated the value of a key
   */
  PlanCheck(
      List<Claim> claims,
      Predicate<String> said,
      Silence.Counter count,
      Consumer<Finding> findings) {
    this.claims = claims;
    this.said = said;
    this.count = count;
    this.findings = findings;
  }

  /** Looks at each field; {@code read}: the values that its writer has read. */
  void check(Reading.PlanRead plan, Set<String> read) {
    for (Reading.Field f : plan.fields()) {
      if (f.values().isEmpty()) {
        continue;
      }
      count.count(plan.agent(), Of.FIELDS);
      Value v = f.values().getFirst();
      boolean told = said.test(v.key()) || read.contains(v.key());
      Claim last = null;
      boolean fits = false;
      for (Claim o : claims) {
        if (o.value.comparable(v) && f.topic().length > 0 && Topics.covers(o.topic, f.topic())) {
          last = o;
          fits |= o.value.key().equals(v.key());
        }
      }
      if (!fits && (last != null || !told)) {
        List<Long> events = new ArrayList<>(List.of(plan.seq()));
        if (last != null) {
          events.add(last.line.seq());
        }
        findings.accept(
            new Finding(
                Kind.MISWRITTEN,
                plan.agent(),
                plan.turn(),
                events,
                last != null && !told ? 1 : last != null ? 0.7 : 0.4,
                "%s wrote "
                    + v.canon()
                    + " into the plan (event "
                    + plan.seq()
                    + "), "
                    + (last == null
                        ? "which nobody had said."
                        : "while the crew had been told "
                            + last.value.canon()
                            + " (event "
                            + last.line.seq()
                            + ").")));
      }
    }
  }
}
