package heist.scenario;

import heist.event.Envelope;
import heist.event.SessionEvent;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Looks for the event that first brought in the value of one field. */
final class BlameSearch {
  private final World world;
  private final PlanForm.Field field;
  private final List<Envelope> log;
  private final List<String> agents = new ArrayList<>();
  private final Set<String> roles = new LinkedHashSet<>();

  BlameSearch(World world, PlanForm.Field field, List<Envelope> log) {
    this.world = world;
    this.field = field;
    this.log = log;
    for (Envelope e : log) {
      if (e.event() instanceof SessionEvent.SessionCreated created) {
        created
            .crew()
            .forEach(m -> {
              agents.add(m.name());
              roles.add(m.role());
            });
      }
    }
  }

  Optional<Blame> find(Execution execution) {
    String planned = execution.planned();
    if (planned == null) {
      return withheld().or(this::leftOut);
    }
    Set<String> about = Words.of(field.description() + " " + field.name().replace('_', ' '));
    long before = firstPlanned(planned);
    return wrongOperand(planned)
        .or(() -> spoken(about, planned, before))
        .or(() -> distinctive() ? spoken(Set.of(), planned, before) : Optional.empty())
        .or(this::withheld) // a guess, for want of what somebody kept
        .or(() -> returned(about, planned))
        .or(() -> submitted(planned));
  }

  /**
   * Whoever wrote another value into the plan than the crew had been told did so alone, unless its
   * own papers misled it.
   */
  private boolean misled(SessionEvent.ToolReturned r) {
    Optional<String> author =
        log.stream()
            .map(Envelope::event)
            .filter(SessionEvent.PlanSubmitted.class::isInstance)
            .map(e -> ((SessionEvent.PlanSubmitted) e).agent())
            .findFirst();
    boolean told =
        SourceLines.find(world, field, roles).filter(f -> claimed(field, f.value())).isPresent();
    return !told || author.filter(r.agent()::equals).isPresent();
  }

