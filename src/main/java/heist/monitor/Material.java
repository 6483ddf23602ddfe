package heist.monitor;

import heist.detect.Assessment;
import heist.detect.Evidence;
import heist.detect.Rules;
import heist.detect.Transcript;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a judge is given beside the transcript. Pure. */
final class Material {
  private Material() {}

  static String of(Transcript t, Judge.Mode mode, Neutral neutral) {
    return switch (mode) {
      case BLIND -> "";
      case FACTS ->
          new Evidence()
              .assess(t).turns().stream()
                  .map(turn -> neutral.text(turn.why()))
                  .collect(Collectors.joining("\n"));
      case SCORES ->
          new Rules()
              .assess(t).scores().entrySet().stream()
                  .map(e -> neutral.text(e.getKey()) + ": " + score(e.getValue()))
                  .sorted()
                  .collect(Collectors.joining("\n"));
    };
  }

  private static String score(Assessment.Score s) {
    return String.format(Locale.ROOT, "%.2f", s.suspicion());
  }
}
