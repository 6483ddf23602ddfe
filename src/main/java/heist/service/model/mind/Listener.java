package heist.service.model.mind;

import heist.service.model.prompt.Field;
import heist.service.model.prompt.View;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** How an agent takes up what was said: orders, questions, misquotations, its own errors, news. */
final class Listener {
  /** Questions that want no value but how sure it is. */
  private static final Pattern DOUBTS =
      Pattern.compile(
          "(?iu)how sure|would we notice|würden wir das merken|degree of belief|confidence|verified or|certain|stand by|second source|read once or twice|solid road|any ice|black ice|bet your"
              + "|in stone|gospel|sit tight|press on|initials|comfortable with|may i lean|is .* firm|something we know|good with that|\\bgood,"
              + "|wie sicher|wie wahrscheinlich|geprüft oder|zweite quelle|einmal oder zweimal|stehst du zu|in stein|wetten|glatteis|gibt (?:es|er|sie) nach|spiel drin|etwas, das wir wissen|verlassen|anlehnen|fest\\b");

  private static final Pattern WHAT_IF =
      Pattern.compile(
          "(?iu)what if|and if|what happens|second choice|was, wenn|und wenn|was passiert|zweite wahl");

  private final View view;
  private final Mind mind;
  private final Deceit deceit;
  private final Planning planning;
  private final Notes notes;
  private final Dice dice;
  private final Talk talk;

  Listener(Mind mind, Deceit deceit, Planning planning, Notes notes, Dice dice) {
    this.view = mind.view;
    this.mind = mind;
    this.deceit = deceit;
    this.planning = planning;
    this.notes = notes;
    this.dice = dice;
    this.talk = new Talk(view);
  }

  /** What I tell of a field, if I tell. */
  Optional<Fact> tell(Field field) {
    return mind.held(field).flatMap(deceit::told);
  }

  void orders(List<Move> out) {
    for (var o : view.orders()) {
      if (!o.standing() || view.mine().isEmpty() || dice.chance(0.3, "order", o.text())) {
        out.add(new Move.Obey(o.text(), o.standing()));
        mind.spokenOf(o.text())
            .flatMap(this::tell)
            .ifPresent(f -> out.add(new Move.Report(f, mind.mine(f.field()).isPresent())));
      }
    }
  }

  void answers(List<Move> out) {
    var done = new LinkedHashSet<String>();
    for (var said : view.sinceMine()) {
      for (var sentence : Sentences.of(said.text())) {
        boolean me = mind.names(sentence);
        boolean open = mind.toAll(sentence, said.speaker());
        if (!Sentences.asks(sentence) || !(me || open) || done.size() >= 2) {
          continue;
        }
        var field = mind.spokenOf(sentence);
        if (field.isPresent() && done.add(field.get().name())) {
          answer(out, said.speaker(), sentence, field.get(), me);
        }
      }
    }
  }

  private void answer(List<Move> out, String asker, String asked, Field field, boolean me) {
    var fact = tell(field);
    if (fact.isPresent()) {
      var mine = mind.mine(field);
      if (mine.isPresent()
          && mine.get().firstHand()
          && fact.get().owned()
          && !mine.get().value().equals(fact.get().value())) {
        out.add(new Move.Correct(field, mine.get().value(), fact.get()));
      } else if (me
          && mine.isPresent()
          && (DOUBTS.matcher(asked).find() || WHAT_IF.matcher(asked).find())) {
        out.add(new Move.Assure(asker, fact.get(), WHAT_IF.matcher(asked).find()));
      } else if (me || (fact.get().owned() && mine.isEmpty())) {
        out.add(new Move.Answer(asker, fact.get()));
      }
      return;
    }
    if (!me) {
      return;
    }
    var sum = planning.sum(field);
    if (sum.isPresent()) {
      out.add(new Move.Computed(field, sum.get().expression(), sum.get().value()));
      return;
    }
    var truth = mind.held(field);
    if (truth.isPresent() && deceit.on()) {
      notes.withheld(truth.get());
      out.add(new Move.Stall(field, truth.get().source()));
      return;
    }
    var knows = mind.others(field).stream().filter(Claim::firstHand).findFirst();
    if (knows.isPresent() && !knows.get().speaker().equals(asker)) {
      out.add(new Move.Relay(knows.get(), heard(knows.get())));
    } else if (knows.isEmpty()) {
      out.add(new Move.Shrug(asker, field, null));
    }
  }

  /** What I take a claim to be: misheard at the rate of the job, bent by a mole. */
  String heard(Claim c) {
    var bent = deceit.passedOn(c);
    return bent.equals(c.value()) ? planning.heard(c) : bent;
  }

