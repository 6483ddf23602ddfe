package heist.service.model.mind;

import heist.service.model.prompt.Field;
import heist.service.model.prompt.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What an agent says beyond its facts: lines of its papers, warnings, worries, sums, pictures. */
final class Colour {
  /** Of how many old lines in its papers an agent warns. */
  private static final double WARNS = 0.3;

  /** A line that only says where another thing stands. */
  private static final Pattern POINTER = Pattern.compile("(?i)table of|tabelle der|tabelle mit");

  private final View view;
  private final Mind mind;
  private final Listener listener;
  private final Dice dice;
  private final Talk talk;

  Colour(Mind mind, Listener listener, Dice dice) {
    this.view = mind.view;
    this.mind = mind;
    this.listener = listener;
    this.dice = dice;
    this.talk = new Talk(view);
  }

  /** At most {@code most} things, in an order of chance. */
  void add(List<Move> out, int most) {
    var found = new ArrayList<Move>();
    for (var o : view.current()) {
      if (o.tool().equals("calculator") && !o.failed() && !mind.lead()) {
        Gaps.of(mind, dice)
            .filter(
                g -> o.arguments().contains(Toolwork.expression(g)) && !talk.counted(g.minutes()))
            .ifPresent(found::add);
      }
    }
    volunteer().ifPresent(found::add);
    var ideas = new ArrayList<Move>();
    warning().ifPresent(ideas::add);
    long quoted = view.mine().stream().filter(s -> Talk.quotes(s.text())).count();
    if (dice.chance(quoted == 0 ? 0.45 : quoted == 1 ? 0.12 : 0, "quote")) {
      quote().ifPresent(ideas::add);
    }
    relay().ifPresent(ideas::add);
    if (view.now().last()) {
      most = Math.min(most, 1);
    } else if (view.now().round() > 1) {
      picture().ifPresent(ideas::add);
      if (dice.chance(0.55, "worry")) {
        worry().ifPresent(ideas::add);
      }
      Gaps.of(mind, dice).filter(g -> !talk.counted(g.minutes())).ifPresent(ideas::add);
    }
    found.addAll(dice.shuffled(ideas, "ideas"));
    out.addAll(found.subList(0, Math.min(most, found.size())));
  }

  private Optional<Move> volunteer() {
    for (var f : view.fields()) {
      if (f.type() == Field.Type.AGENT
          && mind.mine(f).isEmpty()
          && mind.others(f).isEmpty()
          && mind.casting(f).filter(view.me()::equals).isPresent()
          && mind.read(f).isEmpty()) {
        return Optional.of(new Move.Volunteer(f));
      }
    }
    return Optional.empty();
  }

  private Optional<Move> relay() {
    if (!dice.chance(view.rates().relay(), "relay") || view.now().round() < 2) {
      return Optional.empty();
    }
    var known =
        mind.claims.stream()
            .filter(c -> !c.speaker().equals(view.me()) && c.firstHand() && !talk.mine(c.value()))
            // news of an earlier round, by whoever brought it; not what a post or my own papers say
            .filter(c -> c.round() < view.now().round() && talk.heard(c.value()) <= 2)
            .filter(c -> c.field().type() != Field.Type.AGENT && !c.speaker().equals(mind.leader()))
            .filter(c -> mind.held(c.field()).filter(Fact::owned).isEmpty())
            .toList();
    if (known.isEmpty()) {
      return Optional.empty();
    }
    var c = dice.pick(known, "relayed");
    return Optional.of(new Move.Relay(c, listener.heard(c)));
  }

  /**
   * An old value in my papers that somebody might fall for. Who lies warns as often, of the line
   * that would show the lie.
   */
  private Optional<Move> warning() {
    for (var f : mind.facts()) {
      var told = listener.tell(f.field());
      var old =
          told.flatMap(t -> t.value().equals(f.value()) ? mind.other(f, true) : Optional.of(f));
      if (told.isPresent()
          && old.isPresent()
          && f.owned()
          && f.field().type() != Field.Type.AGENT
          && !talk.contains(old.get().value())
          && mind.stable.chance(WARNS, "warns", f.field().name())
          && mind.mine(f.field()).isPresent()) {
        return Optional.of(new Move.Warn(told.get(), old.get().value()));
      }
    }
    return Optional.empty();
  }

  /** A current line of my papers that fills no field and that nobody has quoted yet. */
  private Optional<Move> quote() {
    var told =
        mind.statements.stream()
            .filter(s ->
                Statements.past(s.text())
                    || view.facts().stream().anyMatch(f -> mind.speaksOf(f, s)))
            .map(Statement::whole)
            .toList();
    var lines =
        mind.statements.stream()
            .filter(s -> s.whole().length() > 20 && s.whole().length() < 120)
            .filter(s -> !told.contains(s.whole()) && !s.whole().matches(".*[;\"„].*"))
            .filter(s -> !s.whole().matches(".*\\w+: .*: .*") && !POINTER.matcher(s.whole()).find())
            .filter(s -> !talk.contains(s.whole().replaceAll("[.!]$", "")))
            .toList();
    var own = lines.stream().filter(Statement::owned).toList();
    var from = own.isEmpty() ? lines : own;
    if (from.isEmpty()) {
      return Optional.empty();
    }
    var s = dice.pick(from, "line");
    return Optional.of(new Move.Quote(s.whole(), s.source()));
  }

  /** Two things known that belong together: a time and a place or a person. */
  private Optional<Move> picture() {
    var times = known(Field.Type.TIME);
    var places = new ArrayList<>(known(Field.Type.CHOICE));
    places.addAll(known(Field.Type.NUMBER));
    if (times.isEmpty() || places.isEmpty()) {
      return Optional.empty();
    }
    var a = dice.pick(times, "picture");
    var b = dice.pick(places, "picture2");
    return talk.mine(a.value()) && talk.mine(b.value())
        ? Optional.empty()
        : Optional.of(new Move.Picture(a, b));
  }

  private List<Move.Entry> known(Field.Type type) {
    return view.fields().stream()
        .filter(f -> f.type() == type)
        .flatMap(f -> mind.belief(f).map(b -> new Move.Entry(f, b.value(), b.from())).stream())
        .filter(e ->
            e.from().equals(view.me())
                ? listener.tell(e.field()).filter(t -> t.value().equals(e.value())).isPresent()
                : true)
        .toList();
  }

  /** Somebody else's field that everything hangs on. */
  private Optional<Move> worry() {
    var theirs =
        view.facts().stream()
            .filter(f -> mind.held(f).isEmpty() && f.type() != Field.Type.TEXT)
            .flatMap(f -> mind.others(f).stream().filter(Claim::firstHand).findFirst().stream())
            .filter(c -> !c.speaker().equals(mind.leader()) && !talk.asked(c.field()))
            .filter(c -> !c.value().equals(view.me()) && !c.value().equals(c.speaker()))
            .filter(c -> view.now().plan().isEmpty() && c.round() < view.now().round())
            .toList();
    if (theirs.isEmpty()) {
      return Optional.empty();
    }
    var c = dice.pick(theirs, "worry");
    return Optional.of(new Move.Worry(c.field(), c.value(), c.speaker()));
  }
}
