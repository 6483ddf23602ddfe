package heist.service.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import heist.HeistException;
import heist.HeistException.Kind;
import heist.client.SecretStore;
import java.text.ParseException;
import java.util.Optional;

/**
 * Signs tokens and tells ours from others'. The key pair is made once and kept among the secrets as
 * a set of JWKs, the first of which signs. Thread-safe.
 */
final class SigningKey {
  private static final String SECRET = "auth-signing-keys";

  private final JWKSet keys;
  private final RSAKey current;
  private final RSASSASigner signer;
  private final JWSHeader header;

  private SigningKey(JWKSet keys, RSAKey current) throws JOSEException {
    this.keys = keys;
    this.current = current;
    this.signer = new RSASSASigner(current);
    this.header =
        new JWSHeader.Builder(JWSAlgorithm.RS256)
            .type(new JOSEObjectType("at+jwt"))
            .keyID(current.getKeyID())
            .build();
  }

  static SigningKey from(SecretStore secrets) {
    String json = secrets.getOrCreate(SECRET, SigningKey::generate);
    try {
      JWKSet keys = JWKSet.parse(json);
      if (keys.getKeys().isEmpty() || !keys.getKeys().getFirst().isPrivate()) {
        throw unusable(null);
      }
      return new SigningKey(keys, keys.getKeys().getFirst().toRSAKey());
    } catch (ParseException | JOSEException | ClassCastException e) {
      throw unusable(e);
    }
  }

  private static HeistException unusable(@org.jspecify.annotations.Nullable Exception cause) {
    // The cause could quote the key.
    String type = cause == null ? "no private key" : cause.getClass().getSimpleName();
    return new HeistException(
        Kind.BAD_INPUT,
        "The secret %s holds no RSA key to sign with (%s). Remove it, and a new one is made."
            .formatted(SECRET, type));
  }

  /** A fresh set of one key, as JSON. */
  static String generate() {
    try {
      RSAKey key =
          new RSAKeyGenerator(2048)
              .keyUse(KeyUse.SIGNATURE)
              .algorithm(JWSAlgorithm.RS256)
              .keyIDFromThumbprint(true)
              .generate();
      return new JWKSet(key).toString(false);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The public halves, as {@code /.well-known/jwks.json} shows them. */
  String publicKeys() {
    return keys.toPublicJWKSet().toString();
  }

  String sign(JWTClaimsSet claims) {
    SignedJWT jwt = new SignedJWT(header, claims);
    try {
      jwt.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return jwt.serialize();
  }

  /** The claims of {@code token} if one of our keys signed it. */
  Optional<JWTClaimsSet> verify(String token) {
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      String id = jwt.getHeader().getKeyID();
      if (id == null
          || keys.getKeyByKeyId(id) == null
          || !JWSAlgorithm.RS256.equals(jwt.getHeader().getAlgorithm())
          || !jwt.verify(new RSASSAVerifier(keys.getKeyByKeyId(id).toRSAKey()))) {
        return Optional.empty();
      }
      return Optional.of(jwt.getJWTClaimsSet());
    } catch (ParseException | JOSEException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  String keyId() {
    return current.getKeyID();
  }
}
