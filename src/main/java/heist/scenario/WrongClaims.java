package heist.scenario;

import heist.event.Envelope;
import heist.event.SessionEvent.MessageSpoken;
import heist.event.SessionEvent.NoteWritten;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an agent claimed that the world says is wrong. Only what is wrong beyond doubt: a value of
 * the kind that a field takes, in words that are about this field more than about any other. A
 * field that is worked out is asked for part by part. What could be a true fact of something else
 * counts only if the agent's own note of that turn names it too. Pure.
 */
public final class WrongClaims {
  /** More than the words that a sentence can share with what it does not name. */
  private static final long NAMED = 100;

  private final List<Topic> topics = new ArrayList<>();
  private final Set<String> facts;
  private final Collection<String> agents;

  /** Something a plan rests on, and what is right for it. */
  private record Topic(
      PlanForm.Field field, @Nullable String part, Set<String> about, String actual) {
    /** Whether a text calls it by its name. */
    boolean named(String text) {
      String name = part == null ? field.name().replace('_', ' ') : part;
      return (" " + Values.plain(text) + " ").contains(" " + Values.plain(name) + " ");
    }
  }

  private record Spoken(String value, int start, int end) {}

  /**
   * A wrong claim.
   *
   * @param seq number of the message
   * @param part of a field that is worked out, the part it was about, in the form's words; or null
   * @param actual what would have been right
   */
  public record Claim(
      long seq, int turn, String field, @Nullable String part, String said, String actual) {}

