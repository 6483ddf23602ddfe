package heist.service.model.mind;

import heist.service.model.prompt.View;
import heist.service.model.prompt.View.Source;
import heist.service.model.prompt.View.ToolOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Decides which tools to ask for: own papers first, then what is missing, then sums. Pure. */
final class Toolwork {
  private static final int MOST = 4;

  private final View view;
  private final Mind mind;
  private final Deceit deceit;
  private final Planning planning;
  private final Dice dice;

  Toolwork(Mind mind, Deceit deceit, Planning planning, Dice dice) {
    this.view = mind.view;
    this.mind = mind;
    this.deceit = deceit;
    this.planning = planning;
    this.dice = dice;
  }

  /** The next calls of this turn, none if it is time to speak. */
  List<Reply.Call> next() {
    var out = new ArrayList<Reply.Call>();
    if (view.now().vote()) {
      return out;
    }
    if (view.now().mends() && view.current().size() < 2 * MOST) {
      mind.unread().stream().filter(s -> mind.inherited(s.name())).forEach(s -> read(s, out));
      return out.subList(0, Math.min(2, out.size()));
    }
    if (view.current().size() >= MOST) {
      return out;
    }
    boolean first = view.current().isEmpty();
    var retry = retry();
    if (!retry.isEmpty()) {
      return retry;
    }
    if (first) {
      sources(out);
      if (out.isEmpty()) {
        ordered(out);
      }
      if (out.isEmpty() || dice.chance(0.25, "also")) {
        extras(out);
      }
    }
    sums(out);
    return out.subList(0, Math.min(2, out.size()));
  }

  /** The planner has computed fields worked out, each sum once. */
  private void sums(List<Reply.Call> out) {
    if (!mind.lead() || !view.has("calculator")) {
      return;
    }
    for (var f : view.fields()) {
      if (f.computed()) {
        planning
            .sum(f)
            .map(Sums.Sum::expression)
            .filter(x -> view.outputs().stream().noneMatch(o -> o.arguments().contains(x)))
            .ifPresent(x -> out.addFirst(new Reply.Call("calculator", Map.of("expression", x))));
      }
    }
  }

  private void sources(List<Reply.Call> out) {
    var unread = mind.unread();
    var own = unread.stream().filter(Source::mine).toList();
    if (deceit.uses(Method.DELAY) && view.now().round() == 1 && own.size() > 1) {
      own = own.subList(0, 1);
    }
    own.forEach(s -> read(s, out));
    if (out.isEmpty()) {
      var shared = unread.stream().filter(s -> !s.mine()).toList();
      var wanted = view.facts().stream().filter(f -> mind.belief(f).isEmpty()).toList();
      if (!shared.isEmpty()) {
        // each looks at another shared paper first, so that together they see all
        int seat =
            Math.max(0, view.crew().stream().map(View.Member::name).toList().indexOf(view.me()));
        if (dice.chance(wanted.isEmpty() ? 0.1 : 0.6, "shared")) {
          read(shared.get((seat + view.now().round()) % shared.size()), out);
        }
      }
    }
  }

  private void read(Source s, List<Reply.Call> out) {
    var name = s.name();
    switch (s.kind()) {
      case DOCUMENT -> {
        if (view.has("file_reader")) {
          boolean lost = dice.chance(view.rates().lostCalls(), "lost", name);
          out.add(new Reply.Call("file_reader", Map.of("filename", lost ? typo(name) : name)));
        }
      }
      case TABLE -> {
        if (view.has("database_query")) {
          out.add(
              new Reply.Call(
                  "database_query", Map.of("query", "SELECT " + columns(s) + " FROM " + name)));
        }
      }
      case SURVEY -> {
        if (view.has("simulation_data")) {
          out.add(new Reply.Call("simulation_data", Map.of("kind", name)));
        }
      }
    }
  }

  private static String columns(Source s) {
    return s.columns().isEmpty() ? "*" : String.join(", ", s.columns());
  }

  private static String typo(String name) {
    int i = Math.max(1, name.length() / 3);
    return name.substring(0, i) + name.substring(i + 1);
  }

  /** A mistyped file name is put right once, at once or in the next turn. */
  private List<Reply.Call> retry() {
    for (var o : view.current()) {
      if (o.failed() && o.tool().equals("file_reader") && view.current().size() < 3) {
        var meant =
            mind.unread().stream()
                .filter(
                    s -> s.kind() == Source.Kind.DOCUMENT && o.arguments().contains(typo(s.name())))
                .findFirst();
        if (meant.isPresent() && dice.chance(0.5, "retry")) {
          return List.of(new Reply.Call("file_reader", Map.of("filename", meant.get().name())));
        }
      }
    }
    return List.of();
  }

  /** An order that names a source or asks to check sends me back to my papers. */
  private void ordered(List<Reply.Call> out) {
    for (var o : view.orders()) {
      if (done(o)) {
        continue;
      }
      for (var s : view.sources()) {
        var text = o.text().toLowerCase(Locale.ROOT);
        boolean named =
            text.contains(s.name().toLowerCase(Locale.ROOT))
                || Words.stems(s.title()).stream()
                    .anyMatch(w ->
                        w.length() > 3
                            && Words.stems(o.text()).stream()
                                .anyMatch(x -> Words.agree(w, x) >= 0.7));
        if (named && out.isEmpty()) {
          read(s, out);
        }
      }
    }
  }

  /** A standing order sends me to the tools once only. */
  private boolean done(View.Order o) {
    return o.standing() && view.mine().size() > 2;
  }

  private void extras(List<Reply.Call> out) {
    var now = view.now();
    if (view.has("calculator") && now.round() > 1 && dice.chance(0.35, "calc")) {
      Gaps.of(mind, dice)
          .filter(g ->
              !new Talk(view).counted(g.minutes())
                  && view.earlier().stream().noneMatch(o -> o.arguments().contains(expression(g))))
          .ifPresent(
              g -> out.add(new Reply.Call("calculator", Map.of("expression", expression(g)))));
    }
    if (view.has("store_memory") && now.round() > 1 && dice.chance(0.15, "store")) {
      mind.claims.stream()
          .filter(c -> !c.speaker().equals(view.me()))
          .reduce((_, b) -> b)
          .ifPresent(c -> {
            var note = Labels.name(c.field()) + ": " + c.value() + " (" + c.speaker() + ")";
            out.add(new Reply.Call("store_memory", Map.of("text", note)));
          });
    } else if (view.has("retrieve_memory") && now.round() > 2 && dice.chance(0.12, "recall")) {
      view.facts().stream()
          .filter(f -> mind.belief(f).isEmpty())
          .findFirst()
          .ifPresent(
              f -> out.add(new Reply.Call("retrieve_memory", Map.of("query", Labels.name(f)))));
    }
  }

  /** The difference of two times as the calculator takes it. */
  static String expression(Move.Gap g) {
    return g.b() + " - " + g.a();
  }

  /** What came of a call in this turn, for those who ask. */
  static boolean answered(View view, String tool) {
    return view.current().stream().map(ToolOutput::tool).anyMatch(tool::equals);
  }
}