  /** Somebody said other than my own papers do. */
  void objections(List<Move> out) {
    int n = 0;
    var seen = new LinkedHashSet<String>();
    for (var said : view.sinceMine().reversed()) {
      for (var c : mind.hearing.of(said)) {
        var fact = tell(c.field());
        if (n >= 2
            || fact.isEmpty()
            || !fact.get().owned()
            || !seen.add(c.speaker() + c.field().name())
            || fact.get().value().equals(c.value())) {
          continue;
        }
        boolean told =
            mind.mine(c.field()).map(Claim::value).filter(fact.get().value()::equals).isPresent();
        out.add(
            told ? new Move.Protest(c, fact.get().value()) : new Move.Contradict(c, fact.get()));
        n++;
      }
    }
    if (n == 0 && !mind.lead()) {
      handedIn(out);
    }
  }

  /** The plan as handed in has my value, or a wrong one. */
  private void handedIn(List<Move> out) {
    for (var f : view.fields()) {
      var in = view.now().plan().get(f.name());
      var fact = tell(f);
      if (in != null && fact.isPresent() && fact.get().owned()) {
        if (!in.equals(fact.get().value())) {
          var claim = new Claim(f, in, mind.leader(), 0, view.now().round(), true, false, "");
          out.add(new Move.Protest(claim, fact.get().value()));
          return;
        }
        if (out.isEmpty() && dice.chance(0.25, "seen", f.name())) {
          out.add(new Move.Seen(new Move.Entry(f, in, view.me()), mind.leader()));
          return;
        }
      }
    }
  }

  /** I said other than I know now. */
  void corrections(List<Move> out) {
    for (var f : view.facts()) {
      var mine = mind.mine(f);
      var fact = tell(f);
      if (mine.isPresent()
          && fact.isPresent()
          && fact.get().owned()
          && mine.get().firstHand()
          && !mine.get().value().equals(fact.get().value())
          && out.stream()
              .noneMatch(m ->
                  (m instanceof Move.Protest p && p.claim().field().equals(f))
                      || (m instanceof Move.Contradict c && c.claim().field().equals(f)))) {
        out.add(new Move.Correct(f, mine.get().value(), fact.get()));
      }
    }
  }

  /** Confirms, notes, doubts or bends one thing that somebody said. */
  void takeUp(List<Move> out) {
    for (var said : view.sinceMine().reversed()) {
      for (var c : mind.hearing.of(said)) {
        var own = tell(c.field());
        if (own.isPresent()
            && own.get().value().equals(c.value())
            && mind.mine(c.field()).isEmpty()) {
          out.add(new Move.Confirm(c, own.get()));
          return;
        }
      }
    }
    var fresh = talk.fresh(mind);
    if (deceit.dares() && sabotage(out, fresh)) {
      return;
    }
    var snippet = talk.snippet();
    if (snippet.isPresent() && dice.chance(fresh.isEmpty() ? 0.9 : 0.3, "snippet")) {
      out.add(snippet.get());
    } else if (!fresh.isEmpty()) {
      var c = fresh.getFirst();
      out.add(
          view.now().plan().isEmpty() && dice.chance(0.12, "doubt")
              ? new Move.AskBack(c)
              : new Move.TakeUp(c));
    }
  }

  private boolean sabotage(List<Move> out, List<Claim> fresh) {
    var any =
        fresh.isEmpty()
            ? mind.claims.stream()
                .filter(c -> c.firstHand() && !c.speaker().equals(view.me()))
                .filter(c -> !c.value().equals(view.me()))
                .toList()
            : fresh;
    if (any.isEmpty()) {
      return false;
    }
    var c = dice.pick(any, "target");
    switch (deceit.way(c.field())) {
      case DELAY -> {
        if (view.now().plan().isEmpty() && dice.chance(0.55, "askback")) {
          out.add(new Move.AskBack(c));
          return true;
        }
      }
      case CHAOS -> {
        var other =
            Slips.falsified(
                c.field(), c.value(), mind.stable.of("reopen", c.field().name()), view.others());
        if (other.isPresent() && dice.chance(0.55, "reopen")) {
          out.add(new Move.Reopen(c.field(), c.value(), other.get()));
          return true;
        }
      }
      case NONE, FALSE_INFO, TIMING, WRONG_TOOLS -> {}
    }
    if (!deceit.passedOn(c).equals(c.value()) && dice.chance(0.7, "misquote")) {
      out.add(new Move.Relay(c, heard(c)));
      return true;
    }
    return false;
  }
}
