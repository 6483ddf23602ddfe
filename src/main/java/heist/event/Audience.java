package heist.event;

/** Who may learn a fact, and from when on (see {@link View}). */
public enum Audience {
  /** Everybody, at once. */
  PUBLIC,
  /** Everybody; such facts come into being only after the accusation has locked. */
  AFTER_LOCK,
  /**
   * Everybody once the reveal has happened; the engine and the operator of an unblinded session
   * before.
   */
  AFTER_REVEAL,
  /** Never outside of the engine. */
  ENGINE
}
