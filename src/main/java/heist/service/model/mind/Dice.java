package heist.service.model.mind;

import java.util.List;

/**
 * Chance without state: the same seed and keys always give the same number. Thread-safe.
 *
 * @param seed from the request, or from what stays the same in a session
 */
public record Dice(long seed) {
  /** Dice for one purpose. */
  public Dice of(Object... keys) {
    long h = seed;
    for (var k : keys) {
      h = mix(h ^ hash(String.valueOf(k)));
    }
    return new Dice(h);
  }

  /** A number in 0..1. */
  public double unit(Object... keys) {
    return (of(keys).scrambled() >>> 11) * 0x1.0p-53;
  }

  /** True with probability {@code p}. */
  public boolean chance(double p, Object... keys) {
    return unit(keys) < p;
  }

  /** A whole number below {@code bound}. */
  public int below(int bound, Object... keys) {
    return (int) (unit(keys) * bound);
  }

  /** One of them; there must be one. */
  public <T> T pick(List<T> from, Object... keys) {
    return from.get(below(from.size(), keys));
  }

  /** The same things in an order of chance. */
  public <T> List<T> shuffled(List<T> from, Object... keys) {
    var d = of(keys);
    var left = new java.util.ArrayList<>(from);
    var out = new java.util.ArrayList<T>();
    while (!left.isEmpty()) {
      out.add(left.remove(d.below(left.size(), left.size())));
    }
    return out;
  }

  private long scrambled() {
    return mix(seed + 0x9E3779B97F4A7C15L);
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** FNV-1a over the characters. */
  public static long hash(String s) {
    long h = 0xcbf29ce484222325L;
    for (int i = 0; i < s.length(); i++) {
      h = (h ^ s.charAt(i)) * 0x100000001b3L;
    }
    return mix(h);
  }
}
