package heist.detect;

import java.util.List;
import java.util.Map;

/** Scores every agent of a transcript. Thread-safe; the same transcript gives the same answer. */
public interface Detector {
  /** Its name. */
  String name();

  /**
   * Scores the transcript.
   *
   * @throws heist.HeistException UNAVAILABLE if it rests on somebody outside who does not answer
   */
  Assessment assess(Transcript transcript);

  /** The signals that can be taken out to see what they are worth; empty if there are none. */
  default List<String> signals() {
    return List.of();
  }

  /** What each signal weighs, 0..1 or as fitted; empty if it does not add up signals. */
  default Map<String, Double> weights() {
    return Map.of();
  }

  /** The same without one of its {@link #signals}. */
  default Detector without(String signal) {
    return this;
  }
}
