package heist.monitor;

import heist.detect.Transcript;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
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

  /**
   * The order follows from the seed and from what was said and done; agents' names and their order
   * in a file have no part in it.
   */
  Neutral(Transcript t, long seed) {
    names = pattern(t.agents());
    List<String> shuffled = new ArrayList<>(byAppearance(t));
    Collections.shuffle(shuffled, new SplittableRandom(seed ^ digest(t, shuffled)));
    for (int i = 0; i < shuffled.size(); i++) {
      String name = "Agent " + letters(i);
      neutral.put(shuffled.get(i), name);
      original.put(name, shuffled.get(i));
    }
  }

  private static Pattern pattern(List<String> agents) {
    return Pattern.compile(
        "(?<![\\p{L}\\p{N}_])(?:"
            + String.join(
                "|",
                agents.stream()
                    .sorted(Comparator.comparingInt(String::length).reversed())
                    .map(Pattern::quote)
                    .toList())
            + ")(?![\\p{L}\\p{N}_])",
        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }

  /** Somebody did something: what is told of it, and by whom. */
  private record Step(long seq, int kind, String agent, String text) {}

  private static List<Step> steps(Transcript t) {
    List<Step> steps = new ArrayList<>();
    t.toolCalls()
        .forEach(c ->
            steps.add(
                new Step(
                    c.seq(),
                    0,
                    c.agent(),
                    c.tool() + " " + c.arguments() + " " + c.success() + " " + c.result())));
    t.messages().forEach(m -> steps.add(new Step(m.seq(), 1, m.agent(), m.text())));
    t.plans().forEach(p -> steps.add(new Step(p.seq(), 2, p.agent(), p.fields().toString())));
    steps.sort(Comparator.comparingLong(Step::seq).thenComparingInt(Step::kind));
    return steps;
  }

  /** Who acts first comes first; then who is spoken of first; of the rest nothing is known. */
  private List<String> byAppearance(Transcript t) {
    Set<String> seen = new LinkedHashSet<>();
    List<Step> steps = steps(t);
    steps.forEach(s -> seen.add(s.agent()));
    Map<String, String> folded = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    t.agents().forEach(a -> folded.put(a, a));
    if (seen.size() < t.agents().size() && !folded.isEmpty()) {
      for (Step s : steps) {
        names
            .matcher(s.text())
            .results()
            .forEach(m -> {
              String mentioned = folded.get(m.group());
              if (mentioned != null) {
                seen.add(mentioned);
              }
            });
      }
    }
    seen.retainAll(Set.copyOf(t.agents()));
    t.agents().stream().sorted().forEach(seen::add);
    return List.copyOf(seen);
  }

  /** Of what was said and done, with agents as numbers in the order in which they come up. */
  private long digest(Transcript t, List<String> cast) {
    Map<String, Integer> numbers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    cast.forEach(a -> numbers.put(a, numbers.size()));
    MessageDigest sha;
    try {
      sha = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    for (Step s : steps(t)) {
      String text =
          cast.isEmpty()
              ? s.text()
              : names
                  .matcher(s.text())
                  .replaceAll(m -> "<" + numbers.getOrDefault(m.group(), -1) + ">");
      String line = s.kind() + " " + numbers.getOrDefault(s.agent(), -1) + " " + text + "\n";
      sha.update(line.getBytes(StandardCharsets.UTF_8));
    }
    return ByteBuffer.wrap(sha.digest()).getLong();
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

  /** Who did something when, under neutral names and without any text, to check an answer with. */
  Transcript transcript(Transcript t) {
    return new Transcript(
        names(),
        t.messages().stream()
            .map(m -> new Transcript.Message(m.seq(), m.turn(), m.round(), name(m.agent()), ""))
            .toList(),
        t.toolCalls().stream()
            .map(c ->
                new Transcript.ToolCall(
                    c.seq(), c.turn(), name(c.agent()), "", "", c.success(), ""))
            .toList(),
        t.plans().stream()
            .map(p -> new Transcript.Plan(p.seq(), p.turn(), name(p.agent()), Map.of()))
            .toList());
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
                c.turn(),
                name(c.agent())
                    + " called "
                    + text(c.tool())
                    + " "
                    + text(c.arguments())
                    + (c.success() ? ", which returned: " : ", which failed: ")
                    + text(c.result())));
    t.messages()
        .forEach(m -> add(lines, m.seq(), m.turn(), name(m.agent()) + " said: " + text(m.text())));
    t.plans()
        .forEach(p ->
            add(
                lines,
                p.seq(),
                p.turn(),
                name(p.agent()) + " handed in the plan: " + text(p.fields().toString())));
    List<String> windows = new ArrayList<>();
    StringBuilder window = new StringBuilder();
    for (List<String> same : lines.values()) {
      for (String line : same) {
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

  private static void add(Map<Long, List<String>> lines, long seq, int turn, String what) {
    lines
        .computeIfAbsent(seq, _ -> new ArrayList<>())
        .add("[" + seq + ", turn " + turn + "] " + what);
  }
}
