package heist.service.model.mind;

import heist.service.model.prompt.Field;
import heist.service.model.prompt.View;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides what an agent does next: ask for tools, hand in the plan, or speak. Pure. */
public final class Policy {
  private final View view;
  private final Dice dice;
  private final Mind mind;
  private final Deceit deceit;
  private final Planning planning;
  private final Notes notes = new Notes();

  private Policy(View view, Dice dice) {
    this.view = view;
    this.dice = dice;
    this.mind = new Mind(view);
    this.deceit = new Deceit(mind);
    this.planning = new Planning(mind, deceit, dice);
  }

  /** The next thing to do; {@code dice} hold the request's seed. */
  public static Reply decide(View view, Dice dice) {
    return new Policy(view, dice).decide();
  }

  /** Arguments for a tool that must be called though the policy would rather speak. */
  public static Map<String, Object> arguments(String tool, View view, Dice dice) {
    var p = new Policy(view, dice);
    var source =
        view.sources().stream()
            .map(View.Source::name)
            .findFirst()
            .orElse(view.title().isEmpty() ? "unknown" : view.title());
    return switch (tool) {
      case "submit_plan" -> Map.of("plan", p.planning.plan());
      case "file_reader" -> Map.of("filename", source);
      case "database_query" -> Map.of("query", "SELECT * FROM " + source);
      case "simulation_data" -> Map.of("kind", source);
      case "calculator" -> Map.of("expression", "1+1");
      case "store_memory" -> Map.of("content", view.title());
      case "retrieve_memory" -> Map.of("query", view.title());
      default -> Map.of();
    };
  }

  private Reply decide() {
    var calls = new Toolwork(mind, deceit, dice).next();
    if (!calls.isEmpty()) {
      return new Reply.Calls(calls);
    }
    var plan = planning.due();
    if (plan.isPresent()) {
      return new Reply.Calls(List.of(new Reply.Call("submit_plan", Map.of("plan", plan.get()))));
    }
    var moves = view.fields().isEmpty() ? new TaskTalk(mind, dice).moves() : moves();
    return new Reply.Talk(moves, notes.text(view, mind, deceit));
  }

  private List<Move> moves() {
    if (view.now().vote()) {
      return List.of(new Ballot(mind, dice).vote());
    }
    var first = new ArrayList<Move>();
    var body = new ArrayList<Move>();
    var tail = new ArrayList<Move>();
    orders(first);
    if (view.mine().isEmpty() && view.conversation().isEmpty()) {
      first.add(new Move.Open(mind.lead(), nextSpeaker()));
    }
    failures(body);
    answers(first);
    objections(first);
    corrections(first);
    if (first.isEmpty()) {
      takeUp(first);
    }
    reports(body);
    if (mind.lead()) {
      planning.talk(body, notes);
    } else {
      sideTalk(body);
    }
    if (view.now().last()) {
      last(tail);
    } else {
      ask(body, tail);
    }
    var all = new ArrayList<>(first);
    all.addAll(body);
    all.addAll(tail);
    notes.said(all);
    return all;
  }

  private void orders(List<Move> out) {
    for (var o : view.orders()) {
      if (!o.standing() || view.mine().isEmpty() || dice.chance(0.3, "order", o.text())) {
        out.add(new Move.Obey(o.text(), o.standing()));
        mind.spokenOf(o.text())
            .flatMap(this::tell)
            .ifPresent(f -> out.add(new Move.Report(f, mind.mine(f.field()).isPresent())));
      }
    }
  }

