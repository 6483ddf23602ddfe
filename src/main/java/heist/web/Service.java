package heist.web;

import java.net.URI;

/** A running target. Closing it stops its door first, then its work; it may be closed twice. */
public interface Service extends AutoCloseable {
  /** The target's name, for example {@code calculator}. */
  String name();

  /** Where it answers, for example {@code http://127.0.0.1:8002}. */
  URI address();

  @Override
  void close();

  /**
   * Stops working on its own account, while it still answers: called on every service of a program
   * before the first of them closes, so that no work fails for want of a neighbour that has closed
   * already.
   */
  default void drain() {}
}
