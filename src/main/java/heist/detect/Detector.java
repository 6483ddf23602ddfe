package heist.detect;

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
}
