package heist.detect;

import heist.detect.Finding.Kind;
import heist.detect.Reading.Line;
import heist.detect.Values.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Questions that bring nothing new and throw open what was settled. Pure. */
final class Settled {
  private Settled() {}

  /**
   * A question after a value that somebody else has stated and that nothing speaks against: neither
   * what was found against its claim nor what the asker has read.
   *
   * @param values of the question
   * @param said who stated each value first
   * @param sources what the asker has read
   */
  static Optional<Finding> reopened(
      Line line, List<Value> values, Map<String, Claim> said, Topics sources) {
    Claim settled = null;
    for (Value v : values) {
      Claim claim = said.get(v.key());
      if (claim == null) {
        return Optional.empty(); // it brings something new
      }
      boolean doubtful =
          claim.speaker == line.speaker() || claim.trouble != null || v.canon().length() < 2;
      if (!doubtful && sources.contradicting(claim.topic, v) == null) {
        settled = claim;
      }
    }
    if (settled == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Finding(
            Kind.REOPENED,
            line.speaker(),
            line.turn(),
            List.of(line.seq(), settled.line.seq()),
            1,
            "%s asked about "
                + settled.value.canon()
                + " (event "
                + line.seq()
                + "), which had been told (event "
                + settled.line.seq()
                + ") and which nothing spoke against."));
  }
}
