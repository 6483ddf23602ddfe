package heist.service.model.speech;

import heist.service.model.prompt.Language;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The alternatives of every rule in one language, read from a resource. Form of the file: {@code =
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
  private static final Map<Language, PhraseBook> BOOKS = new HashMap<>();
  private static final Set<String> VOICES = new LinkedHashSet<>();

  static {
    for (var v : Voice.values()) {
      VOICES.add(v.tag());
    }
    BOOKS.put(Language.EN, load("en.phrases"));
    BOOKS.put(Language.DE, load("de.phrases"));
  }

  private final Map<String, List<Alternative>> rules;

  private PhraseBook(Map<String, List<Alternative>> rules) {
    this.rules = rules;
  }

  /** One way to say it. */
  record Alternative(
      int id, Set<String> voices, Set<String> flags, Set<String> without, String text) {
    boolean fits(Voice voice, Set<String> set) {
      return (voices.isEmpty() || voices.contains(voice.tag()))
          && set.containsAll(flags)
          && without.stream().noneMatch(set::contains);
    }
  }

  static PhraseBook of(Language language) {
    return Objects.requireNonNull(BOOKS.get(language));
  }

  List<Alternative> alternatives(String rule) {
    return rules.getOrDefault(rule, List.of());
  }

  Set<String> rules() {
    return rules.keySet();
  }

  private static PhraseBook load(String name) {
    var rules = new HashMap<String, List<Alternative>>();
    var in = PhraseBook.class.getResourceAsStream(name);
    if (in == null) {
      throw new IllegalStateException("The phrase book " + name + " is missing from the program.");
    }
    try (var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      String rule = "";
      int id = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        line = line.strip();
        if (line.startsWith("=")) {
          rule = line.substring(1).strip();
        } else if (!line.isEmpty() && !line.startsWith("#")) {
          rules.computeIfAbsent(rule, _ -> new ArrayList<>()).add(alternative(id++, line));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    rules.replaceAll((_, v) -> List.copyOf(v));
    return new PhraseBook(rules);
  }

  private static Alternative alternative(int id, String line) {
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
    return new Alternative(id, Set.copyOf(voices), Set.copyOf(flags), Set.copyOf(without), text);
  }
}
