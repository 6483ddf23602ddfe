package heist.service.game;

import heist.web.Json;
import tools.jackson.databind.node.ObjectNode;

/** A share with its 95 % interval after Wilson (1927), which holds for small numbers, too. Pure. */
final class Wilson {
  private static final double Z = 1.959964;

  private Wilson() {}

  /** {@code {count, of, rate, low, high}}; without cases rate and interval are null. */
  static ObjectNode of(long count, long of) {
    ObjectNode node = Json.mapper().createObjectNode().put("count", count).put("of", of);
    if (of == 0) {
      return node.putNull("rate").putNull("low").putNull("high");
    }
    double p = (double) count / of;
    double z2 = Z * Z;
    double middle = (p + z2 / (2 * of)) / (1 + z2 / of);
    double half = Z / (1 + z2 / of) * Math.sqrt(p * (1 - p) / of + z2 / (4.0 * of * of));
    return node.put("rate", rounded(p))
        .put("low", rounded(Math.max(0, middle - half)))
        .put("high", rounded(Math.min(1, middle + half)));
  }

  private static double rounded(double value) {
    return Math.round(value * 10_000) / 10_000.0;
  }
}
