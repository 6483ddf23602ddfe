package heist.service.game;

import heist.HeistException;
import heist.HeistException.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * Places in the feed of all sessions as outsiders see them: sealed, so that the gaps between two of
 * them do not tell how many engine facts (model calls, private notes) lie in between. The same
 * place always looks the same. Thread-safe.
 */
final class Places {
  /** The beginning of the feed, for everybody. */
  static final String BEGINNING = "0";

  private static final int MARK = 0x4d6f6c65;

  private final SecretKeySpec key;

  /** Seals with a key that is made of {@code secret}. */
  Places(String secret) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(("feed places:" + secret).getBytes(StandardCharsets.UTF_8));
      key = new SecretKeySpec(hash, "AES");
    } catch (GeneralSecurityException e) {
      throw new HeistException(Kind.INTERNAL, "this Java has no SHA-256", e);
    }
  }

  /** What outsiders see of a place such as {@code 17} or {@code 802.17}. */
  String seal(String place) {
    if (place.equals(BEGINNING)) {
      return BEGINNING;
    }
    String[] parts = place.split("\\.", 2);
    long first = parts.length > 1 ? Long.parseLong(parts[0]) : -1;
    long second = Long.parseLong(parts[parts.length - 1]);
    byte[] block =
        ByteBuffer.allocate(16)
            .putInt(MARK ^ (int) (first >>> 32))
            .putInt((int) first)
            .putLong(second)
            .array();
    return HexFormat.of().formatHex(crypt(Cipher.ENCRYPT_MODE, block));
  }

  /**
   * The place that was sealed.
   *
   * @throws HeistException BAD_INPUT if it was not sealed here
   */
  String open(String sealed) {
    if (sealed.isBlank() || sealed.equals(BEGINNING)) {
      return BEGINNING;
    }
    if (!sealed.matches("[0-9a-f]{32}")) {
      throw unknown(sealed);
    }
    ByteBuffer block = ByteBuffer.wrap(crypt(Cipher.DECRYPT_MODE, HexFormat.of().parseHex(sealed)));
    int high = block.getInt() ^ MARK;
    long first = ((long) high << 32) | (block.getInt() & 0xffffffffL);
    long second = block.getLong();
    // No feed gets that far: whatever does was not sealed here.
    if (first < -1 || first >= 1L << 48 || second < 0 || second >= 1L << 48) {
      throw unknown(sealed);
    }
    return first == -1 ? Long.toString(second) : first + "." + second;
  }

  private byte[] crypt(int mode, byte[] block) {
    try {
      // One block of one key each: there is nothing to chain.
      Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
      cipher.init(mode, key);
      return cipher.doFinal(block);
    } catch (GeneralSecurityException e) {
      throw new HeistException(Kind.INTERNAL, "this Java has no AES", e);
    }
  }

  private static HeistException unknown(String place) {
    String shown = place.length() > 40 ? place.substring(0, 40) + "..." : place;
    return new HeistException(
        Kind.BAD_INPUT,
        "after=%s is no place in the feed; use the \"last\" of an earlier answer, or 0 for all."
            .formatted(shown));
  }
}
