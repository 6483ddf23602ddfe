package heist.cli;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import heist.HeistException;
import heist.HeistException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client's public key as people have it: PEM as openssl writes it, a JWK, or a JWK set. */
final class PublicKeyFile {
  private static final int LARGEST = 64 * 1024;

  private PublicKeyFile() {}

  /**
   * The key as JSON.
   *
   * @throws HeistException BAD_INPUT if it is none, or a private one
   */
  static JsonNode read(Path file) {
    String text;
    try {
      if (Files.size(file) > LARGEST) {
        throw bad(file, "is too large for a key");
      }
      text = Files.readString(file);
    } catch (IOException e) {
      throw bad(file, "cannot be read: " + Reason.of(e));
    }
    if (text.contains("PRIVATE KEY")) {
      throw bad(
          file, "holds a private key; keep that to yourself and name the file of its public half");
    }
    try {
      return text.contains("-----BEGIN PUBLIC KEY-----")
          ? JsonMapper.shared().readTree(pem(file, text).toJSONString())
          : JsonMapper.shared().readTree(text);
    } catch (JacksonException e) {
      throw bad(file, "is neither a PEM public key nor JSON");
    }
  }

  private static JWK pem(Path file, String text) {
    String body =
        text.substring(text.indexOf("-----BEGIN PUBLIC KEY-----") + 26)
            .replaceFirst("(?s)-----END.*", "")
            .replaceAll("\\s", "");
    try {
      X509EncodedKeySpec spec = new X509EncodedKeySpec(Base64.getDecoder().decode(body));
      return rsa(spec);
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      throw bad(file, "holds neither an RSA key nor an EC key on P-256");
    }
  }

  private static JWK rsa(X509EncodedKeySpec spec) throws GeneralSecurityException {
    try {
      if (KeyFactory.getInstance("RSA").generatePublic(spec) instanceof RSAPublicKey key) {
        return new RSAKey.Builder(key).build();
      }
    } catch (java.security.spec.InvalidKeySpecException e) {
      // Not RSA: the other kind, then.
    }
    if (KeyFactory.getInstance("EC").generatePublic(spec) instanceof ECPublicKey key) {
      return new ECKey.Builder(Curve.P_256, key).build();
    }
    throw new GeneralSecurityException("neither");
  }

  private static HeistException bad(Path file, String what) {
    return new HeistException(Kind.BAD_INPUT, file + " " + what);
  }
}
