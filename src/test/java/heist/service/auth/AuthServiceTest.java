package heist.service.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.SignedJWT;
import heist.client.Credentials;
import heist.client.Target;
import heist.client.TokenClient;
import heist.web.Caller;
import heist.web.Json;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What comes out of the token endpoint, and what does not. */
class AuthServiceTest extends AuthHouse {
  @Test
  void anAgentsTokenPassesTheVerifierOfItsTool() {
    Credentials hacker = hacker();
    TokenClient tokens = context.tokens();
    TokenClient.Wish wish =
        new TokenClient.Wish(hacker, Set.of(CALCULATOR), Set.of("calculator:use"), "s1");
    String token = tokens.token(wish);
    assertThat(tokens.token(wish)).isSameAs(token);
    Caller caller = as(Target.CALCULATOR).verifier().verify(token);
    assertThat(caller.subject()).isEqualTo("bank.hacker");
    assertThat(caller.agent()).isEqualTo("hacker");
    assertThat(caller.sessionId()).isEqualTo("s1");
    assertThat(caller.scopes()).containsExactly("calculator:use");
    assertThat(caller.expiresAt()).isEqualTo(clock.instant().plus(Duration.ofHours(1)));
    assertThatThrownBy(() -> as(Target.FILES).verifier().verify(token))
        .hasMessageContaining("not for this service");
  }

  @Test
  void aTokenIsRenewedBeforeItEndsAndRefusedAfter() {
    TokenClient tokens = context.tokens();
    TokenClient.Wish wish =
        new TokenClient.Wish(hacker(), Set.of(CALCULATOR), Set.of("calculator:use"), "s1");
    String first = tokens.token(wish);
    clock.advance(Duration.ofMinutes(50));
    assertThat(tokens.token(wish)).isSameAs(first);
    clock.advance(Duration.ofMinutes(5));
    assertThat(tokens.token(wish)).isNotEqualTo(first);
    clock.advance(Duration.ofMinutes(6));
    assertThatThrownBy(() -> as(Target.CALCULATOR).verifier().verify(first))
        .hasMessageContaining("expired");
  }

  @Test
  void tokensFollowRfc9068() throws Exception {
    Credentials hacker = hacker();
    HttpResponse<String> answer =
        token(basic(hacker), GRANT + "&sid=s1&resource=" + enc(CALCULATOR));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    JsonNode body = Json.tree(answer.body());
    assertThat(body.get("token_type").stringValue()).isEqualTo("Bearer");
    assertThat(body.get("expires_in").intValue()).isEqualTo(3600);
    assertThat(body.get("scope").stringValue()).isEqualTo("calculator:use memory:read");
    SignedJWT jwt = SignedJWT.parse(body.get("access_token").stringValue());
    assertThat(jwt.getHeader().getType().getType()).isEqualTo("at+jwt");
    assertThat(jwt.getHeader().getAlgorithm().getName()).isEqualTo("RS256");
    Map<String, Object> claims = jwt.getJWTClaimsSet().getClaims();
    assertThat(claims)
        .containsKeys("iss", "sub", "client_id", "aud", "scope", "sid", "jti", "iat", "exp");
    assertThat(claims.get("iss")).isEqualTo(context.issuer().toString());
  }

