package heist.service.model.mind;

import heist.service.model.prompt.Field;
import heist.service.model.prompt.View;
import heist.service.model.prompt.View.Said;
import heist.service.model.prompt.View.Source;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What one agent knows at its turn: what it read, what it holds true, what it heard. Worked out
 * anew from the prompt each time; chance that must hold over turns is drawn from what was read, not
 * from the request.
 */
final class Mind {
  private static final Pattern LEAD =
      Pattern.compile(
          "(?iu)plan|lead|boss|coordinat|koordinat|leit|chef|manager|captain|kapitän|mastermind");
  private static final Pattern SPARE =
      Pattern.compile(
          "(?iu)\\b(?:spare|reserve|substitute|stand-?in|understudy|back-?up|ersatz|vertretung)\\b");
  private static final Pattern DIGEST = Pattern.compile("^[-*]? *(?:#(\\d+) )?([\\w.-]+): (.+)$");

  final View view;
  final Dice stable;
  final FactFinder finder;
  final Claims hearing;
  final List<Statement> statements;
  final List<Claim> claims;
  private final Map<String, Map<String, Claim>> latest;
  private final Map<String, List<Fact>> candidates = new LinkedHashMap<>();

  Mind(View view) {
    this.view = view;
    this.statements = Statements.of(view);
    // the same in the turn of the call and in all later ones, whatever stands around the text
    var salt = view.outputs().isEmpty() ? view.title() : view.outputs().getFirst().text().strip();
    this.stable = new Dice(Dice.hash(view.me() + "\n" + salt));
    this.finder = new FactFinder(view, statements);
    this.hearing = new Claims(view, finder);
    var all = new ArrayList<Claim>();
    for (var line : view.memory().lines().toList()) {
      var m = DIGEST.matcher(line.strip());
      if (m.matches() && view.member(m.group(2)).isPresent()) {
        all.addAll(hearing.of(Said.of(0, 0, m.group(2), m.group(3))));
      }
    }
    all.addAll(hearing.all());
    this.claims = owned(all);
    this.latest = Claims.latest(claims);
    for (var f : view.facts()) {
      candidates.put(f.name(), finder.candidates(f));
    }
  }

  /** Who says again what it said first-hand before does not lean on whom it answers. */
  private static List<Claim> owned(List<Claim> all) {
    var out = new ArrayList<Claim>();
    for (var c : all) {
      var before =
          out.stream()
              .filter(p ->
                  p.speaker().equals(c.speaker())
                      && p.field().equals(c.field())
                      && p.value().equals(c.value())
                      && p.firstHand())
              .findFirst();
      out.add(before.isPresent() ? c.asFirstHand(c.sourced() || before.get().sourced()) : c);
    }
    return List.copyOf(out);
  }

  /** Whether I run the plan. */
  boolean lead() {
    var named =
        view.crew().stream()
            .filter(m -> LEAD.matcher(m.role() + " " + m.name()).find())
            .findFirst();
    return named.isPresent()
        ? named.get().name().equals(view.me())
        : !view.crew().isEmpty() && view.crew().getFirst().name().equals(view.me());
  }

  /** Who runs the plan. */
  String leader() {
    return view.crew().stream()
        .filter(m -> LEAD.matcher(m.role() + " " + m.name()).find())
        .findFirst()
        .or(() -> view.crew().stream().findFirst())
        .map(View.Member::name)
        .orElse(view.me());
  }

  /** The best line for a field, current lines first. */
  Optional<Fact> read(Field field) {
    return candidates.getOrDefault(field.name(), List.of()).stream()
        .filter(f -> f.score() >= FactFinder.THRESHOLD)
        .findFirst();
  }

  /** Another value of the field's type in my sources: out of date, or of another row. */
  Optional<Fact> other(Fact truth, boolean staleOnly) {
    return candidates.getOrDefault(truth.field().name(), List.of()).stream()
        .filter(f -> !f.value().equals(truth.value()) && (!staleOnly || f.stale()))
        .filter(f -> f.source().equals(truth.source()) || !staleOnly)
        .findFirst();
  }

  /** Whether a line offers a value for a field. */
  boolean speaksOf(Field field, Statement s) {
    return candidates.getOrDefault(field.name(), List.of()).stream()
        .anyMatch(f -> f.line().equals(s.text()) && f.score() >= FactFinder.THRESHOLD);
  }

