package heist.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How rows hang together. Pure. */
final class Chain {
  /** What the first row follows. */
  static final String START = "0".repeat(64);

  private Chain() {}

  record Row(long n, long at, String body, String hash) {}

  /** What the sealed head says, or why it cannot be trusted. */
  sealed interface Seal {
    /** {@code damage} was found earlier. */
    record Good(long n, String hash, @Nullable String damage) implements Seal {}

    record Bad(String why) implements Seal {}
  }

  static String next(String before, long n, long at, String body) {
    String text = before + "\n" + n + "\n" + at + "\n" + body;
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static Verdict verify(String service, Iterator<Row> rows, Seal seal) {
    String hash = START;
    long n = 0;
    Optional<String> sealed = Optional.empty();
    if (seal instanceof Seal.Good(long at, String expected, _)
        && at == 0
        && expected.equals(START)) {
      sealed = Optional.of(hash);
    }
    while (rows.hasNext()) {
      Row row = rows.next();
      n++;
      if (row.n != n) {
        return broken(service, n, "row %d is missing".formatted(n));
      }
      hash = next(hash, row.n, row.at, row.body);
      if (!hash.equals(row.hash)) {
        return broken(service, n, "row %d has been changed".formatted(n));
      }
      if (seal instanceof Seal.Good good && good.n == n) {
        sealed = Optional.of(hash);
      }
    }
    return judge(service, n, sealed, seal);
  }

  /** Holds {@code rows} good rows, and the hash found where the seal points, against the seal. */
  private static Verdict judge(String service, long rows, Optional<String> sealed, Seal seal) {
    return switch (seal) {
      case Seal.Bad bad -> new Verdict(service, false, rows, null, service + ": " + bad.why);
      case Seal.Good good when sealed.isEmpty() ->
          broken(
              service,
              rows + 1,
              "row %d and what follows have been cut off (there were %d)"
                  .formatted(rows + 1, good.n));
      case Seal.Good good when !sealed.get().equals(good.hash) ->
          broken(service, good.n, "row %d has been written anew".formatted(good.n));
      case Seal.Good good when good.damage != null ->
          new Verdict(service, false, rows, number(good.damage), service + ": " + good.damage);
      case Seal.Good good ->
          new Verdict(service, true, rows, null, "%s: %d entries, intact".formatted(service, rows));
    };
  }

  /** The first number in {@code text}. */
  private static @Nullable Long number(String text) {
    String digits = text.replaceFirst("^\\D*", "").replaceFirst("\\D.*$", "");
    return digits.isEmpty() || digits.length() > 18 ? null : (Long) Long.parseLong(digits);
  }

  private static Verdict broken(String service, long n, String why) {
    return new Verdict(service, false, n, n, service + ": " + why);
  }
}
