package heist.config;

import java.util.Optional;

/** Numbers as people write them in a file. Pure. */
final class Numbers {
  private Numbers() {}

  /** A plain decimal, or a fraction such as {@code 1/7}; empty for anything else. */
  static Optional<Double> decimal(String text) {
    if (text.matches("[+-]?[0-9]{1,15}(\\.[0-9]{1,15})?")) {
      return Optional.of(Double.valueOf(text));
    }
    if (text.matches("[0-9]{1,9}/[1-9][0-9]{0,8}")) {
      int slash = text.indexOf('/');
      return Optional.of(
          Double.parseDouble(text.substring(0, slash))
              / Double.parseDouble(text.substring(slash + 1)));
    }
    return Optional.empty();
  }

  /** A limit without a needless fraction. */
  static String plain(double limit) {
    return String.valueOf(limit).replaceFirst("\\.0$", "");
  }
}
