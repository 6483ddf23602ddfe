package heist.service.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import heist.service.auth.RegisteredClient.Proof;
import heist.store.Database;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Assertions by which clients prove themselves with a private key (RFC 7523, OpenID Connect Core
 * 9). Each is good once: its {@code jti} is kept in the database until it has ended, so also across
 * a restart. Thread-safe.
 */
final class Assertions {
  /** The {@code client_assertion_type}. */
  static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  /** What they may be signed with. */
  static final List<JWSAlgorithm> ALGORITHMS =
      List.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.ES256);

  private static final Duration SKEW = Duration.ofSeconds(30);
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final int LONGEST_ID = 200;
  private static final Set<String> TYPES = Set.of("jwt", "client-authentication+jwt");

  private final Set<String> audiences;
  private final Database database;
  private final InstantSource clock;
  private final AtomicLong purged = new AtomicLong();

  Assertions(String issuer, Database database, InstantSource clock) {
    this.audiences =
        Set.of(
            issuer,
            issuer + "/",
            issuer + "/token",
            issuer + "/oauth/token",
            issuer + "/introspect",
            issuer + "/revoke");
    this.database = database;
    this.clock = clock;
  }

  /** An assertion as it came, before anything of it is believed. */
  record Claimed(String clientId, SignedJWT jwt, JWTClaimsSet claims) {}

  /** Reads {@code assertion}; null if it is no signed JWT that names its client. */
  static @Nullable Claimed read(String assertion) {
    try {
      SignedJWT jwt = SignedJWT.parse(assertion);
      JWTClaimsSet claims = jwt.getJWTClaimsSet();
      String client = claims.getSubject();
      return client == null || !client.equals(claims.getIssuer())
          ? null
          : new Claimed(client, jwt, claims);
    } catch (ParseException | IllegalArgumentException e) {
      return null;
    }
  }

  /** Whether {@code claimed} proves the client that has {@code keys}. Uses it up. */
  boolean proves(Claimed claimed, Proof.Keys keys) {
    return isTimely(claimed.claims) && isSigned(claimed.jwt, keys) && isFirst(claimed);
  }

  private boolean isTimely(JWTClaimsSet claims) {
    Instant now = clock.instant();
    Date expires = claims.getExpirationTime();
    Date issued = claims.getIssueTime();
    Date notBefore = claims.getNotBeforeTime();
    String id = claims.getJWTID();
    return claims.getAudience().size() == 1
        && audiences.contains(claims.getAudience().getFirst())
        && id != null
        && !id.isBlank()
        && id.length() <= LONGEST_ID
        && expires != null
        && now.isBefore(expires.toInstant().plus(SKEW))
        && !expires.toInstant().isAfter(now.plus(LONGEST).plus(SKEW))
        && (issued == null || !issued.toInstant().isAfter(now.plus(SKEW)))
        && (notBefore == null || !notBefore.toInstant().isAfter(now.plus(SKEW)));
  }

  private static boolean isSigned(SignedJWT jwt, Proof.Keys keys) {
    JOSEObjectType type = jwt.getHeader().getType();
    if (type != null && !TYPES.contains(type.getType().toLowerCase(java.util.Locale.ROOT))
        || !ALGORITHMS.contains(jwt.getHeader().getAlgorithm())) {
      return false;
    }
    String id = jwt.getHeader().getKeyID();
    for (JWK key : keys.keys().getKeys()) {
      if (id == null || key.getKeyID() == null || id.equals(key.getKeyID())) {
        try {
          JWSVerifier verifier = verifier(key);
          if (verifier.supportedJWSAlgorithms().contains(jwt.getHeader().getAlgorithm())
              && jwt.verify(verifier)) {
            return true;
          }
        } catch (JOSEException e) {
          // Not with this key.
        }
      }
    }
    return false;
  }

  private static JWSVerifier verifier(JWK key) throws JOSEException {
    return switch (key) {
      case RSAKey rsa -> new RSASSAVerifier(rsa);
      case ECKey ec -> new ECDSAVerifier(ec);
      default -> throw new JOSEException("Neither RSA nor EC");
    };
  }

  private boolean isFirst(Claimed claimed) {
    long now = clock.millis();
    long until = claimed.claims.getExpirationTime().getTime() + SKEW.toMillis();
    long before = purged.get();
    boolean purge = now - before > 60_000 && purged.compareAndSet(before, now);
    return database
            .writer()
            .submit(h -> {
              if (purge) {
                h.execute("DELETE FROM assertion WHERE until_ms < ?", now);
              }
              return h.createUpdate(
                      """
                      INSERT INTO assertion (client_id, jti, until_ms) VALUES (:client, :jti, :until)
                      ON CONFLICT DO NOTHING
                      """)
                  .bindMap(
                      Map.of(
                          "client",
                          claimed.clientId,
                          "jti",
                          claimed.claims.getJWTID(),
                          "until",
                          until))
                  .execute();
            })
        == 1;
  }
}
