package heist.service.model.mind;

import heist.service.model.prompt.Field;
import heist.service.model.prompt.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Decides what an agent does next: ask for tools, hand in the plan, or speak. Pure. */
public final class Policy {
  private final View view;
  private final Dice dice;
  private final Mind mind;
  private final Deceit deceit;
  private final Planning planning;
  private final Notes notes;
  private final Listener listener;
  private final Talk talk;

  private Policy(View view, Dice dice) {
    this.view = view;
    this.dice = dice;
    this.mind = new Mind(view);
    this.deceit = new Deceit(mind);
    this.planning = new Planning(mind, deceit, dice);
    this.notes = new Notes(mind, deceit, planning);
    this.listener = new Listener(mind, deceit, planning, notes, dice);
    this.talk = new Talk(view);
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
      case "store_memory" -> Map.of("text", view.title());
      case "retrieve_memory" -> Map.of("query", view.title());
      default -> Map.of();
    };
  }

  private Reply decide() {
    var calls = new Toolwork(mind, deceit, planning, dice).next();
    if (!calls.isEmpty()) {
      return new Reply.Calls(calls);
    }
    var plan = planning.due();
    if (plan.isPresent()) {
      return new Reply.Calls(List.of(new Reply.Call("submit_plan", Map.of("plan", plan.get()))));
    }
    var moves =
        view.now().vote()
            ? List.<Move>of(new Ballot(mind, dice).vote())
            : view.fields().isEmpty() ? new TaskTalk(mind, dice).moves() : moves();
    return new Reply.Talk(moves, notes);
  }

  private List<Move> moves() {
    var all = new ArrayList<Move>();
    if (view.now().handover()) {
      new Reporter(mind, deceit, planning, notes, dice).inherited(all);
      return Once.each(all.isEmpty() ? List.of(again()) : all);
    }
    listener.orders(all);
    if (view.conversation().isEmpty()) {
      all.add(new Move.Open(mind.lead(), nextSpeaker()));
    }
    listener.answers(all);
    listener.objections(all);
    listener.corrections(all);
    if (all.isEmpty()) {
      listener.takeUp(all);
    }
    int taken = all.size();
    var reporter = new Reporter(mind, deceit, planning, notes, dice);
    reporter.failures(all);
    reporter.reports(all);
    var colour = new Colour(mind, listener, dice);
    if (mind.lead() || answered("submit_plan")) {
      planning.talk(all);
      if (all.size() == taken) {
        colour.add(all, 1);
      }
    } else {
      int brought = all.size() - taken;
      colour.add(all, brought == 0 ? 2 : brought == 1 ? (dice.chance(0.5, "more") ? 1 : 0) : 0);
    }
    if (all.isEmpty() && !view.now().last()) {
      all.add(again());
    }
    if (!view.now().last()) {
      ask(all, taken);
    } else if (!mind.lead() && all.stream().noneMatch(Policy::opens)) {
      ready(all);
    }
    if (!mind.lead() && all.stream().anyMatch(m -> m instanceof Move.Report)) {
      all.removeIf(m -> m instanceof Move.Open); // nobody announces what follows at once
    }
    return Once.each(all);
  }

  /** Whether a move wants an answer or an amendment, after which nobody takes leave. */
  private static boolean opens(Move m) {
    return m instanceof Move.Protest
        || m instanceof Move.Contradict
        || m instanceof Move.Correct
        || m instanceof Move.AskBack
        || m instanceof Move.Worry;
  }

  private boolean answered(String tool) {
    return Toolwork.answered(view, tool);
  }

  /** With nothing new to say: one of my own facts once more, else a nod to the last speaker. */
  private Move again() {
    var told =
        mind.facts().stream()
            .filter(Fact::owned)
            .flatMap(f -> listener.tell(f.field()).stream())
            .filter(f -> mind.mine(f.field()).isPresent())
            .toList();
    if (!told.isEmpty()) {
      if (dice.chance(0.4, "once more")) {
        return new Move.Report(dice.pick(told, "again"), true);
      }
    }
    var last = view.sinceMine().isEmpty() ? mind.leader() : view.sinceMine().getLast().speaker();
    return new Move.Echo(last, "");
  }

  private void ask(List<Move> all, int taken) {
    var open =
        view.facts().stream()
            .filter(f -> f.type() != Field.Type.TEXT && f.type() != Field.Type.AGENT)
            .filter(f ->
                mind.belief(f).isEmpty()
                    && mind.claims.stream().noneMatch(c -> c.field().equals(f))
                    && !talk.asked(f))
            .toList();
    var next = nextSpeaker();
    double p = mind.lead() ? 0 : view.now().round() == 1 ? 0.25 : 0.6;
    if (!open.isEmpty() && dice.chance(p, "ask")) {
      var f = dice.pick(open, "what");
      all.add(new Move.Ask(f, mind.owner(f).orElse(null)));
    } else if (!next.isEmpty()
        && all.size() - taken < 3
        && view.now().plan().isEmpty()
        && dice.chance(0.07, "hand")) {
      all.add(new Move.HandOver(next));
    }
  }

  /** Last words: my values once more while the plan lacks one of them, else a farewell. */
  private void ready(List<Move> all) {
    var mine = new ArrayList<Move.Entry>();
    var plan = view.now().plan();
    for (var f : mind.facts()) {
      listener
          .tell(f.field())
          .filter(Fact::owned)
          .filter(t -> view.fields().contains(t.field()))
          .filter(t -> !t.value().equals(plan.get(t.field().name())))
          .ifPresent(t -> mine.add(new Move.Entry(t.field(), t.value(), view.me())));
    }
    var start =
        view.fields().stream()
            .filter(f -> f.type() == Field.Type.TIME && plan.containsKey(f.name()))
            .map(f -> plan.get(f.name()))
            .findFirst()
            .orElse("");
    all.add(new Move.Ready(view.role(), List.copyOf(mine), start));
  }

  private String nextSpeaker() {
    var order = view.now().order();
    int i = order.indexOf(view.me());
    return i >= 0 && i + 1 < order.size() ? order.get(i + 1) : "";
  }
}
