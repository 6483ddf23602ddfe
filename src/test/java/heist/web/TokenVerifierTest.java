package heist.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import heist.HeistException;
import heist.testing.SettableClock;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Date;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TokenVerifierTest {
  private static final String ME = "urn:heist:calculator";

  private final SettableClock clock = SettableClock.atNewYear();
  private final TestIssuer issuer = new TestIssuer(clock);
  private final TokenVerifier verifier = issuer.verifier(ME);

  @AfterEach
  void close() {
    issuer.close();
  }

  @Test
  void tellsWhoCalls() {
    String token =
        issuer.token(
            "bank.hacker",
            ME,
            "calculator:use memory:read",
            claims -> claims.claim("sid", "s1").claim("agent", "hacker"));
    Caller caller = verifier.verify(token);
    assertThat(caller.subject()).isEqualTo("bank.hacker");
    assertThat(caller.sessionId()).isEqualTo("s1");
    assertThat(caller.requireSession()).isEqualTo("s1");
    assertThat(caller.agent()).isEqualTo("hacker");
    assertThat(caller.scopes()).containsExactlyInAnyOrder("calculator:use", "memory:read");
    caller.require("calculator:use");
    assertThatThrownBy(() -> caller.require("memory:write"))
        .isInstanceOfSatisfying(
            AuthException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(HeistException.Kind.FORBIDDEN);
              assertThat(e.challenge()).contains("insufficient_scope", "scope=\"memory:write\"");
            });
  }

  @Test
  void anExpiredTokenIsRefusedAlsoWhenItWasCheckedBefore() {
    String token = issuer.token("c", ME, "x");
    verifier.verify(token);
    clock.advance(Duration.ofHours(1).plusSeconds(29));
    verifier.verify(token);
    clock.advance(Duration.ofSeconds(1));
    refused(token, "expired");
    refused(token, "expired");
  }

  @Test
  void aTokenOfTheFutureIsRefused() {
    Date later = Date.from(clock.instant().plusSeconds(31));
    String token = issuer.token("c", ME, "x", claims -> claims.notBeforeTime(later));
    refused(token, "not good yet");
    clock.advance(Duration.ofSeconds(1));
    verifier.verify(token);
  }

  @Test
  void tokensOfAnotherIssuerAudienceTypeOrShapeAreRefused() {
    refused(issuer.token("c", "urn:heist:files", "x"), "not for this service");
    refused(issuer.token("c", ME, "x", claims -> claims.issuer("http://evil")), "another issuer");
    refused(issuer.token("c", ME, "x", claims -> claims.expirationTime(null)), "lacks");
    refused(issuer.token("c", ME, "x", claims -> claims.jwtID(null)), "lacks");
    refused(issuer.token("c", ME, "x", claims -> claims.claim("scope", 7)), "cannot be read");
    JWTClaimsSet good = issuer.claims("c", ME, "x").build();
    refused(TestIssuer.sign(issuer.key(), "JWT", good), "at+jwt");
    refused("abc", "cannot be read");
    refused("a.b.c", "cannot be read");
    refused("x".repeat(9000), "too long");
  }

  @Test
  void signaturesOfOthersAreRefused() throws Exception {
    JWTClaimsSet good = issuer.claims("c", ME, "x").build();
    refused(TestIssuer.sign(TestIssuer.newKey(), "at+jwt", good), "signature");
    refused(new PlainJWT(good).serialize(), "cannot be read");
    // The public key taken for an HMAC secret: the oldest trick with JWTs.
    SignedJWT confused =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(issuer.key().getKeyID()).build(), good);
    confused.sign(new MACSigner(issuer.key().toRSAPublicKey().getEncoded()));
    refused(confused.serialize(), "RS256");
    String token = issuer.token("c", ME, "x");
    String changed = issuer.token("c", ME, "x y");
    refused(
        token.substring(0, token.indexOf('.'))
            + changed.substring(changed.indexOf('.'), changed.lastIndexOf('.'))
            + token.substring(token.lastIndexOf('.')),
        "signature");
  }

  @Test
  void aNewKeyIsFetchedAndMadeUpKeysCauseNoFlood() {
    verifier.verify(issuer.token("c", ME, "x"));
    assertThat(issuer.fetches).hasValue(1);
    for (int i = 0; i < 20; i++) {
      refused(
          TestIssuer.sign(
              TestIssuer.newKeyId(issuer.key()), "at+jwt", issuer.claims("c", ME, "x").build()),
          "signature");
    }
    assertThat(issuer.fetches.get()).isLessThanOrEqualTo(2);
    issuer.rotate();
    clock.advance(Duration.ofSeconds(2));
    verifier.verify(issuer.token("c", ME, "x"));
  }

  @Test
  void aRevocationActsOnACheckedTokenAtOnce() {
    AtomicBoolean revoked = new AtomicBoolean();
    TokenVerifier strict =
        new TokenVerifier(
            issuer.uri(), ME, HttpClient.newHttpClient(), clock, caller -> revoked.get());
    String token = issuer.token("c", ME, "x");
    strict.verify(token);
    revoked.set(true);
    assertThatThrownBy(() -> strict.verify(token)).hasMessageContaining("revoked");
  }

  @Test
  void anIssuerThatDoesNotAnswerIsNotTheCallersFault() {
    TokenVerifier lost =
        new TokenVerifier(
            URI.create("http://127.0.0.1:1"),
            ME,
            HttpClient.newHttpClient(),
            clock,
            caller -> false);
    assertThatThrownBy(() -> lost.verify(issuer.token("c", ME, "x")))
        .isInstanceOfSatisfying(
            HeistException.class,
            e -> assertThat(e.kind()).isEqualTo(HeistException.Kind.UNAVAILABLE));
  }

  @Test
  void theHeaderMustBeABearerToken() {
    assertThatThrownBy(() -> verifier.authenticate(null))
        .isInstanceOfSatisfying(
            AuthException.class,
            e -> assertThat(e.challenge()).isEqualTo("Bearer realm=\"heist\""));
    assertThatThrownBy(() -> verifier.authenticate("Basic YTpi")).isInstanceOf(AuthException.class);
    verifier.authenticate("bearer " + issuer.token("c", ME, "x"));
  }

  private void refused(String token, String why) {
    assertThatThrownBy(() -> verifier.verify(token))
        .isInstanceOfSatisfying(
            AuthException.class,
            e -> assertThat(e.kind()).isEqualTo(HeistException.Kind.UNAUTHENTICATED))
        .hasMessageContaining(why)
        .hasMessageNotContaining(token);
  }
}
