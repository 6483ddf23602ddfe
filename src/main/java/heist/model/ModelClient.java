package heist.model;

/** Talks to one model endpoint. Thread-safe. */
public interface ModelClient extends AutoCloseable {
  /**
   * Asks the model and waits for its whole answer.
   *
   * <p>Interrupting the calling thread ends the call at once, and the request to the server with
   * it: the call throws with {@link ModelException.Trouble#CANCELLED} and the thread's interrupt
   * flag is set again.
   *
   * @throws ModelException if there is no usable answer after retries and repairs; says which
   *     endpoint, what happened and what to do
   */
  ModelReply chat(ModelRequest request) throws ModelException;

  /** Lets go of the endpoint. Calls under way end by themselves. */
  @Override
  void close();
}