  /** What I, being honest, hold true: what I read, or at the rate for stale papers an old line. */
  Optional<Fact> held(Field field) {
    var truth = read(field);
    if (truth.isEmpty()) {
      return truth;
    }
    var t = truth.get();
    if (view.now().mends()
        || !stable.chance(view.rates().stale(), "stale", field.name(), t.line())) {
      return truth;
    }
    var old = other(t, true);
    if (old.isEmpty()) {
      return truth;
    }
    var said = mine(field);
    boolean noticed =
        said.isPresent()
            && view.now().round() > said.get().round()
            && (stable.chance(0.9, "noticed", field.name(), t.line()) || pressed(field) >= 1);
    return noticed || (said.isPresent() && said.get().value().equals(t.value())) ? truth : old;
  }

  /** What I said last about a field. */
  Optional<Claim> mine(Field field) {
    return Optional.ofNullable(latest.getOrDefault(field.name(), Map.of()).get(view.me()));
  }

  /** Whether I ever gave another value for a field than this one. */
  boolean everSaidOther(Field field, String value) {
    return claims.stream()
        .anyMatch(c ->
            c.speaker().equals(view.me())
                && c.field().equals(field)
                && c.firstHand()
                && !c.value().equals(value));
  }

  /**
   * How hard others ask me for a field: 1 for each question that names me, a half for each that
   * names nobody. Of a field I have spoken of, only questions after that count.
   */
  double pressed(Field field) {
    int from =
        claims.stream()
            .filter(c -> c.speaker().equals(view.me()) && c.field().equals(field))
            .mapToInt(Claim::seq)
            .findFirst()
            .orElse(-1);
    var names = Labels.phrases(field).stream().map(p -> p.toLowerCase(Locale.ROOT)).toList();
    double sum = 0;
    for (var s : view.conversation()) {
      if (s.seq() <= from || s.speaker().equals(view.me())) {
        continue;
      }
      for (var sentence : Sentences.of(s.text())) {
        boolean me = names(sentence);
        boolean open = toAll(sentence, s.speaker());
        if (Sentences.asks(sentence) && (me || open)) {
          var lower = sentence.toLowerCase(Locale.ROOT);
          boolean about =
              names.stream().anyMatch(lower::contains)
                  || (me && spokenOf(sentence).filter(field::equals).isPresent());
          sum += about ? (me ? 1 : 0.5) : 0;
        }
      }
    }
    return sum;
  }

  /** How many others have said another value for a field than the plan as handed in. */
  long objected(Field field) {
    var in = view.now().plan().get(field.name());
    return in == null
        ? 0
        : claims.stream()
            .filter(c ->
                c.field().equals(field)
                    && !c.speaker().equals(view.me())
                    && !c.value().equals(in)
                    && view.conversation().stream()
                        .anyMatch(s -> s.seq() == c.seq() && names(s.text())))
            .count();
  }

  /** What others said last about a field. */
  List<Claim> others(Field field) {
    return latest.getOrDefault(field.name(), Map.of()).values().stream()
        .filter(c -> !c.speaker().equals(view.me()))
        .toList();
  }

  /** A value for the plan, and whose word it is. */
  record Belief(Field field, String value, String from, double weight) {}

  /**
   * What I would write into the plan: my own papers and what others said, weighed; first-hand words
   * beat hearsay, later ones beat earlier ones.
   */
  Optional<Belief> belief(Field field) {
    if (field.computed()) {
      var sum = Sums.of(field, f -> belief(f).map(Belief::value), view);
      if (sum.isPresent()) {
        return Optional.of(new Belief(field, sum.get().value(), view.me(), 1.5));
      }
    }
    var weight = new LinkedHashMap<String, Double>();
    var from = new LinkedHashMap<String, String>();
    held(field)
        .ifPresent(f -> {
          boolean sure = f.owned() || inherited(f.source());
          weight.merge(f.value(), sure ? 3.2 : f.score() > 0.55 ? 2.1 : 1.2, Double::sum);
          from.put(f.value(), view.me());
        });
    var heard = new ArrayList<>(others(field));
    heard.sort(Comparator.comparingInt(Claim::seq));
    for (int i = 0; i < heard.size(); i++) {
      var c = heard.get(i);
      double w = trust(c) + 0.05 * i + (corrects(c) ? 0.7 : 0);
      weight.merge(c.value(), w, Double::sum);
      from.putIfAbsent(c.value(), c.speaker());
    }
    if (weight.isEmpty() && field.type() == Field.Type.AGENT) {
      return spare().or(() -> casting(field)).map(a -> new Belief(field, a, view.me(), 0.5));
    }
    return weight.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(e ->
            new Belief(
                field, e.getKey(), Objects.requireNonNull(from.get(e.getKey())), e.getValue()));
  }

