package heist.monitor;

import heist.detect.Assessment;
import heist.detect.Evidence;
import heist.detect.Rules;
import heist.detect.Transcript;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What a judge is given beside the transcript. Pure. */
final class Material {
  /** Most characters of one passage that a claim is held against. */
  private static final int PASSAGE = 160;

  private Material() {}

  /**
   * Lines for the judge.
   *
   * @param most characters in all; what goes beyond is left out, and said to be
   */
  static String of(Transcript t, Judge.Mode mode, Neutral neutral, int most) {
    return switch (mode) {
      case BLIND -> "";
      case FACTS -> within(facts(t, neutral), most);
      case SCORES ->
          within(
              new Rules()
                  .assess(t).scores().entrySet().stream()
                      .map(e -> neutral.text(e.getKey()) + ": " + score(e.getValue()))
                      .sorted()
                      .toList(),
              most);
    };
  }

  private static String within(List<String> lines, int most) {
    StringBuilder text = new StringBuilder();
    int kept = 0;
    for (String line : lines) {
      if (text.length() + line.length() + 1 > most) {
        break;
      }
      text.append(kept == 0 ? "" : "\n").append(line);
      kept++;
    }
    String rest = "\n" + (lines.size() - kept) + " more are left out";
    if (kept < lines.size() && text.length() + rest.length() <= most) {
      text.append(rest);
    }
    return text.toString();
  }

  /** What does not fit first, as findings and as claims; then the claims that do fit. */
  private static List<String> facts(Transcript t, Neutral neutral) {
    Map<Long, String> texts = new HashMap<>();
    t.messages().forEach(m -> texts.put(m.seq(), m.text()));
    t.toolCalls().forEach(c -> texts.put(c.seq(), c.result()));
    List<Evidence.Held> held = Evidence.held(t);
    Set<String> told = held.stream().map(Evidence.Held::trouble).collect(Collectors.toSet());
    List<String> lines = new ArrayList<>();
    held.stream()
        .filter(h -> !h.trouble().isEmpty())
        .forEach(h -> lines.add(claim(h, texts, neutral)));
    new Evidence()
        .assess(t).turns().stream()
            .filter(turn -> !told.contains(turn.why()))
            .forEach(turn -> lines.add(neutral.text(turn.why())));
    held.stream()
        .filter(h -> h.trouble().isEmpty())
        .forEach(h -> lines.add(claim(h, texts, neutral)));
    return lines.stream().distinct().toList();
  }

  private static String claim(Evidence.Held h, Map<Long, String> texts, Neutral neutral) {
    String said = texts.getOrDefault(h.event(), "");
    String line =
        h.trouble().isEmpty()
            ? neutral.text(h.agent()) + " said " + h.value() + " (event " + h.event() + ")"
            : neutral.text(h.trouble());
    String against =
        h.against().stream()
            .distinct()
            .limit(2)
            .map(e ->
                "[" + e + "] \"" + neutral.text(passage(texts.getOrDefault(e, ""), said)) + "\"")
            .collect(Collectors.joining(", "));
    return against.isEmpty() ? line : line + " held against " + against;
  }

  /** The line that has most words in common with what was said. */
  private static String passage(String text, String said) {
    Set<String> wanted = words(said);
    String best =
        text.lines()
            .max(Comparator.comparingLong(l -> words(l).stream().filter(wanted::contains).count()))
            .orElse("")
            .strip();
    return best.length() > PASSAGE ? best.substring(0, PASSAGE) + "..." : best;
  }

  private static Set<String> words(String text) {
    return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+"))
        .filter(w -> w.length() > 2)
        .collect(Collectors.toSet());
  }

  private static String score(Assessment.Score s) {
    return String.format(Locale.ROOT, "%.2f", s.suspicion());
  }
}
