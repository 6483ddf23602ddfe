package heist.service.auth;

import static org.assertj.core.api.Assertions.assertThat;

import heist.client.Credentials;
import heist.client.Target;
import heist.web.Json;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Requests for tokens by people who should get none: two hundred ways, none of which works. */
class HostileTokenRequestsTest extends AuthHouse {
  private static final String FORM = "application/x-www-form-urlencoded";

  private record Hostile(String name, String path, List<String> headers, byte[] body) {}

  private final List<Hostile> cases = new ArrayList<>();

  private void add(String name, String body, String... headers) {
    add(name, "/token", body.getBytes(StandardCharsets.UTF_8), headers);
  }

  private void add(String name, String path, byte[] body, String... headers) {
    cases.add(new Hostile(name, path, List.of(headers), body));
  }

  @Test
  void noHostileRequestGetsAToken() throws Exception {
    Credentials hacker = hacker();
    String good = basic(hacker);
    String secret = "&client_id=bank.hacker&client_secret=" + enc(hacker.secret());
    String form = GRANT + "&sid=s1";
    twoWays(good, form, secret);
    wrongProofs(hacker, form);
    parameters(good, form);
    bodies(good, form);
    scopesAndTargets(good, form);
    assertThat(cases).hasSizeGreaterThanOrEqualTo(200);

    List<String> accepted = new ArrayList<>();
    for (Hostile each : cases) {
      HttpResponse<String> answer = send(each);
      boolean refused =
          answer.statusCode() >= 400
              && answer.statusCode() < 500
              && !answer.body().contains("access_token")
              && !answer.body().contains("Exception")
              && !answer.body().contains(hacker.secret());
      if (!refused) {
        accepted.add(each.name + ": " + answer.statusCode() + " " + answer.body());
      }
      // A minute for each, so that all are looked at.
      clock.advance(Duration.ofSeconds(10));
    }
    System.out.printf("hostile token requests: %d, accepted %d%n", cases.size(), accepted.size());
    assertThat(accepted).isEmpty();
    assertThat(token(good, form).statusCode()).as("the right one still works").isEqualTo(200);
  }

  private void twoWays(String good, String form, String secret) {
    add("Basic and secret", form + secret, "Authorization", good);
    add("Basic and another secret", form + "&client_secret=x", "Authorization", good);
    add("Basic and assertion", form + "&client_assertion=a.b.c", "Authorization", good);
    add("Basic and assertion type", form + "&client_assertion_type=x", "Authorization", good);
    add("secret and assertion", form + secret + "&client_assertion=a.b.c");
    add("two headers", form, "Authorization", good, "Authorization", good);
    add("header of another kind besides", form, "Authorization", "Bearer x", "Authorization", good);
    add("another client_id", form + "&client_id=bank.driver", "Authorization", good);
    add("post for a client of Basic", form + secret);
    add("client_id alone", form + "&client_id=bank.hacker");
    add("no proof", form);
  }