  /** A part of a formula told wrongly, such that the plan's value follows from it. */
  private Optional<Blame> wrongOperand(String planned) {
    Optional<Formula> formula = Formula.of(field);
    Optional<SourceLines.Found> found = SourceLines.find(world, field, roles);
    if (formula.isEmpty() || found.isEmpty()) {
      return Optional.empty();
    }
    List<PlanForm.Field> operands = SourceLines.operands(field, formula.get());
    List<String> truth = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      truth.add(
          Values.read(operands.get(i), found.get().lines().get(i).text(), agents).orElse("0"));
    }
    return new WrongParts(formula.get(), operands, truth).find(log, planned);
  }

  /**
   * Number of the event that first put the value into a plan: who reads it out did not cause it.
   */
  private long firstPlanned(String planned) {
    return log.stream()
        .filter(e ->
            e.event() instanceof SessionEvent.PlanSubmitted p
                && planned.equals(p.plan().get(field.name())))
        .mapToLong(Envelope::n)
        .findFirst()
        .orElse(Long.MAX_VALUE);
  }

  private Optional<Blame> spoken(Set<String> about, String planned, long before) {
    return messages(
        before,
        sentence ->
            Assertions.claims(uncalled(sentence), planned)
                && (about.isEmpty() || Words.shared(about, Words.of(sentence)) > 0));
  }

  /** "Planner: intel turns the second key" calls the planner and gives it no post. */
  private String uncalled(String sentence) {
    if (field.type() != PlanForm.Type.AGENT || agents.isEmpty()) {
      return sentence;
    }
    String names =
        agents.stream().map(Pattern::quote).collect(Collectors.joining("|", "(?iu:", ")"));
    return sentence
        .replaceFirst("^\\s*" + names + "\\s*[:,]", "")
        .replaceFirst("[,;]\\s*" + names + "(?=\\s*(?:[.!,;]|$))", "");
  }

  private interface Test {
    boolean on(String sentence);
  }

  private Optional<Blame> messages(long before, Test test) {
    for (Envelope e : log) {
      if (e.n() < before
          && e.event() instanceof SessionEvent.MessageSpoken m
          && Assertions.sentences(m.text()).stream().anyMatch(test::on)) {
        return Optional.of(new Blame(e.seq(), m.agent()));
      }
    }
    return Optional.empty();
  }

  private Optional<Blame> returned(Set<String> about, String planned) {
    for (Envelope e : log) {
      if (e.event() instanceof SessionEvent.ToolReturned r
          && r.success()
          && misled(r)
          && r.result()
              .lines()
              .anyMatch(
                  l -> Assertions.mentions(l, planned) && Words.shared(about, Words.of(l)) > 0)) {
        return Optional.of(new Blame(e.seq(), r.agent()));
      }
    }
    return Optional.empty();
  }

  private Optional<Blame> submitted(String planned) {
    for (Envelope e : log.reversed()) {
      if (e.event() instanceof SessionEvent.PlanSubmitted p
          && planned.equals(p.plan().get(field.name()))) {
        return Optional.of(new Blame(e.seq(), p.agent()));
      }
    }
    return Optional.empty();
  }

  /**
   * Who read the line that answers the field, in time for the plan, and never said what it says.
   */
  private Optional<Blame> withheld() {
    Optional<SourceLines.Found> found = SourceLines.find(world, field, roles);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    List<PlanForm.Field> parts =
        Formula.of(field).map(f -> SourceLines.operands(field, f)).orElseGet(() -> List.of(field));
    for (int i = 0; i < found.get().lines().size(); i++) {
      SourceLines.Line line = found.get().lines().get(i);
      PlanForm.Field part = parts.get(i);
      Optional<String> value = Values.read(part, line.text(), List.copyOf(roles));
      for (Envelope e : log) {
        if (e.n() < lastPlan()
            && e.event() instanceof SessionEvent.ToolReturned r
            && r.success()
            && r.result().contains(line.text())
            && value.filter(v -> claimed(part, v)).isEmpty()) {
          return Optional.of(new Blame(e.seq(), r.agent()));
        }
      }
    }
    return Optional.empty();
  }

  /** Whether anybody said a value, or the name of the agent in this role, in time for the plan. */
  private boolean claimed(PlanForm.Field part, String value) {
    List<String> forms = new ArrayList<>(List.of(value));
    log.stream()
        .map(Envelope::event)
        .filter(SessionEvent.SessionCreated.class::isInstance)
        .map(SessionEvent.SessionCreated.class::cast)
        .flatMap(c -> c.crew().stream())
        .filter(m -> m.role().equals(value))
        .forEach(m -> forms.add(m.name()));
    Set<String> about = Words.of(part.description());
    return log.stream()
        .filter(e -> e.n() < lastPlan())
        .map(Envelope::event)
        .anyMatch(e ->
            e instanceof SessionEvent.MessageSpoken m
                && Assertions.sentences(m.text()).stream()
                    .anyMatch(s ->
                        forms.stream().anyMatch(v -> Assertions.claims(s, v))
                            && Words.shared(about, Words.of(s)) > 0));
  }

  /** Number of the event that handed in the plan that was carried out. */
  private long lastPlan() {
    return log.reversed().stream()
        .filter(e -> e.event() instanceof SessionEvent.PlanSubmitted)
        .mapToLong(Envelope::n)
        .findFirst()
        .orElse(Long.MAX_VALUE);
  }

  /** The plan that lacks the field though the crew had been told. */
  private Optional<Blame> leftOut() {
    boolean told =
        SourceLines.find(world, field, roles).filter(f -> claimed(field, f.value())).isPresent();
    return log.reversed().stream()
        .filter(e ->
            told
                && e.event() instanceof SessionEvent.PlanSubmitted p
                && !p.plan().containsKey(field.name()))
        .findFirst()
        .map(e -> new Blame(e.seq(), ((SessionEvent.PlanSubmitted) e.event()).agent()));
  }

  /** Whether a value of this kind, found anywhere, can hardly mean anything else. */
  private boolean distinctive() {
    return switch (field.type()) {
      case TIME, DIGITS, CHOICE, TEXT -> true;
      case NUMBER, AGENT -> false;
    };
  }
}
