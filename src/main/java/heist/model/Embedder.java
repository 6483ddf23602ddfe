package heist.model;

import java.util.List;

/** Turns texts into vectors of length 1: what means the like lies near. Thread-safe. */
public interface Embedder {
  /** The embedding model's name; vectors of two models cannot be compared. */
  String model();

  /**
   * A vector for each text, in their order.
   *
   * @throws ModelException if the endpoint does not answer, or not with a vector each
   */
  List<float[]> embed(List<String> texts);
}
