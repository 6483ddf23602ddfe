package heist.monitor;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.detect.Assessment;
import heist.detect.Detector;
import heist.detect.Transcript;

/**
 * A judge that names nobody where no answer of it can be had, and says so: one answer that cannot
 * be read does not end the measurement of a thousand games. As thread-safe as the judge.
 */
public final class Abstaining implements Detector {
  private final Detector judge;

  /** This judge. */
  public Abstaining(Detector judge) {
    this.judge = judge;
  }

  @Override
  public String name() {
    return judge.name();
  }

  @Override
  public Assessment assess(Transcript transcript) {
    try {
      return judge.assess(transcript);
    } catch (HeistException e) {
      if (e.kind() != Kind.UNAVAILABLE) {
        throw e;
      }
      return Assessment.unanswered(name(), String.valueOf(e.getMessage()));
    }
  }
}
