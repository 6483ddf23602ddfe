package heist.service.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import heist.client.HttpJson;
import heist.client.Target;
import heist.web.Json;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Clients that prove themselves with a private key (RFC 7523). */
class PrivateKeyJwtTest extends AuthHouse {
  private static final RSAKey KEY = rsa();
  private static final RSAKey OTHER = rsa();
  private static final ECKey EC = ec();

  private HttpJson operator;

  @BeforeEach
  void register() {
    operator = operator("clients:write", "clients:admin", "clients:read");
    register("desktop", new JWKSet(List.of(KEY.toPublicJWK(), EC.toPublicJWK())).toString());
  }

  private JsonNode register(String id, String jwks) {
    return operator.post(
        "/clients",
        Map.of(
            "client_id",
            id,
            "kind",
            "outside",
            "scopes",
            List.of("calculator:use"),
            "audiences",
            List.of(CALCULATOR),
            "jwks",
            Json.tree(jwks)),
        JsonNode.class);
  }

  @Test
  void aSignedAssertionGetsATokenOnceAlsoAcrossARestart() throws Exception {
    String assertion = rsa(KEY, good().build());
    HttpResponse<String> answer = ask(assertion);
    assertThat(as(Target.CALCULATOR).verifier().verify(accessToken(answer)).subject())
        .isEqualTo("desktop");
    error(ask(assertion), 401, "invalid_client");
    restart();
    error(ask(assertion), 401, "invalid_client");
    accessToken(ask(rsa(KEY, good().build())));
    accessToken(ask(es256(EC, good().build())));
  }

