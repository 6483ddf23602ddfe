package heist.detect;

import heist.detect.Finding.Kind;
import heist.detect.Reading.Call;
import heist.detect.Values.Value;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Sums that agents let a tool do: their figures must come from somewhere. Pure. */
final class Sums {
  /** Most characters of the result of a sum. */
  private static final int SHORT = 12;

  private Sums() {}

  /**
   * The first figure of a sum that nobody has said and no tool has returned to the caller. Single
   * digits are anybody's.
   *
   * @param known whether the key of a value has been told
   */
  static Optional<Finding> fromNowhere(Call call, Predicate<String> known) {
    if (!call.success() || call.result().length() > SHORT) {
      return Optional.empty(); // only a short answer is a sum
    }
    for (Value v : Values.of(call.arguments(), Words.of(call.arguments()))) {
      boolean small = v.kind() == Values.Kind.NUMBER && v.canon().length() < 2;
      if (!small && !known.test(v.key())) {
        return Optional.of(
            new Finding(
                Kind.MISUSED,
                call.agent(),
                call.turn(),
                List.of(call.seq()),
                1,
                "%s reckoned with "
                    + v.canon()
                    + " (event "
                    + call.seq()
                    + "), which nobody had said and no tool had returned."));
      }
    }
    return Optional.empty();
  }
}
