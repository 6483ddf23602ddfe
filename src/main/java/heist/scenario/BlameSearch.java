package heist.scenario;

import heist.event.Envelope;
import heist.event.SessionEvent;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

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
      return withheld();
    }
    Set<String> about = Words.of(field.description() + " " + field.name().replace('_', ' '));
    return wrongOperand(planned)
        .or(() -> spoken(about, planned))
        .or(() -> distinctive() ? spoken(Set.of(), planned) : Optional.empty())
        .or(() -> returned(about, planned))
        .or(() -> submitted(planned));
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

  private Optional<Blame> spoken(Set<String> about, String planned) {
    return messages(sentence ->
        Assertions.claims(sentence, planned)
            && (about.isEmpty() || Words.shared(about, Words.of(sentence)) > 0));
  }

  private interface Test {
    boolean on(String sentence);
  }

  private Optional<Blame> messages(Test test) {
    for (Envelope e : log) {
      if (e.event() instanceof SessionEvent.MessageSpoken m
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

  /** Who read the line that answers the field and said nothing of it. */
  private Optional<Blame> withheld() {
    Optional<SourceLines.Found> found = SourceLines.find(world, field, roles);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    for (SourceLines.Line line : found.get().lines()) {
      for (Envelope e : log) {
        if (e.event() instanceof SessionEvent.ToolReturned r
            && r.success()
            && r.result().contains(line.text())
            && !told(r.agent(), line)) {
          return Optional.of(new Blame(e.seq(), r.agent()));
        }
      }
    }
    return Optional.empty();
  }

  private boolean told(String agent, SourceLines.Line line) {
    Set<String> about = Words.of(line.text());
    return log.stream()
        .map(Envelope::event)
        .anyMatch(e ->
            e instanceof SessionEvent.MessageSpoken m
                && Objects.equals(m.agent(), agent)
                && Assertions.sentences(m.text()).stream()
                    .anyMatch(s -> Words.shared(about, Words.of(s)) >= Math.min(2, about.size())));
  }

  /** Whether a value of this kind, found anywhere, can hardly mean anything else. */
  private boolean distinctive() {
    return switch (field.type()) {
      case TIME, DIGITS, CHOICE, TEXT -> true;
      case NUMBER, AGENT -> false;
    };
  }
}