  /** Whom my papers name as a spare, now that somebody has left. */
  private Optional<String> spare() {
    return statements.stream()
        .filter(s -> !view.now().gone().isEmpty() && SPARE.matcher(s.text()).find())
        .flatMap(s -> view.crew().stream().map(View.Member::name).filter(n -> names(s.text(), n)))
        .findFirst();
  }

  /** A paper counts most, an echo hardly; some let themselves be talked into things. */
  private double trust(Claim c) {
    if (!c.firstHand()) {
      return 0.4;
    }
    if (c.speaker().equals(leader())) {
      return 0.9;
    }
    return c.sourced() ? 2.0 : stable.chance(0.55, "swayed", c.field().name()) ? 2.2 : 1.4;
  }

  private boolean corrects(Claim c) {
    return claims.stream()
        .anyMatch(p ->
            p.speaker().equals(c.speaker())
                && p.field().name().equals(c.field().name())
                && p.seq() < c.seq()
                && !p.value().equals(c.value()));
  }

  /** The member whose role or name fits the description of a field best. */
  Optional<String> casting(Field field) {
    String best = null;
    double top = 0;
    var words = Words.stems(Labels.name(field) + " " + field.description());
    for (var m : view.crew()) {
      double fit = 0;
      for (var r : Words.stems(m.role() + " " + m.name().replace('_', ' '))) {
        for (var w : words) {
          fit = Math.max(fit, Words.agree(r, w));
        }
      }
      if (fit > top) {
        top = fit;
        best = m.name();
      }
    }
    return Optional.ofNullable(best);
  }

  /** Who most likely has the papers for a field: whoever spoke of it, else whose role fits. */
  Optional<String> owner(Field field) {
    return claims.stream()
        .filter(c -> c.field().name().equals(field.name()) && c.firstHand())
        .map(Claim::speaker)
        .filter(s -> !s.equals(view.me()))
        .findFirst()
        .or(() -> casting(field).filter(a -> !a.equals(view.me())));
  }

  /** Sources I have not read yet; my own first. */
  List<Source> unread() {
    var done =
        view.outputs().stream()
            .filter(o -> !o.failed())
            .map(o -> Statements.source(o, view))
            .toList();
    return view.sources().stream()
        .filter(s -> !done.contains(s.name()))
        .sorted(Comparator.comparing((Source s) -> !s.mine()))
        .toList();
  }

  /** Whether a source was another's alone until that one left. */
  boolean inherited(String source) {
    return view.now().open().contains(source);
  }

  /** Fields for which I have read something. */
  List<Fact> facts() {
    return view.facts().stream().map(this::held).flatMap(Optional::stream).toList();
  }

  /** Whether somebody's sentence names me. */
  boolean names(String sentence) {
    return names(sentence, view.me());
  }

  private static boolean names(String sentence, String name) {
    return Pattern.compile("(?iu)(?<![\\w-])" + Pattern.quote(name) + "(?![\\w-])")
        .matcher(sentence)
        .find();
  }

  /** Whether a sentence names nobody but perhaps its speaker and me. */
  boolean toAll(String sentence, String speaker) {
    return view.others().stream().noneMatch(n -> !n.equals(speaker) && names(sentence, n));
  }

  /** The field that a text speaks of, if any. */
  Optional<Field> spokenOf(String text) {
    var lower = Words.stems(text);
    Field best = null;
    double top = 0.4;
    for (var f : view.named()) {
      double fit = finder.fit(f, text);
      for (var p : Labels.phrases(f)) {
        var stems = Words.stems(p);
        if (!stems.isEmpty() && java.util.Collections.indexOfSubList(lower, stems) >= 0) {
          fit += 0.5;
        }
      }
      if (fit > top) {
        top = fit;
        best = f;
      }
    }
    return Optional.ofNullable(best);
  }
}
