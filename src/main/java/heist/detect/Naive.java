package heist.detect;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The four signals as they are naively done, kept as a baseline to measure against: words looked
 * for as parts of words, absolute counts instead of rates, English only, and talking itself taken
 * for a sign. Never used to accuse. Stateless.
 */
public final class Naive implements Detector {
  private static final List<String> DOUBT =
      List.of(
          "maybe", "perhaps", "wait", "later", "not sure", "delay", "wrong", "change", "problem");
  private static final List<String> VAGUE =
      List.of("think", "guess", "probably", "might", "could", "some", "around", "about");

  @Override
  public String name() {
    return "naive";
  }

  @Override
  public Assessment assess(Transcript t) {
    Map<String, Assessment.Score> scores = new LinkedHashMap<>();
    for (String agent : t.agents()) {
      int failures = 0;
      int calls = 0;
      for (Transcript.ToolCall c : t.toolCalls()) {
        if (c.agent().equals(agent)) {
          calls++;
          failures += c.success() ? 0 : 1;
        }
      }
      int messages = 0;
      int doubt = 0;
      int vague = 0;
      for (Transcript.Message m : t.messages()) {
        if (m.agent().equals(agent)) {
          String text = m.text().toLowerCase(Locale.ROOT);
          messages++;
          doubt += parts(text, DOUBT);
          vague += parts(text, VAGUE);
        }
      }
      Map<String, Double> breakdown = new LinkedHashMap<>();
      breakdown.put("tool_usage", full(calls + 2 * failures, 20));
      breakdown.put("timing", full(messages, 20));
      breakdown.put("message_anomaly", full(doubt, 10));
      breakdown.put("information_quality", full(vague, 20));
      double sum = 0;
      for (var e :
          Classic.WEIGHTS.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList()) {
        sum += e.getValue() * breakdown.getOrDefault(e.getKey(), 0.0);
      }
      scores.put(agent, new Assessment.Score(Math.clamp(sum, 0, 1), breakdown, List.of()));
    }
    return new Assessment(name(), scores);
  }

  private static double full(double count, double at) {
    return count / (count + at);
  }

  private static int parts(String text, List<String> wanted) {
    int count = 0;
    for (String w : wanted) {
      for (int at = text.indexOf(w); at >= 0; at = text.indexOf(w, at + 1)) {
        count++;
      }
    }
    return count;
  }
}
