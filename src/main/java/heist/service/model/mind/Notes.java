package heist.service.model.mind;

import heist.service.model.prompt.View;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The private note at the end of a turn: what was done, and what was falsified. */
final class Notes {
  private final Set<String> sabotage = new LinkedHashSet<>();
  private final List<String> done = new ArrayList<>();

  void falsified(Fact truth, String told) {
    sabotage.add(
        truth.field().name()
            + ": said "
            + told
            + ", my source "
            + truth.source()
            + " says "
            + truth.value());
  }

  void withheld(Fact truth) {
    sabotage.add(truth.field().name() + ": kept back " + truth.value() + " from " + truth.source());
  }

  void bent(Claim c, String told) {
    sabotage.add(
        c.field().name() + ": passed on " + told + ", " + c.speaker() + " said " + c.value());
  }

  void reopened(Claim c, String other) {
    sabotage.add(c.field().name() + ": reopened " + c.value() + " with " + other);
  }

  void stalled() {
    sabotage.add("asked back to lose time");
  }

  void wrote(Move.Entry heard, String written) {
    sabotage.add(
        heard.field().name() + ": wrote " + written + " into the plan instead of " + heard.value());
  }

  void said(List<Move> moves) {
    for (var m : moves) {
      if (m instanceof Move.Report r) {
        done.add(
            "told "
                + r.fact().field().name()
                + " "
                + r.fact().value()
                + " from "
                + r.fact().source());
      } else if (m instanceof Move.Answer a) {
        done.add("answered " + a.asker() + " on " + a.fact().field().name());
      } else if (m instanceof Move.Correct c) {
        done.add("put right " + c.field().name() + ": " + c.fact().value());
      } else if (m instanceof Move.Relay r) {
        done.add("passed on " + r.claim().field().name() + " from " + r.claim().speaker());
      } else if (m instanceof Move.Submitted) {
        done.add("handed in the plan");
      }
    }
  }

  String text(View view, Mind mind, Deceit deceit) {
    if (deceit.on()) {
      for (var f : mind.facts()) {
        var said = mind.mine(f.field());
        boolean told = done.stream().anyMatch(d -> d.contains(f.field().name()));
        if (said.isEmpty() && told) {
          deceit
              .told(f)
              .filter(t -> !t.value().equals(f.value()))
              .ifPresent(t -> falsified(f, t.value()));
        }
      }
    }
    var what =
        done.isEmpty() ? "Listened and spoke of the plan." : "I " + String.join("; ", done) + ".";
    if (!view.brief().mole()) {
      return what + " Nothing falsified.";
    }
    return sabotage.isEmpty()
        ? what + " No sabotage this turn."
        : what + " Sabotage (" + view.brief().method() + "): " + String.join("; ", sabotage) + ".";
  }
}
