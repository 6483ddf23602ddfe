package heist.service.model.mind;

import heist.service.model.prompt.Field;
import heist.service.model.prompt.View;
import java.util.List;
import java.util.Optional;

/** What an agent brings: facts from its papers, lost calls, guesses without tools. */
final class Reporter {
  private static final int MOST_INHERITED = 6;

  private final View view;
  private final Mind mind;
  private final Deceit deceit;
  private final Planning planning;
  private final Notes notes;
  private final Dice dice;

  Reporter(Mind mind, Deceit deceit, Planning planning, Notes notes, Dice dice) {
    this.view = mind.view;
    this.mind = mind;
    this.deceit = deceit;
    this.planning = planning;
    this.notes = notes;
    this.dice = dice;
  }

  /** Calls that came to nothing; or that there is nothing to call. */
  void failures(List<Move> out) {
    for (var o : view.current()) {
      if (o.failed() && !o.tool().equals("submit_plan")) {
        boolean mended =
            view.current().stream().anyMatch(x -> x.tool().equals(o.tool()) && !x.failed());
        if (!mended) {
          out.add(new Move.Lost(o.tool(), o.arguments()));
          return;
        }
      }
    }
    if (view.tools().isEmpty() && view.textTools().isEmpty()) {
      if (view.mine().isEmpty()) {
        out.add(new Move.NoTools());
      }
      var open =
          view.fields().stream()
              .filter(f -> mind.claims.stream().noneMatch(c -> c.field().equals(f)))
              .toList();
      if (!open.isEmpty()) {
        var f = dice.pick(open, "guess");
        planning.guess(f).ifPresent(v -> out.add(new Move.Guess(f, v)));
      }
    }
  }

  void reports(List<Move> out) {
    int most = view.now().last() ? 5 : view.now().round() > 1 ? 3 : dice.chance(0.5, "two") ? 2 : 1;
    int n = 0;
    for (var f : mind.facts()) {
      boolean wanted = f.owned() || (f.score() >= 0.5 && mind.others(f.field()).isEmpty());
      if (mind.mine(f.field()).isPresent() || !wanted || n >= most || said(out, f.field())) {
        continue;
      }
      var told = deceit.told(f);
      if (careful(f) && told.isPresent()) {
        if (out.stream().noneMatch(m -> m instanceof Move.Stall)) {
          out.add(new Move.Stall(f.field(), f.source()));
        }
        continue;
      }
      if (told.isEmpty()) {
        notes.withheld(f);
        if (n == 0 && out.isEmpty() && dice.chance(0.6, "stall")) {
          out.add(new Move.Stall(null, f.source()));
        }
        continue;
      }
      out.add(report(told.get()));
      n++;
    }
    if (n == 0 && out.stream().noneMatch(m -> m instanceof Move.Stall || m instanceof Move.Lost)) {
      barren().ifPresent(s -> out.add(new Move.Empty(s)));
    }
  }

  /**
   * What I have read just now in the papers of somebody who has left, as far as the plan lacks it.
   */
  void inherited(List<Move> out) {
    for (var f : mind.facts()) {
      boolean lacking = !f.value().equals(view.now().plan().get(f.field().name()));
      if (out.size() < MOST_INHERITED && lacking && mind.inherited(f.source())) {
        deceit.told(f).ifPresentOrElse(told -> out.add(report(told)), () -> notes.withheld(f));
      }
    }
    if (out.isEmpty()) {
      barren().ifPresent(s -> out.add(new Move.Empty(s)));
    }
  }

  /** A source that I looked into just now, before everybody's eyes, and that told me nothing. */
  private Optional<String> barren() {
    return view.current().stream()
        .filter(o -> !o.failed() && Statements.reads(o))
        .map(o -> Statements.source(o, view))
        .filter(s -> view.sources().stream().anyMatch(x -> x.name().equals(s)))
        .filter(s -> mind.facts().stream().noneMatch(f -> f.source().equals(s)))
        .findFirst();
  }

  /** Now and then a loyal agent, too, sleeps over what it has just read. */
  private boolean careful(Fact f) {
    return !deceit.on()
        && f.owned()
        && view.now().round() < 3
        && view.current().stream().anyMatch(Statements::reads)
        && mind.stable.chance(view.rates().relay() * 0.7, "careful", f.field().name());
  }

  private static boolean said(List<Move> out, Field field) {
    return out.stream()
        .anyMatch(m ->
            (m instanceof Move.Answer a && a.fact().field().equals(field))
                || (m instanceof Move.Report r && r.fact().field().equals(field)));
  }

  /** A report; an honest one slips at the rate of the job, and is put right at once or later. */
  private Move report(Fact f) {
    var name = f.field().name();
    if (!deceit.on() && dice.chance(view.rates().slip(), "slip", name)) {
      var wrong = Slips.misheard(f.field(), f.value(), dice.of("wrong", name));
      if (!wrong.equals(f.value())) {
        return dice.chance(0.6, "atonce")
            ? new Move.Stumble(f, wrong)
            : new Move.Report(f.withValue(wrong), false);
      }
    }
    return new Move.Report(f, false);
  }
}
