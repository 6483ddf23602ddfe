package heist.service.model.speech;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The alternatives of every rule in one language, read from a text. Form of the file: {@code =
 * rule} begins a rule, every further line is an alternative, {@code (tag tag) text} with
 * conditions: names of voices, of which one must be the speaker's, and flags, which must all be set
 * ({@code !flag}: must not be set). In a text {@code [a|b]} is a choice, {@code {slot}} a value,
 * {@code <rule>} another rule.
 */
final class PhraseBook {
  /** Labels inside a running sentence: not for fields that are called by a clause. */
  private static final Pattern RUNNING =
      Pattern.compile("\\{topic}|\\{label}(?!:| =|=| \\{[vw]}|, \\{[vw]}|\\?)");

  private static final Pattern RUNNING2 = Pattern.compile("\\{topic2}|\\{label2}(?!:|\\))");
  private static final Set<String> VOICES =
      Arrays.stream(Voice.values()).map(Voice::tag).collect(Collectors.toUnmodifiableSet());

  private final Map<String, List<Alternative>> rules;

  private PhraseBook(Map<String, List<Alternative>> rules) {
    this.rules = rules;
  }

  /** One way to say it; {@code line} is where it stands in its file. */
  record Alternative(
      int line, Set<String> voices, Set<String> flags, Set<String> without, String text) {
    boolean fits(Voice voice, Set<String> set) {
      return (voices.isEmpty() || voices.contains(voice.tag()))
          && set.containsAll(flags)
          && without.stream().noneMatch(set::contains);
    }
  }

  List<Alternative> alternatives(String rule) {
    return rules.getOrDefault(rule, List.of());
  }

  /** This book, with the rules of another that it lacks. */
  PhraseBook over(PhraseBook other) {
    var all = new HashMap<>(other.rules);
    all.putAll(rules);
    return new PhraseBook(all);
  }

  Set<String> rules() {
    return rules.keySet();
  }

  /**
   * Reads a book.
   *
   * @param problem is told the line (from 1) and what is wrong with it
   */
  static PhraseBook read(List<String> lines, BiConsumer<Integer, String> problem) {
    var rules = new HashMap<String, List<Alternative>>();
    String rule = "";
    for (int i = 0; i < lines.size(); i++) {
      var line = lines.get(i).strip();
      if (line.startsWith("=")) {
        rule = line.substring(1).strip();
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        if (rule.isEmpty()) {
          problem.accept(i + 1, "a phrase before the first rule; a rule begins with '= NAME'");
        } else if (line.startsWith("(") && line.indexOf(')') < 0) {
          problem.accept(i + 1, "the conditions of the phrase are not closed by ')'");
        } else {
          rules.computeIfAbsent(rule, _ -> new ArrayList<>()).add(alternative(i + 1, line));
        }
      }
    }
    rules.replaceAll((_, v) -> List.copyOf(v));
    return new PhraseBook(rules);
  }

  private static Alternative alternative(int number, String line) {
    var voices = new LinkedHashSet<String>();
    var flags = new LinkedHashSet<String>();
    var without = new LinkedHashSet<String>();
    var text = line;
    if (line.startsWith("(")) {
      int end = line.indexOf(')');
      Arrays.stream(line.substring(1, end).strip().split("\\s+"))
          .forEach(t -> {
            if (VOICES.contains(t)) {
              voices.add(t);
            } else if (t.startsWith("!")) {
              without.add(t.substring(1));
            } else {
              flags.add(t);
            }
          });
      text = line.substring(end + 1).strip();
    }
    if (RUNNING.matcher(text).find()) {
      without.add("clause");
    }
    if (RUNNING2.matcher(text).find()) {
      without.add("clause2");
    }
    return new Alternative(
        number, Set.copyOf(voices), Set.copyOf(flags), Set.copyOf(without), text);
  }
}
