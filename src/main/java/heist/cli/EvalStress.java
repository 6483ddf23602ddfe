package heist.cli;

import heist.detect.Detector;
import heist.eval.Game;
import java.util.function.Consumer;

final class EvalStress {
  EvalStress(Context context, Detector detector, EvalDetectors detectors) {}

  void run(Consumer<Consumer<Game>> games) {}
}