  private WrongClaims(World world, Map<String, String> present) {
    agents = present.keySet();
    facts =
        world.facts().values().stream()
            .map(v -> v.toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    Map<String, String> key = AnswerKey.of(world, present);
    for (PlanForm.Field field : world.form().fields()) {
      Optional<Formula> formula = Formula.of(field);
      String named = field.name().replace('_', ' ') + " ";
      String whole = formula.isEmpty() ? field.description() : beforeBrackets(field.description());
      add(field, null, named + whole, key.getOrDefault(field.name(), ""));
      formula.ifPresent(f -> parts(world, field, f));
    }
  }

  private void parts(World world, PlanForm.Field field, Formula formula) {
    List<PlanForm.Field> operands = SourceLines.operands(field, formula);
    SourceLines.find(world, field, List.of())
        .ifPresent(found -> {
          for (int i = 0; i < operands.size(); i++) {
            PlanForm.Field part = operands.get(i);
            String truth = Values.read(part, found.lines().get(i).text(), List.of()).orElse("");
            add(part, part.description(), part.description(), truth);
          }
        });
  }

  private void add(PlanForm.Field field, @Nullable String part, String words, String actual) {
    if (!actual.isEmpty()) {
      topics.add(new Topic(field, part, Words.of(words), actual));
    }
  }

  private static String beforeBrackets(String description) {
    return description.substring(0, description.lastIndexOf('('));
  }

  /**
   * The wrong claims of one agent, in the order they were made.
   *
   * @param present roles by agent, as the answer key needs them
   */
  public static List<Claim> by(
      World world, Map<String, String> present, List<Envelope> log, String agent) {
    WrongClaims reader = new WrongClaims(world, present);
    Map<Integer, String> notes = new HashMap<>();
    for (Envelope e : log) {
      if (e.event() instanceof NoteWritten n && n.agent().equals(agent)) {
        notes.put(n.turn(), n.text());
      }
    }
    List<Claim> claims = new ArrayList<>();
    for (Envelope e : log) {
      if (e.event() instanceof MessageSpoken m && m.agent().equals(agent)) {
        Assertions.sentences(m.text()).stream()
            .flatMap(s -> reader.wrong(s, notes.getOrDefault(m.turn(), "")).stream())
            .map(w ->
                new Claim(
                    e.seq(),
                    m.turn(),
                    w.topic.field().name(),
                    w.topic.part(),
                    w.said,
                    w.topic.actual()))
            .distinct()
            .forEach(claims::add);
      }
    }
    return List.copyOf(claims);
  }

  private record Wrong(Topic topic, String said) {}

  private List<Wrong> wrong(String sentence, String note) {
    List<Wrong> found = new ArrayList<>();
    // Every value belongs to one topic at most: to the one that the words around it speak of.
    topics.stream()
        .flatMap(t -> values(t.field(), sentence).stream())
        .distinct()
        .filter(v -> Assertions.claims(sentence, v.value()))
        .forEach(v ->
            meant(sentence, v)
                .filter(t -> !v.value().equalsIgnoreCase(t.actual()))
                // "4711, wait, I mean 4712": whoever mends it in one breath leaves nothing false.
                .filter(t -> !Assertions.claims(sentence.substring(v.end()), t.actual()))
                .filter(t -> beyondDoubt(t, sentence, v.value(), note))
                .ifPresent(t -> found.add(new Wrong(t, v.value()))));
    return found;
  }

  /**
   * The one topic that the words around a value name, else share most words with; empty if there
   * are two.
   */
  private Optional<Topic> meant(String sentence, Spoken v) {
    List<Topic> kin = topics.stream().filter(t -> values(t.field(), sentence).contains(v)).toList();
    String near = around(kin, sentence, v);
    Map<Topic, Long> fit = new HashMap<>();
    for (Topic t : kin) {
      long shared = Words.shared(t.about(), Words.of(near));
      fit.put(t, shared + (t.named(near) ? NAMED : 0));
    }
    long most = fit.values().stream().mapToLong(n -> n).max().orElse(0);
    List<Topic> best = kin.stream().filter(t -> fit.getOrDefault(t, 0L) == most).toList();
    return most > 0 && best.size() == 1 ? Optional.of(best.getFirst()) : Optional.empty();
  }

  /** From the value of the same kind before this one to the one after it. */
  private String around(List<Topic> kin, String sentence, Spoken v) {
    int from = 0;
    int to = sentence.length();
    for (Topic t : kin) {
      for (Spoken other : values(t.field(), sentence)) {
        if (other.end() <= v.start()) {
          from = Math.max(from, other.end());
        } else if (other.start() >= v.end()) {
          to = Math.min(to, other.start());
        }
      }
    }
    return sentence.substring(from, to);
  }

  private boolean beyondDoubt(Topic topic, String sentence, String said, String note) {
    boolean noted = Assertions.mentions(note, said);
    return switch (topic.field().type()) {
      case TIME, DIGITS, CHOICE, TEXT -> noted || !facts.contains(said.toLowerCase(Locale.ROOT));
      // Small numbers are facts of many things: the note decides, and without one the words.
      case NUMBER ->
          note.isEmpty()
              ? Words.shared(topic.about(), Words.of(sentence)) >= Math.min(2, topic.about().size())
              : noted;
      // A name stands in too many sentences to be held against anybody by words alone.
      case AGENT -> noted && Assertions.mentions(note, topic.actual());
    };
  }

  /** The values of a field's kind in a sentence, where they stand. */
  private List<Spoken> values(PlanForm.Field field, String sentence) {
    return switch (field.type()) {
      case TIME -> spoken(Values.all(field, sentence), sentence);
      case NUMBER ->
          spoken(
              Values.all(field, sentence).stream().filter(n -> n.length() < 4).toList(), sentence);
      case DIGITS ->
          spoken(
              Values.all(field, sentence).stream()
                  .filter(n -> n.length() == Integer.parseInt(field.options().getFirst()))
                  .toList(),
              sentence);
      case CHOICE -> longest(spoken(field.options(), sentence));
      case AGENT -> spoken(agents, sentence);
      case TEXT -> List.of();
    };
  }

  private static List<Spoken> spoken(Collection<String> values, String sentence) {
    List<Spoken> all = new ArrayList<>();
    for (String value : values) {
      Matcher found = Assertions.occurrence(value).matcher(sentence);
      while (found.find()) {
        all.add(new Spoken(value, found.start(), found.end()));
      }
    }
    all.sort(Comparator.comparingInt(Spoken::start));
    return all;
  }

  /** Without options that are part of a longer one that stands there. */
  private static List<Spoken> longest(List<Spoken> all) {
    return all.stream()
        .filter(s ->
            all.stream()
                .noneMatch(o ->
                    o != s
                        && o.start() <= s.start()
                        && o.end() >= s.end()
                        && o.value().length() > s.value().length()))
        .toList();
  }
}
