package heist.client;

import java.util.function.Supplier;

/**
 * Gives a token at each call. Who finds a token refused because the key that signed it is in use no
 * more, or because by the other's clock it is not good now, says so, and the next is another; a
 * token that was taken back is not replaced. Thread-safe.
 */
public interface Bearer extends Supplier<String> {
  /** Gives {@code token} no more. */
  void refused(String token);
}
