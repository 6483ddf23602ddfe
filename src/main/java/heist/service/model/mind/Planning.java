package heist.service.model.mind;

import heist.service.model.prompt.Field;
import heist.service.model.prompt.View;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What the one who runs the plan does: ask, sum up, settle, hand in. */
final class Planning {
  private final View view;
  private final Mind mind;
  private final Deceit deceit;
  private final Dice dice;
  private final Talk talk;

  Planning(Mind mind, Deceit deceit, Dice dice) {
    this.view = mind.view;
    this.mind = mind;
    this.deceit = deceit;
    this.dice = dice;
    this.talk = new Talk(mind.view);
  }

  /** What I understand of a claim: at the rate for mishearing another value, always the same. */
  String heard(Claim c) {
    if (talk.heard(c.value()) > 1) {
      return c.value(); // said more than once, it has been understood
    }
    return mind.stable.chance(view.rates().mishear(), "mishear", c.seq(), c.field().name())
        ? Slips.misheard(c.field(), c.value(), mind.stable.of("heard", c.seq()))
        : c.value();
  }

  /** The plan to hand in now, if it is time. */
  Optional<Map<String, String>> due() {
    if (!view.has("submit_plan")
        || view.now().vote()
        || view.fields().isEmpty()
        || Toolwork.answered(view, "submit_plan")) {
      return Optional.empty();
    }
    boolean revision = view.now().revision() != null;
    if (!mind.lead() && !revision && !deputy()) {
      return Optional.empty();
    }
    boolean late = view.now().last() || revision || view.now().round() >= view.now().rounds();
    boolean complete =
        view.now().round() >= Math.max(2, view.now().rounds() - 1)
            && view.fields().stream()
                .allMatch(f -> mind.belief(f).isPresent() || f.type() == Field.Type.TEXT)
            && disputes().isEmpty();
    if (!late && !complete) {
      return Optional.empty();
    }
    var plan = plan();
    boolean same = !revision && (plan.equals(view.now().plan()) || handedIn(plan));
    return same ? Optional.empty() : Optional.of(plan);
  }

  /** I stand in for a planner that had its last turn without handing in. */
  private boolean deputy() {
    var order = view.now().order();
    int leader = order.indexOf(mind.leader());
    return view.now().last() && view.now().plan().isEmpty() && leader < order.indexOf(view.me());
  }

  private boolean handedIn(Map<String, String> plan) {
    return view.earlier().stream()
        .filter(o -> o.tool().equals("submit_plan") && !o.failed())
        .reduce((_, b) -> b)
        .filter(o ->
            plan.entrySet().stream()
                .allMatch(e ->
                    o.arguments().contains("\"" + e.getKey() + "\"")
                        && o.arguments().contains("\"" + e.getValue() + "\"")))
        .isPresent();
  }

  /** The plan as it would be handed in. */
  Map<String, String> plan() {
    var out = new LinkedHashMap<String, String>();
    var cast = new ArrayList<String>();
    for (var e : entries()) {
      deceit.written(e.field(), e.value()).ifPresent(v -> out.put(e.field().name(), v));
      if (e.field().type() == Field.Type.AGENT) {
        cast.add(e.value());
      }
    }
    for (var f : view.fields()) {
      if (!out.containsKey(f.name()) && deceit.way(f) != Method.DELAY) {
        if (f.type() == Field.Type.AGENT) {
          view.crew().stream()
              .map(View.Member::name)
              .filter(n -> !cast.contains(n))
              .findFirst()
              .ifPresent(n -> out.put(f.name(), n));
        } else {
          guess(f).ifPresent(v -> out.put(f.name(), v));
        }
      }
    }
    return out;
  }

  /** What I believe of each field of the form, as heard; sums are worked out. */
  List<Move.Entry> entries() {
    var out = new ArrayList<Move.Entry>();
    for (var f : view.fields()) {
      var sum = f.computed() ? sum(f) : Optional.<Sums.Sum>empty();
      if (sum.isPresent()) {
        out.add(new Move.Entry(f, sum.get().value(), view.me()));
      } else {
        mind.belief(f)
            .map(b -> new Move.Entry(f, value(b), b.from()))
            .or(() -> kept(f))
            .ifPresent(out::add);
      }
    }
    return out;
  }

  /** What the plan says that is to be mended, where I know no better. */
  private Optional<Move.Entry> kept(Field f) {
    return Optional.ofNullable(view.now().plan().get(f.name()))
        .filter(v -> view.now().mends() && !v.equals(view.now().gone()))
        .map(v -> new Move.Entry(f, v, view.me()));
  }

  /** A computed field from what I heard of its parts. */
  Optional<Sums.Sum> sum(Field f) {
    return Sums.of(f, p -> mind.belief(p).map(this::value), view);
  }

  private String value(Mind.Belief b) {
    if (b.from().equals(view.me())) {
      return b.value();
    }
    return mind.others(b.field()).stream()
        .filter(c -> c.value().equals(b.value()))
        .reduce((_, y) -> y)
        .map(this::heard)
        .orElse(b.value());
  }

