package heist.scenario;

/**
 * How often honest agents err, each a probability in 0..1.
 *
 * @param mishear a value heard from another is passed on or noted wrongly
 * @param stale a superseded line is read as the current one
 * @param relay an agent passes on what another said, as hearsay
 * @param lostCalls a tool call brings nothing and is not repeated at once
 * @param slip a figure is miscalculated or miswritten
 */
public record Conditions(
    double mishear, double stale, double relay, double lostCalls, double slip) {
  /** Checks the range. */
  public Conditions {
    for (double rate : new double[] {mishear, stale, relay, lostCalls, slip}) {
      if (!(rate >= 0 && rate <= 1)) {
        throw new heist.HeistException(
            heist.HeistException.Kind.BAD_INPUT,
            "A rate of errors must lie in 0..1, but is " + rate + ".");
      }
    }
  }

  /** The rates at a difficulty: {@code easy} 0.4 of them, {@code normal}, {@code hard} double. */
  public Conditions at(String difficulty) {
    double factor =
        switch (difficulty) {
          case "easy" -> 0.4;
          case "normal" -> 1;
          case "hard" -> 2;
          default ->
              throw new heist.HeistException(
                  heist.HeistException.Kind.BAD_INPUT,
                  "Unknown difficulty '" + difficulty + "'; use easy, normal or hard.");
        };
    return new Conditions(
        capped(mishear * factor),
        capped(stale * factor),
        capped(relay * factor),
        capped(lostCalls * factor),
        capped(slip * factor));
  }

  private static double capped(double rate) {
    return Math.min(1, Math.round(rate * 1000) / 1000.0);
  }
}
