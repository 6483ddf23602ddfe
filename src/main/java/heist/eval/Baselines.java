package heist.eval;

import heist.detect.Assessment;
import heist.detect.Detector;
import heist.detect.Manner;
import heist.detect.Transcript;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;

/**
 * Detectors that nobody should need: each looks at one shallow thing. A detector worth its name
 * stands above them; a corpus on which they stand above chance gives itself away. Pure.
 */
public final class Baselines {
  private Baselines() {}

  /** All of them. */
  public static List<Detector> all() {
    return List.of(
        counted("length of messages", (t, a) -> words(t, a) / Math.max(1, messages(t, a))),
        counted("number of messages", Baselines::messages),
        counted("share of talk", Baselines::words),
        counted(
            "tool calls",
            (t, a) -> t.toolCalls().stream().filter(c -> c.agent().equals(a)).count()),
        counted(
            "failed tool calls",
            (t, a) ->
                t.toolCalls().stream().filter(c -> c.agent().equals(a) && !c.success()).count()),
        hedging());
  }

  private static double messages(Transcript t, String agent) {
    return t.messages().stream().filter(m -> m.agent().equals(agent)).count();
  }

  private static double words(Transcript t, String agent) {
    double words = 0;
    for (Transcript.Message m : t.messages()) {
      if (m.agent().equals(agent)) {
        // letters stand for words in scripts without spaces
        words += Math.max(m.text().split("\\s+").length, m.text().length() / 6.0);
      }
    }
    return words;
  }

  private static Detector hedging() {
    int column = Manner.SIGNALS.indexOf("hedging");
    return detector(
        "hedging words",
        t -> {
          double[][] features = Manner.of(t);
          Map<String, Double> values = new LinkedHashMap<>();
          for (int i = 0; i < t.agents().size(); i++) {
            values.put(t.agents().get(i), 2.5 + features[i][column]);
          }
          return values;
        });
  }

  private static Detector counted(String name, ToDoubleBiFunction<Transcript, String> count) {
    return detector(
        name,
        t -> {
          Map<String, Double> values = new LinkedHashMap<>();
          t.agents().forEach(a -> values.put(a, count.applyAsDouble(t, a)));
          return values;
        });
  }

  private static Detector detector(
      String name, java.util.function.Function<Transcript, Map<String, Double>> values) {
    return new Detector() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Assessment assess(Transcript t) {
        Map<String, Assessment.Score> scores = new LinkedHashMap<>();
        // x / (x + 10) keeps the order and stays within 0..1
        values
            .apply(t)
            .forEach(
                (a, x) -> scores.put(a, new Assessment.Score(x / (x + 10), Map.of(), List.of())));
        return new Assessment(name, scores);
      }
    };
  }
}
