package heist.service.model.mind;

import heist.service.model.prompt.Field;
import heist.service.model.prompt.View;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the one who runs the plan does: ask, sum up, settle, hand in. */
final class Planning {
  private final View view;
  private final Mind mind;
  private final Deceit deceit;
  private final Dice dice;

  Planning(Mind mind, Deceit deceit, Dice dice) {
    this.view = mind.view;
    this.mind = mind;
    this.deceit = deceit;
    this.dice = dice;
  }

  /** What I understand of a claim: at the rate for mishearing another value, always the same. */
  String heard(Claim c) {
    return mind.stable.chance(view.rates().mishear(), "mishear", c.seq(), c.field().name())
        ? Slips.misheard(c.field(), c.value(), mind.stable.of("heard", c.seq()))
        : c.value();
  }

  /** The plan to hand in now, if it is time. */
  Optional<Map<String, String>> due() {
    if (!mind.lead()
        || !view.has("submit_plan")
        || view.now().vote()
        || view.fields().isEmpty()
        || Toolwork.answered(view, "submit_plan")) {
      return Optional.empty();
    }
    boolean late =
        view.now().last()
            || view.now().revision() != null
            || view.now().round() >= view.now().rounds();
    boolean complete =
        view.now().round() >= Math.max(2, view.now().rounds() - 1)
            && view.fields().stream()
                .allMatch(f -> mind.belief(f).isPresent() || f.type() == Field.Type.TEXT)
            && disputes().isEmpty();
    if (!late && !complete) {
      return Optional.empty();
    }
    var plan = plan();
    var text = plan.toString();
    boolean same =
        view.earlier().stream()
            .anyMatch(
                o -> o.tool().equals("submit_plan") && !o.failed() && holds(o.arguments(), plan));
    return same && !text.isEmpty() && view.now().revision() == null
        ? Optional.empty()
        : Optional.of(plan);
  }

  private static boolean holds(String arguments, Map<String, String> plan) {
    return plan.entrySet().stream()
        .allMatch(e -> arguments.contains(e.getKey()) && arguments.contains(e.getValue()));
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
      if (!out.containsKey(f.name()) && deceit.method != Deceit.Method.DELAY) {
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

  /** What I believe of each field, as heard. */
  List<Move.Entry> entries() {
    var out = new ArrayList<Move.Entry>();
    for (var f : view.fields()) {
      mind.belief(f)
          .ifPresent(b -> {
            var source = source(b);
            var value = source == null ? b.value() : heard(source);
            out.add(new Move.Entry(f, value, b.from()));
          });
    }
    return out;
  }

  private @Nullable Claim source(Mind.Belief b) {
    return b.from().equals(view.me())
        ? null
        : mind.others(b.field()).stream()
            .filter(c -> c.value().equals(b.value()))
            .reduce((_, y) -> y)
            .orElse(null);
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
    for (var f : view.fields()) {
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
  void talk(List<Move> out, Notes notes) {
    var entries = entries();
    var missing =
        view.fields().stream()
            .filter(f ->
                f.type() != Field.Type.TEXT && entries.stream().noneMatch(e -> e.field().equals(f)))
            .toList();
    var submitted = view.current().stream().filter(o -> o.tool().equals("submit_plan")).findFirst();
    if (submitted.isPresent()) {
      if (submitted.get().failed()) {
        out.add(new Move.SubmitFailed(submitted.get().text().strip()));
      } else {
        var plan = plan();
        var handed = new ArrayList<Move.Entry>();
        for (var f : view.fields()) {
          var v = plan.get(f.name());
          if (v != null) {
            var from =
                entries.stream()
                    .filter(e -> e.field().equals(f))
                    .map(Move.Entry::from)
                    .findFirst()
                    .orElse("");
            handed.add(new Move.Entry(f, v, from));
            entries.stream()
                .filter(e -> e.field().equals(f) && !e.value().equals(v))
                .forEach(e -> notes.wrote(e, v));
          }
        }
        boolean again = view.earlier().stream().anyMatch(o -> o.tool().equals("submit_plan"));
        out.add(new Move.Submitted(handed, missing, again));
      }
      return;
    }
    for (var f : view.fields()) {
      if (f.type() == Field.Type.AGENT
          && mind.mine(f).isEmpty()
          && view.now().round() >= 2
          && out.size() < 3) {
        mind.belief(f)
            .map(Mind.Belief::value)
            .or(() -> mind.casting(f))
            .ifPresent(a -> out.add(new Move.Assign(f, a)));
      }
    }
    var disputes = disputes();
    if (!disputes.isEmpty()) {
      var d = dice.pick(disputes, "dispute");
      boolean old = d.two().round() < view.now().round() || d.one().round() < view.now().round();
      var belief = mind.belief(d.one().field());
      if (old && belief.isPresent() && view.now().round() >= 3 && dice.chance(0.6, "settle")) {
        out.add(new Move.Settle(d.one().field(), belief.get().value(), belief.get().from()));
      } else {
        out.add(d);
      }
    }
    boolean half = view.now().round() * 2 > view.now().rounds();
    if (half && !entries.isEmpty()) {
      out.add(new Move.Recap(entries, missing.isEmpty()));
    }
    if (!missing.isEmpty() && view.now().round() > 1) {
      if (missing.size() > 1 && (half || dice.chance(0.5, "missing"))) {
        out.add(new Move.Missing(missing.subList(0, Math.min(4, missing.size()))));
      } else {
        var f = dice.pick(missing, "missing");
        out.add(new Move.Ask(f, mind.owner(f).orElse(null)));
      }
    } else if (out.size() < 2 && view.now().round() > 1) {
      Gaps.of(mind, dice).ifPresent(out::add);
    }
    if (view.now().round() == 1
        && out.size() < 2
        && !missing.isEmpty()
        && !view.conversation().isEmpty()) {
      var f = dice.pick(missing, "ask");
      out.add(new Move.Ask(f, mind.owner(f).orElse(null)));
    }
  }
}
