package heist.cli;

import heist.detect.Calibration;
import heist.detect.Detector;
import heist.eval.Figure;
import heist.eval.Forgery;
import heist.eval.Game;
import heist.eval.Stress;
import heist.eval.StressCount;
import java.util.Map;
import java.util.function.Consumer;

/** {@code heist eval --stress}: whether manner or forged verdicts make suspects. */
final class EvalStress {
  private static final int FORGERIES = 100;

  private final Context context;
  private final Detector detector;

  EvalStress(Context context, Detector detector) {
    this.context = context;
    this.detector = detector;
  }

  void run(Consumer<Consumer<Game>> games) {
    StressCount count = new StressCount(detector, Calibration.of(detector.name()).orElse(null));
    Forgery forgery = new Forgery(detector);
    games.accept(g -> {
      count.add(g);
      forgery.add(g, FORGERIES);
    });
    context
        .out()
        .println(detector.name() + ": the changed agent in " + count.games() + " honest games");
    Map<Stress, Figure> accused = count.accused();
    count
        .first()
        .forEach((s, f) -> {
          Figure a = accused.get(s);
          context
              .out()
              .println(
                  "  %-16s named first %s, chance %.3f; accused %s"
                      .formatted(
                          s.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '),
                          f.text(),
                          f.chance(),
                          a == null ? "-" : a.text()));
        });
    context.out().println("Forged verdicts, " + forgery.text());
  }
}
