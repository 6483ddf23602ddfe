package heist.session;

import heist.session.Prompt.TokenEstimate;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts a text's tokens once: every prompt of a session holds much of what the last one held. For
 * one thread.
 */
final class CountOnce implements TokenEstimate {
  /** So many texts are kept; then all are let go. */
  private static final int MOST = 8_192;

  private final TokenEstimate counter;
  private final Map<String, Integer> counts = new HashMap<>();

  CountOnce(TokenEstimate counter) {
    this.counter = counter;
  }

  @Override
  public int count(String text) {
    Integer known = counts.get(text);
    if (known != null) {
      return known;
    }
    int count = counter.count(text);
    if (counts.size() >= MOST) {
      counts.clear();
    }
    counts.put(text, count);
    return count;
  }
}
