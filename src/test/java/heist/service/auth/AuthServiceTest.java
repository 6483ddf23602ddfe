package heist.service.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.SignedJWT;
import heist.HeistException;
import heist.HeistException.Kind;
import heist.client.AddressBook;
import heist.client.AgentTokens;
import heist.client.AuthClient;
import heist.client.Credentials;
import heist.client.SecretStore;
import heist.client.ServiceContext;
import heist.client.Target;
import heist.client.TokenClient;
import heist.testing.SettableClock;
import heist.web.Caller;
import heist.web.Json;
import heist.web.Service;
import heist.web.TokenVerifier;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class AuthServiceTest {
  private static final String CALCULATOR = Target.CALCULATOR.audience();
  private static final String GRANT = "grant_type=client_credentials";

  /** One key pair for all tests: making one costs more than a test. */
  private static final String KEYS = SigningKey.generate();

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private final SettableClock clock = SettableClock.atNewYear();
  private final AddressBook addresses = AddressBook.onFreePorts();
  private ServiceContext context;
  private Service auth;

  @BeforeEach
  void start() {
    context =
        new ServiceContext(
            Target.AUTH,
            "127.0.0.1",
            addresses.of(Target.AUTH).getPort(),
            addresses,
            folder,
            new SecretStore(
                folder.resolve("secrets"), Map.of("HEIST_SECRET_AUTH_SIGNING_KEYS", KEYS)),
            clock,
            null,
            feature -> true,
            Duration.ofSeconds(10));
    auth = AuthService.start(context);
  }

  @AfterEach
  void stop() {
    auth.close();
  }

  private ServiceContext as(Target target) {
    return context.forTarget(target, 0);
  }

  private AuthClient game() {
    return new AuthClient(
        as(Target.GAME).http(Target.AUTH, "clients:write", "clients:read"), "seed");
  }

  private Credentials hacker() {
    return game()
        .ensureAgent(
            "bank.hacker", "hacker", Set.of("calculator:use", "memory:read"), Set.of(CALCULATOR));
  }

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
  void aRevokedTokenIsNotActive() throws Exception {
    Credentials hacker = hacker();
    String token = accessToken(token(basic(hacker), GRANT + "&sid=s1"));
    JsonNode active = introspect(hacker, token);
    assertThat(active.get("active").booleanValue()).isTrue();
    assertThat(active.get("sid").stringValue()).isEqualTo("s1");
    assertThat(introspect(as(Target.CALCULATOR).credentials(), token).get("active").booleanValue())
        .isTrue();
    assertThat(introspect(as(Target.FILES).credentials(), token).get("active").booleanValue())
        .isFalse();

    error(
        form("/revoke", basic(as(Target.FILES).credentials()), "token=" + token),
        400,
        "unauthorized_client");
    assertThat(form("/revoke", basic(hacker), "token=" + token).statusCode()).isEqualTo(200);
    assertThat(form("/revoke", basic(hacker), "token=" + token).statusCode()).isEqualTo(200);
    assertThat(form("/revoke", basic(hacker), "token=garbage").statusCode()).isEqualTo(200);
    assertThat(introspect(hacker, token).toString()).isEqualTo("{\"active\":false}");

    auth.close();
    auth = AuthService.start(context);
    assertThat(introspect(hacker, token).get("active").booleanValue()).isFalse();
    String other = accessToken(token(basic(hacker), GRANT + "&sid=s1"));
    assertThat(introspect(hacker, other).get("active").booleanValue()).isTrue();
  }

  @Test
  void anAgentCutOffFromASessionGetsNoNewTokenThere() throws Exception {
    Credentials hacker = hacker();
    String token = accessToken(token(basic(hacker), GRANT + "&sid=s1"));
    as(Target.GAME)
        .http(Target.AUTH, "tokens:revoke")
        .send("POST", "/revocations", Map.of("client_id", "bank.hacker", "sid", "s1"));
    assertThat(introspect(hacker, token).get("active").booleanValue()).isFalse();
    error(token(basic(hacker), GRANT + "&sid=s1"), 400, "unauthorized_client");
    assertThat(token(basic(hacker), GRANT + "&sid=s2").statusCode()).isEqualTo(200);
    assertThat(
            as(Target.CALCULATOR)
                .http(Target.AUTH, "revocations:read")
                .send("GET", "/revocations", null)
                .body())
        .contains("bank.hacker", "s1");
  }

  @Test
  void aToolRefusesWhatWasTakenBackWithinASecond() throws Exception {
    Credentials hacker = hacker();
    Credentials driver =
        game().ensureAgent("bank.driver", "driver", Set.of("calculator:use"), Set.of(CALCULATOR));
    TokenVerifier calculator = as(Target.CALCULATOR).verifier();
    String one = accessToken(token(basic(hacker), GRANT + "&sid=s1"));
    String two = accessToken(token(basic(hacker), GRANT + "&sid=s1"));
    String elsewhere = accessToken(token(basic(hacker), GRANT + "&sid=s2"));
    String other = accessToken(token(basic(driver), GRANT + "&sid=s1"));
    for (String token : List.of(one, two, elsewhere, other)) {
      calculator.verify(token);
    }
    form("/revoke", basic(hacker), "token=" + one);
    clock.advance(Duration.ofSeconds(1));
    refusedAsRevoked(calculator, one);
    calculator.verify(two);
    new AuthClient(as(Target.GAME).http(Target.AUTH, "tokens:revoke"), "seed")
        .cutOff("bank.hacker", "s1");
    clock.advance(Duration.ofSeconds(1));
    refusedAsRevoked(calculator, two);
    calculator.verify(elsewhere);
    game().deleteClient("bank.hacker");
    clock.advance(Duration.ofSeconds(1));
    refusedAsRevoked(calculator, elsewhere);
    calculator.verify(other);
    // Without auth, what is known holds: the others go on, those cut off stay so.
    auth.close();
    clock.advance(Duration.ofSeconds(1));
    calculator.verify(other);
    refusedAsRevoked(calculator, one);
    auth = AuthService.start(context);
  }

  private static void refusedAsRevoked(TokenVerifier verifier, String token) {
    assertThatThrownBy(() -> verifier.verify(token)).hasMessageContaining("revoked");
  }

  @Test
  void removingAClientEndsItsTokens() throws Exception {
    Credentials hacker = hacker();
    String token = accessToken(token(basic(hacker), GRANT + "&sid=s1"));
    game().deleteClient("bank.hacker");
    error(token(basic(hacker), GRANT + "&sid=s1"), 401, "invalid_client");
    clock.advance(Duration.ofSeconds(2));
    assertThat(introspect(hacker(), token).get("active").booleanValue()).isFalse();
  }

  @Test
  void clientsAreManagedWithTheRightScopeOnly() {
    assertThatThrownBy(() ->
            new AuthClient(as(Target.DASHBOARD).http(Target.AUTH, "clients:read"), "x")
                .ensureAgent("bank.x", "x", Set.of(), Set.of(CALCULATOR)))
        .isInstanceOfSatisfying(
            HeistException.class, e -> assertThat(e.kind()).isEqualTo(Kind.FORBIDDEN));
    for (String scope : new String[] {"clients:write", "world:read", "operator", "feed:public"}) {
      assertThatThrownBy(() -> game().ensureAgent("bank.x", "x", Set.of(scope), Set.of(CALCULATOR)))
          .hasMessageContaining("No agent may have");
    }
    assertThatThrownBy(() -> game().ensureAgent("operator", "x", Set.of(), Set.of(CALCULATOR)))
        .hasMessageContaining("Heist's own");
    assertThatThrownBy(
            () -> game().ensureAgent("bank.x", "x", Set.of(), Set.of(Target.AUTH.audience())))
        .hasMessageContaining("auth itself");
    hacker();
    assertThat(game().clients())
        .extracting(AuthClient.ClientInfo::clientId)
        .contains("bank.hacker", "game");
    assertThat(
            as(Target.GAME).http(Target.AUTH, "clients:read").send("GET", "/clients", null).body())
        .doesNotContain("secret\"", "sha256");
  }

  @Test
  void agentTokensHealWhenAuthHasForgottenTheClient() {
    AgentTokens agents = new AgentTokens(game(), context.tokens());
    AgentTokens.Agent hacker =
        new AgentTokens.Agent(
            "bank.hacker", "hacker", Set.of("calculator:use"), Set.of(CALCULATOR));
    Caller first = as(Target.CALCULATOR).verifier().verify(agents.bearer(hacker, "s1").get());
    assertThat(first.agent()).isEqualTo("hacker");
    game().deleteClient("bank.hacker");
    // Tokens count whole seconds: those of the very second of the removal are revoked with it.
    clock.advance(Duration.ofSeconds(1));
    Caller second = as(Target.CALCULATOR).verifier().verify(agents.bearer(hacker, "s2").get());
    assertThat(second.sessionId()).isEqualTo("s2");
  }

  @Test
  void showsItsKeysAndWhatItCanDo() throws Exception {
    String keys =
        http.send(request("/.well-known/jwks.json").build(), BodyHandlers.ofString()).body();
    assertThat(keys).contains("\"kty\":\"RSA\"").doesNotContain("\"d\":", "\"p\":", "\"q\":");
    auth.close();
    auth = AuthService.start(context);
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

  @Test
  void everyTokenGivenOrRefusedIsInTheAudit() throws Exception {
    Credentials hacker = hacker();
    token(basic(hacker), GRANT + "&sid=s1");
    token(basic(new Credentials("bank.hacker", "guess")), GRANT + "&sid=s1");
    TokenClient.Wish wish =
        new TokenClient.Wish(
            context.secrets().credentials("operator"),
            Set.of(Target.AUTH.audience()),
            Set.of("audit:read"),
            null);
    var operator =
        heist.client.HttpJson.to("auth", auth.address()).withToken(context.tokens().bearer(wish));
    JsonNode verdict = operator.get("/audit/verify", JsonNode.class);
    assertThat(verdict.get("intact").booleanValue()).isTrue();
    String tail = operator.send("GET", "/audit/tail", null).body();
    assertThat(tail).contains("token.issued", "token.refused", "client.put", "\"session\":\"s1\"");
    assertThat(tail).doesNotContain(hacker.secret());
  }

  private JsonNode introspect(Credentials who, String token) throws Exception {
    return Json.tree(form("/introspect", basic(who), "token=" + token).body());
  }

  private HttpResponse<String> token(@Nullable String authorization, String form) throws Exception {
    return form("/token", authorization, form);
  }

  private HttpResponse<String> form(String path, @Nullable String authorization, String form)
      throws Exception {
    return post(path, authorization, form, "application/x-www-form-urlencoded");
  }

  private HttpResponse<String> post(
      String path, @Nullable String authorization, String body, String type) throws Exception {
    HttpRequest.Builder request =
        request(path).header("Content-Type", type).POST(BodyPublishers.ofString(body));
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(auth.address() + path));
  }

  private static void error(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(Json.tree(answer.body()).get("error").stringValue()).isEqualTo(code);
    assertThat(answer.body()).doesNotContain("Exception", "heist.");
  }

  private static String accessToken(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Json.tree(answer.body()).get("access_token").stringValue();
  }

  private static String basic(Credentials credentials) {
    String pair = enc(credentials.clientId()) + ":" + enc(credentials.secret());
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private static String enc(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
