package heist.service.model.mind;

import heist.service.model.prompt.Field;
import heist.service.model.prompt.View;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The private note at the end of a turn: what was said of what was planned to be said, and what of
 * it was sabotage. It is told at the reveal and is the ground truth in time, so it keeps one form:
 *
 * <pre>
 * Sabotage (METHOD): FIELD: DEED; FIELD: DEED.
 * DEED = said VALUE, source NAME says VALUE
 *      | stood by VALUE, source NAME says VALUE
 *      | kept back VALUE of NAME
 *      | passed on VALUE, AGENT said VALUE
 *      | reopened VALUE with VALUE
 *      | asked AGENT back about VALUE
 *      | wrote VALUE into the plan instead of VALUE
 *      | left VALUE out of the plan
 * </pre>
 *
 * A turn without sabotage says {@code No sabotage this turn.}, a loyal agent's {@code Nothing
 * falsified.} Not thread-safe.
 */
public final class Notes {
  private final View view;
  private final Mind mind;
  private final Deceit deceit;
  private final Planning planning;
  private final List<Fact> keptBack = new ArrayList<>();
  private final List<String> done = new ArrayList<>();
  private final Set<String> sabotage = new LinkedHashSet<>();

  Notes(Mind mind, Deceit deceit, Planning planning) {
    this.view = mind.view;
    this.mind = mind;
    this.deceit = deceit;
    this.planning = planning;
  }

  /** A fact that would have been told by a loyal agent now. */
  void withheld(Fact truth) {
    keptBack.add(truth);
  }

  /** The note for a turn in which these moves were said. */
  public String text(List<Move> said) {
    said.forEach(this::add);
    for (var f : keptBack) {
      deed(f.field(), "kept back " + f.value() + " of " + f.source());
    }
    var what =
        done.isEmpty()
            ? "I listened and spoke of the plan."
            : "I " + String.join("; ", new LinkedHashSet<>(done)) + ".";
    if (!view.brief().mole()) {
      return what + " Nothing falsified.";
    }
    return sabotage.isEmpty()
        ? what + " No sabotage this turn."
        : what + " Sabotage (" + view.brief().method() + "): " + String.join("; ", sabotage) + ".";
  }

  private void add(Move move) {
    if (move instanceof Move.Report r) {
      done.add("gave " + r.fact().field().name() + " as " + r.fact().value());
      told(r.fact().field(), r.fact().value());
    } else if (move instanceof Move.Answer a) {
      done.add("answered " + a.asker() + " on " + a.fact().field().name());
      told(a.fact().field(), a.fact().value());
    } else if (move instanceof Move.Assure a) {
      done.add("assured " + a.asker() + " of " + a.fact().field().name());
      told(a.fact().field(), a.fact().value());
    } else if (move instanceof Move.Warn w) {
      told(w.fact().field(), w.fact().value());
    } else if (move instanceof Move.Confirm c) {
      told(c.fact().field(), c.fact().value());
    } else if (move instanceof Move.Protest p) {
      done.add("objected to " + p.claim().speaker() + " on " + p.claim().field().name());
      told(p.claim().field(), p.mine());
    } else if (move instanceof Move.Contradict c) {
      done.add("objected to " + c.claim().speaker() + " on " + c.fact().field().name());
      told(c.fact().field(), c.fact().value());
    } else if (move instanceof Move.Ready r) {
      r.mine().forEach(e -> told(e.field(), e.value()));
    } else if (move instanceof Move.Seen s) {
      told(s.entry().field(), s.entry().value());
    } else if (move instanceof Move.Correct c) {
      done.add("took back " + c.field().name() + " " + c.wrong() + " for " + c.fact().value());
    } else if (move instanceof Move.Relay r) {
      relayed(r);
    } else if (move instanceof Move.Reopen r && deceit.way(r.field()) == Method.CHAOS) {
      deed(r.field(), "reopened " + r.settled() + " with " + r.other());
    } else if (move instanceof Move.AskBack a && deceit.way(a.claim().field()) == Method.DELAY) {
      deed(a.claim().field(), "asked " + a.claim().speaker() + " back about " + a.claim().value());
    } else if (move instanceof Move.Submitted s) {
      done.add("handed in the plan");
      submitted(s);
    }
  }

  private void relayed(Move.Relay r) {
    var c = r.claim();
    done.add("passed on " + c.field().name() + " from " + c.speaker());
    if (deceit.on() && !r.value().equals(c.value()) && !r.value().equals(planning.heard(c))) {
      deed(c.field(), "passed on " + r.value() + ", " + c.speaker() + " said " + c.value());
    }
  }

  /** A value of my own papers as I gave it; a mole's may be another than the papers'. */
  private void told(Field field, String value) {
    var truth = deceit.on() ? mind.read(field) : java.util.Optional.<Fact>empty();
    if (truth.isPresent() && !truth.get().value().equals(value)) {
      boolean before = mind.mine(field).filter(c -> c.value().equals(value)).isPresent();
      deed(
          field,
          (before ? "stood by " : "said ")
              + value
              + ", source "
              + truth.get().source()
              + " says "
              + truth.get().value());
    }
  }

  private void submitted(Move.Submitted s) {
    if (!deceit.on()) {
      return;
    }
    for (var known : planning.entries()) {
      var written =
          s.entries().stream()
              .filter(e -> e.field().equals(known.field()))
              .map(Move.Entry::value)
              .findFirst();
      if (written.isEmpty()) {
        deed(known.field(), "left " + known.value() + " out of the plan");
      } else if (!written.get().equals(known.value())) {
        deed(
            known.field(), "wrote " + written.get() + " into the plan instead of " + known.value());
      }
    }
  }

  private void deed(Field field, String what) {
    sabotage.add(field.name() + ": " + what);
  }
}
