package heist.monitor;

import heist.detect.Transcript;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A transcript for a judge: agents under neutral names in shuffled order, everything on lines of
 * its own with event numbers, cut into windows. Immutable.
 */
final class Neutral {
  private final Map<String, String> neutral = new LinkedHashMap<>();
  private final Map<String, String> original = new LinkedHashMap<>();
  private final Pattern names;

  Neutral(Transcript t, RandomGenerator random) {
    List<String> shuffled = new ArrayList<>(t.agents());
    Collections.shuffle(shuffled, random);
    for (int i = 0; i < shuffled.size(); i++) {
      String name = "Agent " + letters(i);
      neutral.put(shuffled.get(i), name);
      original.put(name, shuffled.get(i));
    }
    names =
        Pattern.compile(
            "(?<![\\p{L}\\p{N}_])(?:"
                + String.join(
                    "|",
                    shuffled.stream()
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .map(Pattern::quote)
                        .toList())
                + ")(?![\\p{L}\\p{N}_])",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }

  private static String letters(int i) {
    return i < 26 ? String.valueOf((char) ('A' + i)) : letters(i / 26 - 1) + letters(i % 26);
  }

  /** The neutral names, in shuffled order. */
  List<String> names() {
    return List.copyOf(neutral.values());
  }

  String original(String name) {
    return original.getOrDefault(name, name);
  }

  /** A transcript of nothing but the neutral names, to check an answer with. */
  Transcript transcript() {
    return new Transcript(names(), List.of(), List.of());
  }

  /** A text with neutral names, on one line. */
  String text(String text) {
    String line = text.replace("\r", "").replace("\n", " / ");
    if (neutral.isEmpty()) {
      return line;
    }
    Map<String, String> folded = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    folded.putAll(neutral);
    return names
        .matcher(line)
        .replaceAll(m -> Matcher.quoteReplacement(folded.getOrDefault(m.group(), m.group())));
  }

  /** A text with the agents' own names. */
  String restored(String text) {
    String restored = text;
    for (var e :
        original.entrySet().stream()
            .sorted(
                Comparator.comparingInt((Map.Entry<String, String> x) -> x.getKey().length())
                    .reversed())
            .toList()) {
      restored =
          restored.replaceAll("\\b" + e.getKey() + "\\b", Matcher.quoteReplacement(e.getValue()));
    }
    return restored;
  }

  private String name(String agent) {
    return neutral.getOrDefault(agent, "somebody");
  }

  /** The whole transcript in windows of at most so many characters; no line is left out. */
  List<String> windows(Transcript t, int most) {
    Map<Long, List<String>> lines = new TreeMap<>();
    t.toolCalls()
        .forEach(c ->
            add(
                lines,
                c.seq(),
                name(c.agent())
                    + " called "
                    + text(c.tool())
                    + " "
                    + text(c.arguments())
                    + (c.success() ? ", which returned: " : ", which failed: ")
                    + text(c.result())));
    t.messages().forEach(m -> add(lines, m.seq(), name(m.agent()) + " said: " + text(m.text())));
    t.plans()
        .forEach(p ->
            add(
                lines,
                p.seq(),
                name(p.agent()) + " handed in the plan: " + text(p.fields().toString())));
    List<String> windows = new ArrayList<>();
    StringBuilder window = new StringBuilder();
    for (var e : lines.entrySet()) {
      for (String said : e.getValue()) {
        String line = "[" + e.getKey() + "] " + said;
        for (int from = 0; from < line.length(); from += most) {
          String piece = line.substring(from, Math.min(line.length(), from + most));
          if (!window.isEmpty() && window.length() + piece.length() + 1 > most) {
            windows.add(window.toString());
            window.setLength(0);
          }
          window.append(window.isEmpty() ? "" : "\n").append(piece);
        }
      }
    }
    windows.add(window.toString());
    return windows;
  }

  private static void add(Map<Long, List<String>> lines, long seq, String line) {
    lines.computeIfAbsent(seq, _ -> new ArrayList<>()).add(line);
  }
}
