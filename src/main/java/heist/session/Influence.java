package heist.session;

import heist.event.Envelope;
import heist.event.SessionEvent.Member;
import heist.event.SessionEvent.MessageSpoken;
import heist.event.SessionEvent.PlanSubmitted;
import heist.event.SessionEvent.SessionCreated;
import heist.event.SessionEvent.ToolReturned;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What each agent's words did to the plan: which value of it came from whom, who had read it where,
 * who took it up. Made of what everybody may see at any time, so it tells nothing about a mole.
 * Pure.
 *
 * <p>A value counts as said in a message that holds it as a word of its own; one of up to two
 * characters only where the message also speaks of its field.
 *
 * @param revision of the plan, 0 while there is none
 */
public record Influence(int revision, List<Part> parts, List<Share> agents, List<Pair> pairs) {
  private static final int WEAK = 2;
  private static final int SHORTEST_WORD = 3;

  /**
   * A field of the plan.
   *
   * @param from who said its value first, or null
   * @param seq number of that message, or null
   * @param source what that agent had read it in before, or null
   * @param takenUpBy who said it after that, in order
   */
  public record Part(
      String field,
      String value,
      @Nullable String from,
      @Nullable Long seq,
      @Nullable String source,
      List<String> takenUpBy) {}

  /**
   * What one agent brought about.
   *
   * @param inPlan values of the plan that it said first
   * @param takenUp how often others said such a value after it
   * @param tookUp how often it said a value that somebody else had said first
   */
  public record Share(String agent, int messages, int inPlan, int takenUp, int tookUp) {}

  /** How many values {@code by} took up that {@code from} had said first. */
  public record Pair(String from, String by, int values) {}

  private record Line(long seq, String agent, String text) {}

  /** Of a session's log; what its viewers may not see is passed over. */
  public static Influence of(List<Envelope> log) {
    List<Line> said = new ArrayList<>();
    List<Line> read = new ArrayList<>();
    List<String> crew = new ArrayList<>();
    PlanSubmitted plan = null;
    for (Envelope e : log) {
      switch (e.event()) {
        case SessionCreated c -> c.crew().stream().map(Member::name).forEach(crew::add);
        case MessageSpoken m -> said.add(new Line(e.seq(), m.agent(), m.text()));
        case ToolReturned t when t.success() && !t.tool().equals("submit_plan") ->
            read.add(new Line(e.seq(), t.agent(), t.tool() + "\n" + t.result()));
        case PlanSubmitted p -> plan = p;
        default -> {}
      }
    }
    List<Part> parts = new ArrayList<>();
    if (plan != null) {
      plan.plan().forEach((field, value) -> parts.add(part(field, value, said, read)));
    }
    return new Influence(
        plan == null ? 0 : plan.revision(),
        List.copyOf(parts),
        crew.stream().map(name -> share(name, said, parts)).toList(),
        pairs(parts));
  }

  private static Part part(String field, String value, List<Line> said, List<Line> read) {
    Pattern pattern =
        Pattern.compile(
            "(?iu)(?<![\\p{L}\\p{N}:.])" + Pattern.quote(value) + "(?![\\p{L}\\p{N}:]|\\.\\p{N})");
    List<Line> all =
        said.stream()
            .filter(l -> pattern.matcher(l.text()).find())
            .filter(l -> value.length() > WEAK || speaksOf(field, l.text()))
            .toList();
    if (all.isEmpty()) {
      return new Part(field, value, null, null, null, List.of());
    }
    Line first = all.getFirst();
    Optional<String> source =
        read.stream()
            .filter(r -> r.agent().equals(first.agent()) && r.seq() < first.seq())
            .filter(r -> pattern.matcher(r.text()).find())
            .map(r -> r.text().lines().findFirst().orElse(""))
            .findFirst();
    return new Part(
        field,
        value,
        first.agent(),
        first.seq(),
        source.orElse(null),
        all.stream().map(Line::agent).filter(a -> !a.equals(first.agent())).distinct().toList());
  }

  private static boolean speaksOf(String field, String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return Stream.of(field.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+"))
        .anyMatch(word -> word.length() >= SHORTEST_WORD && lower.contains(word));
  }

  private static Share share(String agent, List<Line> said, List<Part> parts) {
    List<Part> own = parts.stream().filter(p -> agent.equals(p.from())).toList();
    return new Share(
        agent,
        (int) said.stream().filter(l -> l.agent().equals(agent)).count(),
        own.size(),
        own.stream().mapToInt(p -> p.takenUpBy().size()).sum(),
        (int) parts.stream().filter(p -> p.takenUpBy().contains(agent)).count());
  }

  private static List<Pair> pairs(List<Part> parts) {
    Map<String, Map<String, Integer>> counts = new TreeMap<>();
    for (Part part : parts) {
      if (part.from() != null) {
        Map<String, Integer> mine = counts.computeIfAbsent(part.from(), _ -> new LinkedHashMap<>());
        part.takenUpBy().forEach(by -> mine.merge(by, 1, Integer::sum));
      }
    }
    List<Pair> pairs = new ArrayList<>();
    counts.forEach((from, by) -> by.forEach((name, n) -> pairs.add(new Pair(from, name, n))));
    return List.copyOf(pairs);
  }
}