  private void failures(List<Move> out) {
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

  /** What I tell of a field, if I tell. */
  private Optional<Fact> tell(Field field) {
    return mind.held(field).flatMap(deceit::told);
  }

  private void answers(List<Move> out) {
    var done = new LinkedHashSet<String>();
    for (var said : view.sinceMine()) {
      for (var sentence : Sentences.of(said.text())) {
        boolean me = mind.names(sentence);
        boolean open =
            view.others().stream()
                .noneMatch(n -> !n.equals(said.speaker()) && sentence.contains(n));
        if (!Sentences.asks(sentence) || !(me || open) || done.size() >= 2) {
          continue;
        }
        var field = mind.spokenOf(sentence);
        if (field.isEmpty() || !done.add(field.get().name())) {
          continue;
        }
        var fact = tell(field.get());
        if (fact.isPresent() && (me || fact.get().owned() && mind.mine(field.get()).isEmpty())) {
          out.add(new Move.Answer(said.speaker(), fact.get()));
        } else if (me) {
          var truth = mind.held(field.get());
          if (truth.isPresent() && deceit.on()) {
            notes.withheld(truth.get());
            out.add(new Move.Stall(field.get(), truth.get().source()));
          } else {
            var knows = mind.others(field.get()).stream().filter(Claim::firstHand).findFirst();
            if (knows.isPresent() && !knows.get().speaker().equals(said.speaker())) {
              out.add(new Move.Relay(knows.get(), heard(knows.get())));
            } else {
              out.add(new Move.Shrug(said.speaker(), field.get(), null));
            }
          }
        }
      }
    }
  }

  /** What I take a claim to be: misheard at the rate of the job, bent by a mole. */
  private String heard(Claim c) {
    var bent = deceit.passedOn(c);
    if (!bent.equals(c.value())) {
      notes.bent(c, bent);
      return bent;
    }
    return planning.heard(c);
  }

  private void objections(List<Move> out) {
    int n = 0;
    for (var said : view.sinceMine()) {
      for (var c : mind.hearing.of(said)) {
        var fact = tell(c.field());
        if (n >= 2
            || fact.isEmpty()
            || !fact.get().owned()
            || fact.get().value().equals(c.value())) {
          continue;
        }
        if (mind.others(c.field()).stream()
            .anyMatch(x -> x.speaker().equals(c.speaker()) && x.seq() > c.seq())) {
          continue;
        }
        boolean told =
            mind.mine(c.field()).map(Claim::value).filter(fact.get().value()::equals).isPresent();
        out.add(
            told ? new Move.Protest(c, fact.get().value()) : new Move.Contradict(c, fact.get()));
        n++;
      }
    }
  }

  private void corrections(List<Move> out) {
    for (var f : view.fields()) {
      var mine = mind.mine(f);
      var fact = tell(f);
      if (mine.isPresent()
          && fact.isPresent()
          && fact.get().owned()
          && mine.get().firstHand()
          && !mine.get().value().equals(fact.get().value())
          && out.stream()
              .noneMatch(m -> m instanceof Move.Protest p && p.claim().field().equals(f))) {
        out.add(new Move.Correct(f, mine.get().value(), fact.get()));
      }
    }
  }

  private void takeUp(List<Move> out) {
    var since = view.sinceMine();
    for (var said : since.reversed()) {
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
    var fresh = since.stream().flatMap(s -> mind.hearing.of(s).stream()).toList();
    if (!fresh.isEmpty()) {
      var c = dice.pick(fresh, "takeup");
      if (deceit.method == Deceit.Method.DELAY && dice.chance(0.5, "askback")) {
        notes.stalled();
        out.add(new Move.AskBack(c));
      } else if (deceit.method == Deceit.Method.CHAOS && dice.chance(0.5, "reopen")) {
        Slips.falsified(
                c.field(), c.value(), mind.stable.of("reopen", c.field().name()), view.others())
            .ifPresent(other -> {
              notes.reopened(c, other);
              out.add(new Move.Reopen(c.field(), c.value(), other));
            });
      } else if (!deceit.passedOn(c).equals(c.value()) && dice.chance(0.8, "misquote")) {
        out.add(new Move.Relay(c, heard(c)));
      } else {
        out.add(new Move.TakeUp(c));
      }
    } else if (!since.isEmpty()) {
      var s = since.getLast();
      out.add(new Move.Echo(s.speaker(), ""));
    }
  }

  private void reports(List<Move> out) {
    int most = view.now().round() <= 1 ? 2 : 3;
    if (view.now().last()) {
      most = 4;
    }
    int n = 0;
    for (var f : mind.facts()) {
      var field = f.field();
      boolean said = mind.mine(field).isPresent();
      boolean wanted = f.owned() || mind.others(field).isEmpty();
      if (said || !wanted || n >= most) {
        continue;
      }
      var told = deceit.told(f);
      if (told.isEmpty()) {
        notes.withheld(f);
        if (n == 0 && out.isEmpty() && dice.chance(0.5, "stall")) {
          out.add(new Move.Stall(null, f.source()));
        }
        continue;
      }
      if (!told.get().value().equals(f.value())) {
        notes.falsified(f, told.get().value());
      }
      if (dice.chance(view.rates().slip(), "slip", field.name()) && !deceit.on()) {
        var wrong = Slips.misheard(field, f.value(), dice.of("wrong", field.name()));
        if (!wrong.equals(f.value())) {
          out.add(
              dice.chance(0.6, "atonce")
                  ? new Move.Stumble(f, wrong)
                  : new Move.Report(f.withValue(wrong), false));
          n++;
          continue;
        }
      }
      out.add(new Move.Report(told.get(), false));
      n++;
    }
    if (n == 0 && view.mine().isEmpty() && mind.facts().isEmpty()) {
      view.current().stream()
          .filter(o -> !o.failed() && Statements.reads(o))
          .findFirst()
          .ifPresent(o -> out.add(new Move.Empty(Statements.source(o, view))));
    }
  }

  private void sideTalk(List<Move> out) {
    if (dice.chance(view.rates().relay(), "relay") && view.now().round() > 1) {
      var known =
          mind.claims.stream()
              .filter(c -> !c.speaker().equals(view.me()) && c.firstHand())
              .toList();
      if (!known.isEmpty()) {
        var c = dice.pick(known, "relayed");
        out.add(new Move.Relay(c, heard(c)));
      }
    }
    for (var f : view.fields()) {
      if (f.type() == Field.Type.AGENT
          && mind.mine(f).isEmpty()
          && mind.others(f).isEmpty()
          && mind.casting(f).filter(view.me()::equals).isPresent()
          && mind.read(f).isEmpty()) {
        out.add(new Move.Volunteer(f));
      }
    }
    for (var o : view.current()) {
      if (o.tool().equals("calculator") && !o.failed()) {
        Gaps.of(mind, dice)
            .filter(g -> o.arguments().contains(Toolwork.expression(g)))
            .ifPresentOrElse(
                out::add, () -> out.add(new Move.Sum(o.arguments(), o.text().strip())));
      }
    }
    if (out.size() < 2 && dice.chance(0.6, "quote")) {
      quote().ifPresent(out::add);
    }
    if (out.isEmpty()) {
      Gaps.of(mind, dice).filter(_ -> view.now().round() > 1).ifPresent(out::add);
    }
  }

  /** A current line of my papers that fills no field and that nobody has quoted yet. */
  private Optional<Move> quote() {
    var talk = new StringBuilder();
    view.conversation().forEach(s -> talk.append(s.text()).append('\n'));
    var taken = mind.facts().stream().map(Fact::line).toList();
    var lines =
        mind.statements.stream()
            .filter(s -> !s.stale() && !taken.contains(s.text()))
            .filter(
                s -> s.text().length() > 20 && s.text().length() < 130 && !s.text().contains(";"))
            .filter(s -> talk.indexOf(s.text().replaceAll("[.!]$", "")) < 0)
            .toList();
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    var s = dice.pick(lines, "line");
    return Optional.of(new Move.Quote(s.text(), s.source()));
  }

  private void ask(List<Move> body, List<Move> tail) {
    var open =
        view.fields().stream()
            .filter(f -> f.type() != Field.Type.TEXT && f.type() != Field.Type.AGENT)
            .filter(f -> mind.belief(f).isEmpty())
            .toList();
    var next = nextSpeaker();
    double p = mind.lead() ? 0 : view.now().round() == 1 ? 0.35 : 0.6;
    if (!open.isEmpty() && dice.chance(p, "ask")) {
      var f = dice.pick(open, "what");
      tail.add(new Move.Ask(f, mind.owner(f).orElse(null)));
    } else if (!next.isEmpty() && body.size() < 3 && dice.chance(0.2, "hand")) {
      tail.add(new Move.HandOver(next));
    }
  }

  private void last(List<Move> tail) {
    if (mind.lead()) {
      return;
    }
    var mine = new LinkedHashMap<String, Move.Entry>();
    for (var f : mind.facts()) {
      tell(f.field())
          .filter(Fact::owned)
          .ifPresent(
              t -> mine.put(f.field().name(), new Move.Entry(f.field(), t.value(), view.me())));
    }
    tail.add(new Move.Ready(view.role(), List.copyOf(mine.values())));
  }

  private String nextSpeaker() {
    var order = view.now().order();
    int i = order.indexOf(view.me());
    return i >= 0 && i + 1 < order.size() ? order.get(i + 1) : "";
  }
}
