package heist.session;

import heist.HeistException;
import heist.HeistException.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Everything random of a session, from one 256-bit seed through independent streams (HKDF-SHA256 by
 * label, RFC 5869). Knowing one stream tells nothing about another. Immutable and thread-safe; the
 * generators it hands out are not.
 */
public final class SeedStreams {
  private static final HexFormat HEX = HexFormat.of();
  private final byte[] seed;

  private SeedStreams(byte[] seed) {
    this.seed = seed;
  }

  /** The streams of a seed of 64 hex digits. */
  public static SeedStreams of(String hex) {
    return new SeedStreams(HEX.parseHex(hex));
  }

  /** A fresh seed, 64 hex digits. */
  public static String randomSeed() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return HEX.formatHex(bytes);
  }

  /** The seed that a person's choice stands for, 64 hex digits. */
  public static String seedOf(String chosen) {
    return HEX.formatHex(sha256(("heist seed:" + chosen).getBytes(StandardCharsets.UTF_8)));
  }

  /** The seed itself, 64 hex digits. Whoever has it knows everything. */
  String toHex() {
    return HEX.formatHex(seed);
  }

  /** A generator for {@code label}, the same each time. */
  public RandomGenerator stream(String label) {
    return new Generator(derive(label));
  }

  /** 32 bytes for {@code label} in hex. */
  public String hex(String label) {
    return HEX.formatHex(derive(label));
  }

  /**
   * The seed of one model request: 53 bits, so that it survives JSON readers that know only
   * doubles.
   *
   * @param turn the turn, from 1
   * @param call the model call within the turn, from 1
   */
  public long requestSeed(int turn, int call) {
    byte[] bytes =
        hmac(derive("requests"), ByteBuffer.allocate(8).putInt(turn).putInt(call).array());
    return ByteBuffer.wrap(bytes).getLong() >>> 11;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SeedStreams that && MessageDigest.isEqual(seed, that.seed);
  }

  @Override
  public int hashCode() {
    return java.util.Arrays.hashCode(seed);
  }

  private byte[] derive(String label) {
    byte[] prk = hmac("heist/v1".getBytes(StandardCharsets.UTF_8), seed);
    return hmac(prk, (label + "\u0001").getBytes(StandardCharsets.UTF_8));
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new HeistException(Kind.INTERNAL, "this Java has no SHA-256", e);
    }
  }

  private static byte[] hmac(byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new HeistException(Kind.INTERNAL, "this Java has no HmacSHA256", e);
    }
  }

  /** SHA-256 in counter mode: the same on every Java, unlike the algorithms of java.util.random. */
  private static final class Generator implements RandomGenerator {
    private final byte[] key;
    private ByteBuffer block = ByteBuffer.allocate(0);
    private long counter;

    Generator(byte[] key) {
      this.key = key;
    }

    @Override
    public long nextLong() {
      if (!block.hasRemaining()) {
        block =
            ByteBuffer.wrap(sha256(ByteBuffer.allocate(40).put(key).putLong(counter++).array()));
      }
      return block.getLong();
    }
  }
}