  /** Whoever reads an assertion on its way may be quicker than its owner, but not as well as. */
  @Test
  void anAssertionThatIsSentManyTimesAtOnceGetsOneToken() throws Exception {
    int tries = 16;
    for (int round = 0; round < 3; round++) {
      String assertion = rsa(KEY, good().build());
      CountDownLatch start = new CountDownLatch(1);
      List<Future<HttpResponse<String>>> answers = new ArrayList<>();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < tries; i++) {
          answers.add(
              threads.submit(() -> {
                start.await();
                return ask(assertion);
              }));
        }
        start.countDown();
      }
      int granted = 0;
      for (Future<HttpResponse<String>> each : answers) {
        HttpResponse<String> answer = each.get();
        granted += answer.statusCode() == 200 ? 1 : 0;
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 401, 429);
      }
      assertThat(granted).isEqualTo(1);
      clock.advance(Duration.ofMinutes(2));
    }
  }

  @Test
  void everyOtherAssertionIsAnInvalidClient() throws Exception {
    JWTClaimsSet good = good().build();
    Instant now = clock.instant();
    List<String> hostile =
        List.of(
            new PlainJWT(good).serialize(),
            rsa(OTHER, good),
            hs256(good),
            rsa(KEY, with(c -> c.audience("http://elsewhere"))),
            rsa(KEY, with(c -> c.audience(List.of(context.issuer().toString(), "http://x")))),
            rsa(KEY, with(c -> c.audience((String) null))),
            rsa(KEY, with(c -> c.issuer("game"))),
            rsa(KEY, with(c -> c.subject("game").issuer("game"))),
            rsa(KEY, with(c -> c.subject(null))),
            rsa(KEY, with(c -> c.jwtID(null))),
            rsa(KEY, with(c -> c.jwtID(""))),
            rsa(KEY, with(c -> c.jwtID("x".repeat(300)))),
            rsa(KEY, with(c -> c.expirationTime(null))),
            rsa(KEY, with(c -> c.expirationTime(Date.from(now.minusSeconds(31))))),
            rsa(KEY, with(c -> c.expirationTime(Date.from(now.plusSeconds(3600))))),
            rsa(KEY, with(c -> c.notBeforeTime(Date.from(now.plusSeconds(60))))),
            rsa(KEY, with(c -> c.issueTime(Date.from(now.plusSeconds(60))))),
            sign(KEY, "at+jwt", JWSAlgorithm.RS256, good),
            sign(KEY, null, JWSAlgorithm.RS512, good),
            rsa(KEY, good).replaceAll("\\.[^.]+$", "."),
            "garbage",
            "a.b.c");
    for (String assertion : hostile) {
      error(ask(assertion), 401, "invalid_client");
      clock.advance(Duration.ofSeconds(7));
      good = good().build();
    }
    error(
        token(null, GRANT + "&client_assertion=" + rsa(KEY, good().build())),
        401,
        "invalid_client");
    error(token(null, form(rsa(KEY, good().build())) + "&client_id=game"), 400, "invalid_request");
    error(
        token(null, form(rsa(KEY, good().build())) + "&client_id=desktop&client_secret=x"),
        400,
        "invalid_request");
    error(token("Basic ZGVza3RvcDp4", form(rsa(KEY, good().build()))), 400, "invalid_request");
    clock.advance(Duration.ofMinutes(1));
    accessToken(ask(rsa(KEY, good().build())));
  }

  @Test
  void aClientWithASecretCannotUseAKeyNorTheOtherWayRound() throws Exception {
    hacker();
    JWTClaimsSet claims = with(c -> c.subject("bank.hacker").issuer("bank.hacker"));
    error(ask(rsa(KEY, claims)), 401, "invalid_client");
    error(token("Basic ZGVza3RvcDo=", GRANT), 401, "invalid_client");
  }

  @Test
  void keysThatAreNoGoodAreRefusedWithTheReason() throws Exception {
    for (String jwks :
        List.of(
            new JWKSet(KEY).toString(false),
            "{\"keys\":[]}",
            "{\"keys\":[{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}]}",
            "{\"x\":1}",
            new RSAKeyGenerator(1024, true).generate().toPublicJWK().toJSONString())) {
      assertThatThrownBy(() -> register("other", jwks)).hasMessageContaining("jwks");
    }
    assertThat(register("single", KEY.toPublicJWK().toJSONString()).has("client_secret")).isFalse();
  }

  private JWTClaimsSet.Builder good() {
    return new JWTClaimsSet.Builder()
        .issuer("desktop")
        .subject("desktop")
        .audience(context.issuer().toString())
        .jwtID(UUID.randomUUID().toString())
        .issueTime(Date.from(clock.instant()))
        .expirationTime(Date.from(clock.instant().plusSeconds(60)));
  }

  private JWTClaimsSet with(UnaryOperator<JWTClaimsSet.Builder> change) {
    return change.apply(good()).build();
  }

  private static String form(String assertion) {
    return GRANT
        + "&client_assertion_type="
        + enc(heist.service.auth.Assertions.TYPE)
        + "&client_assertion="
        + assertion;
  }

  private HttpResponse<String> ask(String assertion) throws Exception {
    return token(null, form(assertion));
  }

  private static String rsa(RSAKey key, JWTClaimsSet claims) throws JOSEException {
    return sign(key, null, JWSAlgorithm.RS256, claims);
  }

  private static String sign(
      RSAKey key, @Nullable String type, JWSAlgorithm algorithm, JWTClaimsSet claims)
      throws JOSEException {
    JWSHeader.Builder header = new JWSHeader.Builder(algorithm);
    if (type != null) {
      header.type(new JOSEObjectType(type));
    }
    SignedJWT jwt = new SignedJWT(header.build(), claims);
    jwt.sign(new RSASSASigner(key));
    return jwt.serialize();
  }

  private static String es256(ECKey key, JWTClaimsSet claims) throws JOSEException {
    SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.ES256), claims);
    jwt.sign(new ECDSASigner(key));
    return jwt.serialize();
  }

  /** The public key taken for a shared secret. */
  private static String hs256(JWTClaimsSet claims) throws JOSEException {
    SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
    jwt.sign(new MACSigner(KEY.toRSAPublicKey().getEncoded()));
    return jwt.serialize();
  }

  private static RSAKey rsa() {
    try {
      return new RSAKeyGenerator(2048).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ECKey ec() {
    try {
      return new ECKeyGenerator(Curve.P_256).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
