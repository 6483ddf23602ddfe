package heist.web;

import static org.assertj.core.api.Assertions.assertThat;

import heist.testing.SettableClock;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a client without the right token is told, and where it is sent. */
class ProtectedResourceTest {
  private static final String ME = "urn:heist:calculator";

  private final SettableClock clock = SettableClock.atNewYear();
  private final TestIssuer issuer = new TestIssuer(clock);
  private final TokenVerifier verifier = issuer.verifier(ME);
  private final WebServer server =
      WebServer.named("calculator")
          .openApi("openapi/calculator.yaml")
          .authorizationServer(issuer.uri())
          .routes(config -> {
            config.routes.before("/secret", verifier.before());
            config.routes.get(
                "/secret",
                ctx -> {
                  TokenVerifier.caller(ctx).require("calculator:use");
                  ctx.result("yes");
                });
          })
          .start();

  @AfterEach
  void close() {
    server.close();
    issuer.close();
  }

  @Test
  void aChallengeLeadsToTheMetadataAndThatToTheIssuer() throws Exception {
    HttpResponse<String> refused = get("/secret");
    assertThat(refused.statusCode()).isEqualTo(401);
    String metadata = server.address() + "/.well-known/oauth-protected-resource";
    assertThat(refused.headers().firstValue("WWW-Authenticate"))
        .hasValue("Bearer realm=\"heist\", resource_metadata=\"" + metadata + "\"");
    JsonNode document = Json.tree(get("/.well-known/oauth-protected-resource").body());
    assertThat(document.path("resource").asString()).isEqualTo(server.address().toString());
    assertThat(document.path("authorization_servers").toString())
        .isEqualTo("[\"" + issuer.uri() + "\"]");
    assertThat(document.path("scopes_supported").toString()).contains("calculator:use");
    assertThat(
            Json.tree(get("/.well-known/oauth-protected-resource/mcp").body())
                .path("resource")
                .asString())
        .isEqualTo(server.address() + "/mcp");
    assertThat(get("/.well-known/oauth-protected-resource/other").statusCode()).isEqualTo(404);
  }

  @Test
  void aTokenWithoutTheScopeIsForbiddenAndToldWhichOne() throws Exception {
    HttpResponse<String> refused =
        get("/secret", "Authorization", "Bearer " + issuer.token("c", ME, "memory:read"));
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.headers().firstValue("WWW-Authenticate").orElseThrow())
        .contains("error=\"insufficient_scope\"", "scope=\"calculator:use\"", "resource_metadata=");
  }

  @Test
  void aTokenComesOnceAndInTheHeaderOnly() throws Exception {
    String good = "Bearer " + issuer.token("c", ME, "calculator:use");
    assertThat(get("/secret", "Authorization", good).body()).isEqualTo("yes");
    HttpResponse<String> twice = get("/secret", "Authorization", good, "Authorization", good);
    assertThat(twice.statusCode()).isEqualTo(400);
    assertThat(twice.headers().firstValue("WWW-Authenticate").orElseThrow())
        .contains("error=\"invalid_request\"");
    assertThat(get("/secret?access_token=" + good.substring(7)).statusCode()).isEqualTo(400);
    assertThat(get("/secret?x=1&access_token", "Authorization", good).statusCode()).isEqualTo(400);
  }

  /** Sixteen spellings of the last character decode to the same signature. */
  @Test
  void onlyOneSpellingOfATokenIsGood() throws Exception {
    String token = issuer.token("c", ME, "calculator:use");
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    int accepted = 0;
    for (char last : alphabet.toCharArray()) {
      String spelt = token.substring(0, token.length() - 1) + last;
      accepted += get("/secret", "Authorization", "Bearer " + spelt).statusCode() == 200 ? 1 : 0;
    }
    assertThat(accepted).isEqualTo(1);
    for (String spelt : new String[] {token + "=", token + "!!!!", token + ".", token + "\u00e4"}) {
      assertThat(get("/secret", "Authorization", "Bearer " + spelt).statusCode()).isEqualTo(401);
    }
  }

  @Test
  void aWithdrawnKeyTakesAlongWhatWasCheckedWithIt() {
    String token = issuer.token("c", ME, "calculator:use");
    verifier.verify(token);
    issuer.rotate();
    clock.advance(Duration.ofMinutes(6));
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> verifier.verify(token))
        .hasMessageContaining("signature");
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.address() + path));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }
}
