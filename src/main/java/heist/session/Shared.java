package heist.session;

import heist.event.SessionEvent.SharedFact;
import heist.model.Folding;
import heist.session.Transcript.ToolUse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which facts of sources that an agent alone may read went out in its message: found by holding the
 * message against what its tools answered, line by line. Pure, and the same for the same log.
 *
 * <p>A line counts as told if the message has a figure of it (a time, a code, a count of two digits
 * or more) and one more of its words, or, where the line has no such figure, three words and half
 * of them all. A sum worked out from figures, or a lie, is no fact of the source and is not found.
 */
final class Shared {
  /** So many are recorded of one message. */
  private static final int MOST = 12;

  private static final int LONGEST_FACT = 300;
  private static final int SHORTEST_WORD = 4;

  /** How many rows a query gave is no fact of the table. */
  private static final Pattern COUNT = Pattern.compile("\\s*\\(?\\d+ rows?\\)?\\s*");

  private Shared() {}

  /** The facts, in the order in which the agent had read them. */
  static List<SharedFact> in(SessionState state, String agent, String message) {
    Map<String, String> owners = state.need().owners();
    Set<String> said = new HashSet<>(Folding.words(message));
    List<SharedFact> facts = new ArrayList<>();
    Set<String> known = new HashSet<>();
    for (ToolUse use : state.transcript().toolUses()) {
      if (facts.size() >= MOST || !use.success() || !use.agent().equals(agent)) {
        continue;
      }
      source(use, agent, owners)
          .ifPresent(source -> {
            List<String> lines =
                use.result()
                    .lines()
                    .filter(l -> !table(use) || !COUNT.matcher(l).matches())
                    .toList();
            Set<String> context =
                table(use) && !lines.isEmpty() ? words(lines.getFirst()) : Set.of();
            for (String line :
                lines.subList(table(use) && !lines.isEmpty() ? 1 : 0, lines.size())) {
              List<String> values = told(line, context, said);
              if (!values.isEmpty() && facts.size() < MOST && known.add(source + "\n" + line)) {
                facts.add(new SharedFact(source, shortened(line.strip()), values));
              }
            }
          });
    }
    return List.copyOf(facts);
  }

  private static boolean table(ToolUse use) {
    return use.tool().equals("database_query");
  }

  /** The source of the agent's own that a call has read: of several the one it names first. */
  private static Optional<String> source(ToolUse use, String agent, Map<String, String> owners) {
    String asked = use.arguments().toString().toLowerCase(Locale.ROOT);
    return owners.entrySet().stream()
        .filter(e -> e.getValue().equals(agent))
        .map(Map.Entry::getKey)
        .sorted()
        .filter(name -> place(asked, name) >= 0)
        .min(Comparator.comparingInt(name -> place(asked, name)));
  }

  /** Where a call names a source, as a word of its own; below 0: nowhere. */
  private static int place(String asked, String name) {
    Matcher found =
        Pattern.compile(
                "(?<![\\p{L}\\p{N}_])"
                    + Pattern.quote(stem(name.toLowerCase(Locale.ROOT)))
                    + "(?![\\p{L}\\p{N}_])")
            .matcher(asked);
    return found.find() ? found.start() : -1;
  }

  /** Agents leave the ending of a document's name out. */
  private static String stem(String name) {
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private static List<String> told(String line, Set<String> context, Set<String> said) {
    Set<String> words = words(line);
    List<String> common = words.stream().filter(said::contains).toList();
    List<String> figures = common.stream().filter(Shared::figure).toList();
    boolean anyFigure = words.stream().anyMatch(Shared::figure);
    boolean inContext = context.stream().anyMatch(said::contains);
    boolean told =
        anyFigure
            ? !figures.isEmpty() && (common.size() > 1 || inContext)
            : common.size() >= 3 && 2 * common.size() >= words.size();
    return told ? common.stream().map(Shared::shown).sorted().toList() : List.of();
  }

  private static Set<String> words(String line) {
    return Folding.words(line).stream()
        .filter(w -> figure(w) || w.length() >= SHORTEST_WORD)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static boolean figure(String word) {
    return word.chars().filter(c -> c >= '0' && c <= '9').count() >= 2;
  }

  /** Folding writes 22:10 as 22x10. */
  private static String shown(String word) {
    return figure(word) ? word.replace('x', ':').replace('y', '.') : word;
  }

  private static String shortened(String line) {
    return line.length() <= LONGEST_FACT ? line : line.substring(0, LONGEST_FACT) + " ...";
  }
}
