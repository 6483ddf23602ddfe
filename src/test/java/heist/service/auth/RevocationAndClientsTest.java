package heist.service.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.client.AgentTokens;
import heist.client.AuthClient;
import heist.client.Credentials;
import heist.client.HttpJson;
import heist.client.Target;
import heist.client.TokenClient;
import heist.web.Caller;
import heist.web.TokenVerifier;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What is taken back, who manages clients, and what the audit says of it. */
class RevocationAndClientsTest extends AuthHouse {
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

    restart();
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
  void theDashboardShutsOutAgentsAndLetsThemInAgainAndNobodyElse() throws Exception {
    Credentials hacker = hacker();
    HttpJson page = as(Target.DASHBOARD).http(Target.AUTH, "clients:revoke");
    assertThat(page.send("POST", "/clients/bank.hacker/revoke", null).status()).isEqualTo(204);
    assertThat(token(basic(hacker), GRANT + "&sid=s1").statusCode()).isEqualTo(400);
    assertThat(page.send("POST", "/clients/bank.hacker/restore", null).status()).isEqualTo(204);
    accessToken(token(basic(hacker), GRANT + "&sid=s1"));
    assertThat(page.send("POST", "/clients/game/revoke", null).status()).isEqualTo(403);
    assertThat(page.send("POST", "/clients/nobody/restore", null).status()).isEqualTo(403);
    assertThat(page.send("POST", "/clients/bank.hacker/rotate", null).status()).isEqualTo(403);
    assertThat(
            as(Target.GAME)
                .http(Target.AUTH, "clients:write")
                .send("POST", "/clients/bank.hacker/restore", null)
                .status())
        .isEqualTo(403);
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
}