  /** A guess for a field that nobody knows. */
  Optional<String> guess(Field f) {
    var d = mind.stable.of("guess", f.name());
    return switch (f.type()) {
      case CHOICE ->
          f.options().isEmpty() ? Optional.empty() : Optional.of(d.pick(f.options(), "option"));
      case TIME -> Optional.of(Values.time(d.below(96, "time") * 15));
      case DIGITS -> {
        var b = new StringBuilder();
        for (int i = 0; i < f.digits(); i++) {
          b.append(d.below(10, i));
        }
        yield Optional.of(b.toString());
      }
      case NUMBER -> Optional.of(Integer.toString(1 + d.below(9, "number")));
      case AGENT ->
          view.crew().isEmpty()
              ? Optional.empty()
              : Optional.of(d.pick(view.crew(), "agent").name());
      case TEXT -> Optional.of(view.title().isEmpty() ? "-" : view.title());
    };
  }

  /** Fields on which two people who both looked say different things. */
  List<Move.Dispute> disputes() {
    var out = new ArrayList<Move.Dispute>();
    for (var f : view.facts()) {
      var first = mind.others(f).stream().filter(Claim::firstHand).toList();
      for (var c : first) {
        if (!c.value().equals(first.getFirst().value())) {
          out.add(new Move.Dispute(first.getFirst(), c));
          break;
        }
      }
    }
    return out;
  }

  /** What the planner says of the plan. */
  void talk(List<Move> out) {
    var entries = entries();
    var missing = missing(entries);
    var submitted = view.current().stream().filter(o -> o.tool().equals("submit_plan")).findFirst();
    computed(out);
    if (submitted.isPresent()) {
      out.add(
          submitted.get().failed()
              ? new Move.SubmitFailed(submitted.get().text().strip())
              : handed(entries, missing));
      return;
    }
    assign(out);
    dispute(out);
    int round = view.now().round();
    if (view.now().last() && !view.now().plan().isEmpty()) {
      out.add(new Move.Stands(entries.size()));
      return;
    }
    boolean half = round * 2 > view.now().rounds();
    boolean list = round > 1 && missing.size() > 1 && (half || dice.chance(0.5, "missing"));
    if (half && !entries.isEmpty()) {
      out.add(new Move.Recap(entries, missing.isEmpty()));
    } else if (round > 1 && !list && out.size() < 3 && entries.size() + 1 != view.fields().size()) {
      // A list of what is missing names the parts of a sum, the count its lines: never both.
      out.add(new Move.Progress(entries.size(), view.fields().size()));
    }
    if (missing.isEmpty()) {
      return;
    }
    if (list) {
      out.add(new Move.Missing(missing.subList(0, Math.min(4, missing.size()))));
    } else if (round > 1 || (!view.conversation().isEmpty() && out.size() < 3)) {
      var f = dice.pick(missing, "ask");
      out.add(new Move.Ask(f, mind.owner(f).orElse(null)));
    }
  }

  /** What nobody has said: fields, and for computed fields their parts. */
  private List<Field> missing(List<Move.Entry> entries) {
    var out = new ArrayList<Field>();
    for (var f : view.fields()) {
      if (f.type() == Field.Type.TEXT || entries.stream().anyMatch(e -> e.field().equals(f))) {
        continue;
      }
      if (!f.computed()) {
        out.add(f);
      } else {
        f.formula().stream()
            .flatMap(t -> view.field(t.part()).stream())
            .filter(p -> mind.belief(p).isEmpty())
            .forEach(out::add);
      }
    }
    return out;
  }

  private void computed(List<Move> out) {
    for (var o : view.current()) {
      if (o.tool().equals("calculator") && !o.failed()) {
        view.fields().stream()
            .filter(Field::computed)
            .forEach(f ->
                sum(f)
                    .filter(s -> o.arguments().contains(s.expression()))
                    .ifPresent(s -> out.add(new Move.Computed(f, s.expression(), s.value()))));
      }
    }
  }

  private void assign(List<Move> out) {
    for (var f : view.fields()) {
      if (f.type() == Field.Type.AGENT
          && mind.mine(f).isEmpty()
          && mind.read(f).isEmpty()
          && view.now().round() >= 2
          && out.size() < 3) {
        mind.belief(f)
            .map(Mind.Belief::value)
            .or(() -> mind.casting(f))
            .ifPresent(a -> out.add(new Move.Assign(f, a)));
      }
    }
  }

  private void dispute(List<Move> out) {
    var disputes = disputes();
    if (disputes.isEmpty()) {
      return;
    }
    var d = dice.pick(disputes, "dispute");
    boolean old = d.two().round() < view.now().round() || d.one().round() < view.now().round();
    var belief = mind.belief(d.one().field());
    if (old && belief.isPresent() && view.now().round() >= 3 && dice.chance(0.6, "settle")) {
      out.add(new Move.Settle(d.one().field(), belief.get().value(), belief.get().from()));
    } else {
      out.add(d);
    }
  }

  private Move handed(List<Move.Entry> entries, List<Field> missing) {
    var plan = plan();
    var handed = new ArrayList<Move.Entry>();
    var known = new LinkedHashMap<String, Move.Entry>();
    entries.forEach(e -> known.put(e.field().name(), e));
    for (var f : view.fields()) {
      var v = plan.get(f.name());
      var e = known.get(f.name());
      if (v != null) {
        handed.add(new Move.Entry(f, v, e == null ? "" : Objects.requireNonNull(e.from())));
      }
    }
    boolean again =
        view.earlier().stream().anyMatch(o -> o.tool().equals("submit_plan") && !o.failed());
    var guessed =
        view.fields().stream()
            .filter(f -> f.type() != Field.Type.TEXT && !known.containsKey(f.name()))
            .toList();
    return new Move.Submitted(handed, missing.isEmpty() ? List.of() : guessed, again);
  }
}
