package heist.audit;

import heist.audit.Chain.Seal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The chain's end in a small file of its own: number, hash, and a seal over both and the service's
 * name. A damage that was found stays written here: the chain goes on, but never looks whole again.
 */
final class Head {
  private final String service;
  private final Path file;
  private final String key;

  Head(String service, Path file, String key) {
    this.service = service;
    this.file = file;
    this.key = key;
  }

  /** Lays the first head, if there is none and nothing it should have told of. */
  void writeFirst(long n, String hash) {
    if (n == 0 && !Files.exists(file)) {
      write(n, hash);
    }
  }

  void write(long n, String hash) {
    write(n, hash, null);
  }

  /**
   * Seals the chain's end.
   *
   * @param damage what was found broken before, as one line
   */
  void write(long n, String hash, @Nullable String damage) {
    try {
      Path draft = file.resolveSibling(file.getFileName() + ".draft");
      Files.writeString(
          draft,
          n
              + "\n"
              + hash
              + "\n"
              + seal(n, hash, damage)
              + "\n"
              + (damage == null ? "" : damage + "\n"));
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("Writing the head of the audit, " + file + ", failed", e);
    }
  }

  Seal read() {
    try {
      List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
      long n = Long.parseLong(lines.get(0));
      String hash = lines.get(1);
      String damage = lines.size() > 3 ? lines.get(3) : null;
      boolean genuine =
          MessageDigest.isEqual(
              seal(n, hash, damage).getBytes(StandardCharsets.US_ASCII),
              lines.get(2).getBytes(StandardCharsets.US_ASCII));
      return genuine
          ? new Seal.Good(n, hash, damage)
          : new Seal.Bad("the seal of the head is not ours");
    } catch (NoSuchFileException e) {
      return new Seal.Bad("the head is missing (" + file + ")");
    } catch (IOException | RuntimeException e) {
      return new Seal.Bad("the head cannot be read (" + file + ")");
    }
  }

  private String seal(long n, String hash, @Nullable String damage) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      String text = service + "\n" + n + "\n" + hash + (damage == null ? "" : "\n" + damage);
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
