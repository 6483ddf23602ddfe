package heist.web;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** An issuer of tokens for tests of resource servers: a key and an HTTP door that serves it. */
public final class TestIssuer implements AutoCloseable {
  private static final RSAKey FIRST = newKey();

  public final AtomicInteger fetches = new AtomicInteger();
  private final InstantSource clock;
  private final WebServer server;
  private volatile RSAKey key = FIRST;

  public TestIssuer(InstantSource clock) {
    this.clock = clock;
    this.server =
        WebServer.named("issuer")
            .routes(config ->
                config.routes.get(
                    "/.well-known/jwks.json",
                    ctx -> {
                      fetches.incrementAndGet();
                      ctx.result(new JWKSet(key.toPublicJWK()).toString());
                    }))
            .start();
  }

  static RSAKey newKey() {
    try {
      return new RSAKeyGenerator(2048).keyID(UUID.randomUUID().toString()).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same key under another name: cheaper than a new one. */
  static RSAKey newKeyId(RSAKey key) {
    return new RSAKey.Builder(key).keyID(UUID.randomUUID().toString()).build();
  }

  public URI uri() {
    return server.address();
  }

  /** Replaces the key: tokens signed before are no longer good once the keys are fetched again. */
  public void rotate() {
    key = newKey();
  }

  RSAKey key() {
    return key;
  }

  /** A verifier for {@code audience} that trusts this issuer. */
  public TokenVerifier verifier(String audience) {
    return new TokenVerifier(uri(), audience, HttpClient.newHttpClient(), clock, caller -> false);
  }

  /** A good token of {@code client}. */
  public String token(String client, String audience, String scopes) {
    return token(client, audience, scopes, UnaryOperator.identity());
  }

  /** A token with its claims changed. */
  public String token(
      String client, String audience, String scopes, UnaryOperator<JWTClaimsSet.Builder> change) {
    return sign(key, "at+jwt", change.apply(claims(client, audience, scopes)).build());
  }

  JWTClaimsSet.Builder claims(String client, String audience, String scopes) {
    return new JWTClaimsSet.Builder()
        .issuer(uri().toString())
        .subject(client)
        .audience(audience)
        .claim("client_id", client)
        .claim("scope", scopes)
        .jwtID(UUID.randomUUID().toString())
        .issueTime(Date.from(clock.instant()))
        .expirationTime(Date.from(clock.instant().plus(Duration.ofHours(1))));
  }

  static String sign(RSAKey key, String type, JWTClaimsSet claims) {
    try {
      SignedJWT jwt =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.RS256)
                  .type(new JOSEObjectType(type))
                  .keyID(key.getKeyID())
                  .build(),
              claims);
      jwt.sign(new RSASSASigner(key));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