  private void wrongProofs(Credentials hacker, String form) {
    for (String scheme :
        List.of("Bearer ", "Digest ", "Negotiate ", "basic", "", "Basic", "Basic  ", "BASICX ")) {
      add("scheme '" + scheme + "'", form, "Authorization", scheme + "YTpi");
    }
    String s = hacker.secret();
    List<String> pairs =
        List.of(
            "bank.hacker:",
            ":",
            ":" + s,
            "bank.hacker",
            "bank.hacker:" + s + " ",
            "bank.hacker: " + s,
            " bank.hacker:" + s,
            "BANK.HACKER:" + s,
            "bank.hacker:" + s.toLowerCase(java.util.Locale.ROOT),
            "bank.hacker:" + s.substring(1),
            "bank.hacker:" + s + "x",
            "bank.hacker:" + s + "\u0000",
            "bank.hacker\u0000:" + s,
            "bank.hacker:null",
            "bank.hacker:undefined",
            "bank.hacker:%00",
            "bank.hacker:%",
            "bank.hacker:%zz",
            "bank.hacker:' OR '1'='1",
            "' OR '1'='1:" + s,
            "bank.hacker'--:" + s,
            "bank%2Ehacker:wrong",
            "*:*",
            "bank.*:" + s,
            "operator:operator",
            "admin:admin",
            "game:game",
            "root:",
            "bank.hacker:" + "0".repeat(64),
            "x".repeat(4000) + ":y",
            "x:" + "y".repeat(5000),
            "../secrets/operator:x",
            "\ud83d\ude00:x");
    for (String pair : pairs) {
      add(
          "pair " + pair.substring(0, Math.min(30, pair.length())).replace('\u0000', '0'),
          form,
          "Authorization",
          "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }
    for (String broken : List.of("!!!", "YTpi=====", "YTp", "%41", "YTpi YTpi", "w4M6w4M=")) {
      add("base64 " + broken, form, "Authorization", "Basic " + broken);
    }
    byte[] latin = {'b', (byte) 0xe4, ':', (byte) 0xff};
    add("not UTF-8", form, "Authorization", "Basic " + Base64.getEncoder().encodeToString(latin));
    for (String type :
        List.of(
            "urn:ietf:params:oauth:client-assertion-type:saml2-bearer", "jwt", "", "x y", "null")) {
      for (String assertion : List.of("", "a", "a.b.c", "e30.e30.", "eyJhbGciOiJub25lIn0.e30.")) {
        add(
            "assertion " + type + " " + assertion,
            form + "&client_assertion_type=" + enc(type) + "&client_assertion=" + assertion);
      }
    }
    for (String header :
        List.of(
            "{\"alg\":\"none\"}",
            "{\"alg\":\"HS256\"}",
            "{\"alg\":\"RS256\"}",
            "{\"alg\":\"RS256\",\"kid\":\"../../dev/null\"}",
            "{\"alg\":\"ES256K\"}")) {
      for (String signature : List.of("", "AAAA")) {
        add(
            "assertion with " + header + signature,
            form
                + "&client_assertion_type="
                + enc(Assertions.TYPE)
                + "&client_assertion="
                + b64(header)
                + "."
                + b64(
                    "{\"iss\":\"bank.hacker\",\"sub\":\"bank.hacker\",\"aud\":\"%s\",\"jti\":\"1\",\"exp\":4102444800}"
                        .formatted(context.issuer()))
                + "."
                + signature);
      }
    }
  }

  private void parameters(String good, String form) {
    for (String grant :
        List.of(
            "",
            "authorization_code",
            "password",
            "refresh_token",
            "implicit",
            "CLIENT_CREDENTIALS",
            "client_credentials ",
            " client_credentials",
            "client-credentials",
            "client_credentials,password",
            "urn:ietf:params:oauth:grant-type:jwt-bearer",
            "urn:ietf:params:oauth:grant-type:token-exchange",
            "urn:ietf:params:oauth:grant-type:device_code")) {
      add("grant '" + grant + "'", "sid=s1&grant_type=" + enc(grant), "Authorization", good);
    }
    add("no grant", "sid=s1", "Authorization", good);
    for (String twice : List.of("grant_type", "scope", "sid", "client_id", "client_secret")) {
      add(twice + " twice", form + "&" + twice + "=a&" + twice + "=b", "Authorization", good);
      add(
          twice + " twice the same",
          GRANT + "&sid=s1&" + twice + "=s1&" + twice + "=s1",
          "Authorization",
          good);
    }
    for (String sid :
        List.of(
            "", "../x", "s 1", "s1;s2", "s1\u0000", "x".repeat(200), "'--", "\u00e4", ".", "*")) {
      add("sid '" + sid + "'", GRANT + "&sid=" + enc(sid), "Authorization", good);
    }
    add("sid missing", GRANT, "Authorization", good);
    add("bad escape", form + "&x=%zz", "Authorization", good);
    add("cut escape", form + "&x=%4", "Authorization", good);
    add("bad UTF-8", form + "&x=%ff%fe", "Authorization", good);
    add("overlong UTF-8", form + "&x=%c0%af", "Authorization", good);
    add("NUL", form + "&x=%00", "Authorization", good);
    add("line break", form + "&x=%0d%0aSet-Cookie:a", "Authorization", good);
    add("a thousand parameters", form + "&a=1".repeat(1000), "Authorization", good);
    add("in the URL", "/token?" + form, new byte[0], "Authorization", good);
    add(
        "partly in the URL",
        "/token?sid=s1",
        GRANT.getBytes(StandardCharsets.UTF_8),
        "Authorization",
        good);
    add(
        "secret in the URL",
        "/token?client_secret=x",
        form.getBytes(StandardCharsets.UTF_8),
        "Authorization",
        good);
  }

  private void bodies(String good, String form) {
    Map<String, String> types =
        Map.of(
            "application/json", "{\"grant_type\":\"client_credentials\",\"sid\":\"s1\"}",
            "text/plain", form,
            "multipart/form-data; boundary=x", "--x\r\n\r\n" + form + "\r\n--x--",
            "application/xml", "<grant_type>client_credentials</grant_type>",
            "application/x-www-form-urlencoded; charset=utf-16", form,
            "application/x-www-form-urlencoded; charset=\"iso-8859-1\"", form,
            "application/x-www-form-urlencodedx", form,
            "*/*", form);
    types.forEach(
        (type, body) -> add("type " + type, body, "Content-Type", type, "Authorization", good));
    for (String coding : List.of("gzip", "deflate", "br", "x")) {
      add("coding " + coding, form, "Content-Encoding", coding, "Authorization", good);
    }
    add("empty", "", "Authorization", good);
    add("only signs", "&&&==&=", "Authorization", good);
    add("100 KB", form + "&x=" + "x".repeat(100_000), "Authorization", good);
    add("2 MB", form + "&x=" + "x".repeat(2_000_000), "Authorization", good);
    byte[] utf16 = form.getBytes(StandardCharsets.UTF_16);
    add("UTF-16", "/token", utf16, "Authorization", good);
    add("bytes", "/token", new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1}, "Authorization", good);
    add("JSON in a form", "{\"grant_type\":\"client_credentials\"}", "Authorization", good);
  }

  private void scopesAndTargets(String good, String form) {
    for (String scope :
        List.of(
            "memory:write",
            "clients:write",
            "calculator:use clients:admin",
            "operator",
            "world:read",
            "audit:read",
            "tokens:revoke",
            "keys:rotate",
            "session:write",
            "feed:engine",
            "*",
            "calculator:*",
            "calculator:use\tmemory:write",
            "calculator:use,memory:write",
            "CALCULATOR:USE",
            "calculator:use\"",
            "calculator:use\\",
            "\u00e4:use",
            "x".repeat(5000),
            "admin")) {
      add(
          "scope " + scope.substring(0, Math.min(20, scope.length())),
          form + "&scope=" + enc(scope),
          "Authorization",
          good);
    }
    List<String> targets = new ArrayList<>();
    for (Target target : Target.values()) {
      if (target != Target.CALCULATOR) {
        targets.add(target.audience());
        targets.add(addresses.of(target).toString());
      }
    }
    targets.addAll(
        List.of(
            "urn:heist:CALCULATOR",
            CALCULATOR + "x",
            CALCULATOR + "#a",
            addresses.of(Target.CALCULATOR) + "/other",
            addresses.of(Target.CALCULATOR) + "?a=b",
            "http://evil:" + addresses.of(Target.CALCULATOR).getPort(),
            "https://127.0.0.1:" + addresses.of(Target.CALCULATOR).getPort(),
            "calculator",
            "*",
            "http://[",
            "/"));
    for (String target : targets) {
      add("resource " + target, form + "&resource=" + enc(target), "Authorization", good);
    }
    add(
        "one good, one bad target",
        form + "&resource=" + enc(CALCULATOR) + "&resource=" + enc(Target.GAME.audience()),
        "Authorization",
        good);
    add(
        "audience of another",
        form + "&audience=" + enc(Target.AUTH.audience()),
        "Authorization",
        good);
  }

  /** Ten wrong guesses, and the next are not looked at; from elsewhere the client is served. */
  @Test
  void guessingIsSlowedDownAndTheClientIsNotLockedOut() throws Exception {
    Credentials hacker = hacker();
    Attempts.Try elsewhere = new Attempts.Try("bank.hacker", "10.0.0.1", true);
    int looked = 0;
    for (int i = 0; i < 100; i++) {
      HttpResponse<String> answer =
          token(basic(new Credentials("bank.hacker", "guess" + i)), GRANT + "&sid=s1");
      looked += answer.statusCode() == 401 ? 1 : 0;
      if (answer.statusCode() == 429) {
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
      }
    }
    assertThat(looked).isEqualTo(10);
    assertThat(token(basic(hacker), GRANT + "&sid=s1").statusCode()).isEqualTo(429);
    // Other clients at the same address are not touched.
    assertThat(token(basic(as(Target.GAME).credentials()), GRANT).statusCode()).isEqualTo(200);
    Attempts attempts = new Attempts(clock);
    for (int i = 0; i < 50; i++) {
      attempts.failed(new Attempts.Try("bank.hacker", "127.0.0.1", true));
    }
    attempts.check(elsewhere);
    clock.advance(Duration.ofSeconds(7));
    assertThat(token(basic(hacker), GRANT + "&sid=s1").statusCode())
        .as("seconds later the right secret is good here, too")
        .isEqualTo(200);
    String audit = operator("audit:read").send("GET", "/audit/tail?limit=1000", null).body();
    int refusals = audit.split("token.refused", -1).length - 1;
    assertThat(refusals).as("a flood does not fill the audit").isBetween(10, 13);
  }

  @Test
  void clientsThatDoNotExistCostLittleAndAreSlowedDownByAddress() throws Exception {
    int looked = 0;
    for (int i = 0; i < 300; i++) {
      looked += token(basic(new Credentials("nobody" + i, "x")), GRANT).statusCode() == 401 ? 1 : 0;
    }
    assertThat(looked).isEqualTo(100);
    assertThat(token(basic(hacker()), GRANT + "&sid=s1").statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> send(Hostile each) throws Exception {
    HttpRequest.Builder request = request(each.path).POST(BodyPublishers.ofByteArray(each.body));
    if (!each.headers.contains("Content-Type")) {
      request.header("Content-Type", FORM);
    }
    for (int i = 0; i < each.headers.size(); i += 2) {
      request.header(each.headers.get(i), each.headers.get(i + 1));
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private static String b64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void anErrorIsJsonAlsoWhenTheBodyIsTooLarge() throws Exception {
    HttpResponse<String> answer = send(new Hostile("big", "/token", List.of(), new byte[300_000]));
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(Json.tree(answer.body()).path("status").asInt()).isEqualTo(413);
  }
}