  @Test
  void wrongSecretsAndUnknownClientsSoundTheSame() throws Exception {
    hacker();
    HttpResponse<String> wrong =
        token(basic(new Credentials("bank.hacker", "guess")), GRANT + "&sid=s1");
    HttpResponse<String> unknown = token(basic(new Credentials("nobody", "guess")), GRANT);
    for (HttpResponse<String> answer : List.of(wrong, unknown)) {
      error(answer, 401, "invalid_client");
      assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow()).startsWith("Basic");
    }
    assertThat(wrong.body()).isEqualTo(unknown.body());
    error(token(null, GRANT), 401, "invalid_client");
    error(token("Basic !!!", GRANT), 401, "invalid_client");
    error(token(null, GRANT + "&client_id=bank.hacker"), 401, "invalid_client");
  }

  @Test
  void scopesAndAudiencesCannotBeStretched() throws Exception {
    Credentials hacker = hacker();
    error(token(basic(hacker), GRANT + "&sid=s1&scope=memory:write"), 400, "invalid_scope");
    error(
        token(basic(hacker), GRANT + "&sid=s1&scope=calculator:use+clients:write"),
        400,
        "invalid_scope");
    error(
        token(basic(hacker), GRANT + "&sid=s1&resource=" + enc(Target.AUTH.audience())),
        400,
        "invalid_target");
    // What it may do at one service does not spill over to another.
    Credentials calculator = as(Target.CALCULATOR).credentials();
    error(
        token(
            basic(calculator),
            GRANT + "&scope=discovery:register&resource=" + enc(Target.AUTH.audience())),
        400,
        "invalid_scope");
  }

  @Test
  void onlyAgentsHaveASessionAndTheyMust() throws Exception {
    error(token(basic(as(Target.GAME).credentials()), GRANT + "&sid=s1"), 400, "invalid_request");
    error(token(basic(hacker()), GRANT), 400, "invalid_request");
    error(token(basic(hacker()), GRANT + "&sid=" + enc("../x")), 400, "invalid_request");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "authorization_code",
        "password",
        "refresh_token",
        "urn:ietf:params:oauth:grant-type:jwt-bearer"
      })
  void otherGrantsAreRefused(String grant) throws Exception {
    error(token(basic(hacker()), "sid=s1&grant_type=" + enc(grant)), 400, "unsupported_grant_type");
  }

  @Test
  void malformedRequestsAreRefused() throws Exception {
    Credentials hacker = hacker();
    String proof = basic(hacker);
    String secret = "&client_id=bank.hacker&client_secret=" + enc(hacker.secret());
    error(token(proof, "sid=s1"), 400, "invalid_request");
    error(token(proof, GRANT + "&sid=s1" + secret), 400, "invalid_request");
    error(token(proof, GRANT + "&sid=s1&sid=s2"), 400, "invalid_request");
    error(token(proof, GRANT + "&" + GRANT + "&sid=s1"), 400, "invalid_request");
    error(
        token(proof, GRANT + "&sid=s1&scope=calculator:use&scope=memory:read"),
        400,
        "invalid_request");
    error(token(proof, GRANT + "&sid=s1&client_id=bank.driver"), 400, "invalid_request");
    error(
        post("/token?" + GRANT, proof, "sid=s1", "application/x-www-form-urlencoded"),
        400,
        "invalid_request");
    error(
        post("/token", proof, "{\"grant_type\":\"client_credentials\"}", "application/json"),
        400,
        "invalid_request");
    assertThat(http.send(request("/token").build(), BodyHandlers.ofString()).statusCode())
        .isEqualTo(405);
  }

  @Test
  void aClientProvesItselfInTheWayItIsRegisteredFor() throws Exception {
    Credentials hacker = hacker();
    String inBody = GRANT + "&sid=s1&client_id=bank.hacker&client_secret=" + enc(hacker.secret());
    error(token(null, inBody), 401, "invalid_client");
    String made =
        as(Target.GAME)
            .http(Target.AUTH, "clients:write")
            .send(
                "POST",
                "/clients",
                Map.of(
                    "client_id", "bank.driver",
                    "audiences", Set.of(CALCULATOR),
                    "token_endpoint_auth_method", "client_secret_post"))
            .body();
    String secret = Json.tree(made).get("client_secret").stringValue();
    assertThat(
            token(null, GRANT + "&sid=s1&client_id=bank.driver&client_secret=" + secret)
                .statusCode())
        .isEqualTo(200);
    error(
        token(basic(new Credentials("bank.driver", secret)), GRANT + "&sid=s1"),
        401,
        "invalid_client");
  }

  @Test
  void unsignedAssertionsAreInvalidClients() throws Exception {
    String none =
        Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8))
            + "."
            + Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                    "{\"sub\":\"game\",\"iss\":\"game\"}".getBytes(StandardCharsets.UTF_8))
            + ".";
    error(
        token(
            null,
            GRANT
                + "&client_assertion_type="
                + enc("urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
                + "&client_assertion="
                + none),
        401,
        "invalid_client");
  }

  @Test
  void showsItsKeysAndWhatItCanDo() throws Exception {
    String keys =
        http.send(request("/.well-known/jwks.json").build(), BodyHandlers.ofString()).body();
    assertThat(keys).contains("\"kty\":\"RSA\"").doesNotContain("\"d\":", "\"p\":", "\"q\":");
    restart();
    assertThat(http.send(request("/.well-known/jwks.json").build(), BodyHandlers.ofString()).body())
        .isEqualTo(keys);
    JsonNode metadata =
        Json.tree(
            http.send(
                    request("/.well-known/oauth-authorization-server").build(),
                    BodyHandlers.ofString())
                .body());
    assertThat(metadata.get("issuer").stringValue()).isEqualTo(context.issuer().toString());
    assertThat(metadata.get("token_endpoint").stringValue()).endsWith("/token");
    assertThat(http.send(request("/docs").build(), BodyHandlers.ofString()).body())
        .contains("/introspect");
  }
}
