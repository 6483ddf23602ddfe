package heist.service.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import heist.client.Credentials;
import heist.client.SecretStore;
import heist.client.Target;
import heist.client.TokenClient;
import heist.web.TokenVerifier;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** New keys and secrets while tokens are in use. */
class KeyRotationTest extends AuthHouse {
  private record Issued(String token, Instant ends) {}

  @Override
  SecretStore secrets() {
    // Keys of its own, in the folder: those given from outside cannot be rotated.
    return new SecretStore(folder.resolve("secrets"), Map.of());
  }

  /**
   * Three hours in steps: tokens are made and used by several at once, keys rotate, and somebody
   * sends made-up key ids all the time, so that verifiers pause between two looks at the keys.
   */
  @Test
  void noGoodTokenIsRefusedWhileKeysRotateUnderLoad() throws Exception {
    Credentials hacker = hacker();
    List<TokenVerifier> verifiers =
        List.of(as(Target.CALCULATOR).verifier(), as(Target.CALCULATOR).verifier());
    Deque<Issued> good = new ArrayDeque<>();
    Set<String> keys = new HashSet<>();
    AtomicInteger checks = new AtomicInteger();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int step = 0; step < 180; step++) {
        if (step % 25 == 3) {
          operator("keys:rotate").post("/keys/rotate", null, JsonNode.class);
        }
        List<Future<Issued>> made = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
          made.add(threads.submit(() -> issue(hacker)));
        }
        List<Future<?>> used = new ArrayList<>();
        for (TokenVerifier verifier : verifiers) {
          assertThatThrownBy(() -> verifier.verify(forged())).hasMessageContaining("signature");
          for (Issued issued : List.copyOf(good)) {
            used.add(
                threads.submit(() -> {
                  verifier.verify(issued.token);
                  checks.incrementAndGet();
                }));
          }
        }
        for (Future<?> each : used) {
          each.get();
        }
        for (Future<Issued> each : made) {
          Issued issued = each.get();
          keys.add(SignedJWT.parse(issued.token).getHeader().getKeyID());
          // The very first use, while the verifiers' pause lasts.
          for (TokenVerifier verifier : verifiers) {
            verifier.verify(issued.token);
          }
          assertThat(introspect(hacker, issued.token).get("active").booleanValue()).isTrue();
          good.add(issued);
        }
        clock.advance(Duration.ofSeconds(step % 5 == 0 ? 40 : 65));
        good.removeIf(issued -> !clock.instant().isBefore(issued.ends));
        while (good.size() > 40) {
          good.remove(good.stream().skip(13).findFirst().orElseThrow());
        }
      }
    }
    System.out.printf(
        "rotation under load: %d keys signed, %d checks of good tokens, 0 refused%n",
        keys.size(), checks.get());
    assertThat(keys).hasSizeGreaterThanOrEqualTo(7);
    clock.advance(Duration.ofMinutes(70));
    operator("keys:rotate").post("/keys/rotate", null, JsonNode.class);
    String shown = get("/.well-known/jwks.json");
    assertThat(shown.split("\"kid\"", -1)).as("old keys go").hasSizeLessThanOrEqualTo(3);
  }

  private Issued issue(Credentials hacker) throws Exception {
    Instant now = clock.instant();
    return new Issued(
        accessToken(token(basic(hacker), GRANT + "&sid=s1")), now.plus(Duration.ofHours(1)));
  }

  private String forged() throws Exception {
    return new SignedJWT(
            new com.nimbusds.jose.JWSHeader.Builder(com.nimbusds.jose.JWSAlgorithm.RS256)
                .type(new com.nimbusds.jose.JOSEObjectType("at+jwt"))
                .keyID("made-up-" + System.nanoTime())
                .build()
                .toBase64URL(),
            new com.nimbusds.jwt.JWTClaimsSet.Builder()
                .subject("x")
                .build()
                .toPayload()
                .toBase64URL(),
            com.nimbusds.jose.util.Base64URL.encode(new byte[256]))
        .serialize();
  }

  @Test
  void keysSurviveARestartAndManyRotationsAreRefusedPolitely() throws Exception {
    Credentials hacker = hacker();
    String before = accessToken(token(basic(hacker), GRANT + "&sid=s1"));
    operator("keys:rotate").post("/keys/rotate", null, JsonNode.class);
    String shown = get("/.well-known/jwks.json");
    restart();
    assertThat(get("/.well-known/jwks.json")).isEqualTo(shown).doesNotContain("\"d\":");
    as(Target.CALCULATOR).verifier().verify(before);
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("secrets/auth-signing-keys"))))
        .isEqualTo("rw-------");
    for (int i = 0; i < 8; i++) {
      operator("keys:rotate").post("/keys/rotate", null, JsonNode.class);
    }
    assertThatThrownBy(() -> operator("keys:rotate").post("/keys/rotate", null, JsonNode.class))
        .hasMessageContaining("within an hour");
    as(Target.CALCULATOR).verifier().verify(before);
  }

  /** Somebody else has the key: what it signed and what it will ever sign is good no more. */
  @Test
  void aKeyThatIsReplacedIsDistrustedAtOnce() throws Exception {
    Credentials hacker = hacker();
    TokenVerifier verifier = as(Target.CALCULATOR).verifier();
    var calculator = as(Target.CALCULATOR).http(Target.AUTH, "revocations:read");
    calculator.get("/revocations", JsonNode.class);
    String before = accessToken(token(basic(hacker), GRANT + "&sid=s1"));
    verifier.verify(before);
    JWK stolen =
        JWKSet.parse(context.secrets().find(SigningKeys.SECRET).orElseThrow()).getKeys().getFirst();

    JsonNode made =
        operator("keys:rotate").post("/keys/rotate", Map.of("now", true), JsonNode.class);

    assertThat(made.path("keys").asInt()).isEqualTo(1);
    assertThat(get("/.well-known/jwks.json"))
        .contains(made.path("kid").asString())
        .doesNotContain(stolen.getKeyID());
    assertThat(introspect(hacker, before).get("active").booleanValue()).isFalse();
    String after = accessToken(token(basic(hacker), GRANT + "&sid=s1"));
    assertThat(SignedJWT.parse(after).getHeader().getKeyID())
        .isEqualTo(made.path("kid").asString());
    clock.advance(Duration.ofSeconds(1));
    assertThatThrownBy(() -> verifier.verify(before)).hasMessageContaining("signature");
    verifier.verify(after);
    var claims =
        new com.nimbusds.jwt.JWTClaimsSet.Builder(SignedJWT.parse(before).getJWTClaimsSet())
            .issueTime(java.util.Date.from(clock.instant()))
            .expirationTime(java.util.Date.from(clock.instant().plusSeconds(3600)))
            .jwtID("made with the stolen key")
            .build();
    SignedJWT forged = new SignedJWT(SignedJWT.parse(before).getHeader(), claims);
    forged.sign(new com.nimbusds.jose.crypto.RSASSASigner(stolen.toRSAKey()));
    for (TokenVerifier each : List.of(verifier, as(Target.CALCULATOR).verifier())) {
      assertThatThrownBy(() -> each.verify(forged.serialize())).hasMessageContaining("signature");
    }
    // A service whose token went with the key gets another by itself.
    calculator.get("/revocations", JsonNode.class);
    JsonNode noted = operator("audit:read").get("/audit/tail", JsonNode.class);
    assertThat(noted.path("entries"))
        .extracting(row -> row.at("/entry/action").asString())
        .contains("key.replaced");
    restart();
    assertThat(introspect(hacker, before).get("active").booleanValue()).isFalse();
    assertThat(introspect(hacker, after).get("active").booleanValue()).isTrue();
  }

  @Test
  void aServiceGoesOnWithItsNewSecretAndTheOldOneIsGoodNoMore() throws Exception {
    var calculator = as(Target.CALCULATOR).http(Target.AUTH, "revocations:read");
    calculator.get("/revocations", JsonNode.class);
    Credentials old = as(Target.CALCULATOR).credentials();
    JsonNode answer =
        operator("clients:admin").post("/clients/calculator/rotate", null, JsonNode.class);
    assertThat(answer.has("client_secret")).as("it lies in the folder, and only there").isFalse();
    error(token(basic(old), GRANT), 401, "invalid_client");
    assertThat(as(Target.CALCULATOR).credentials().secret()).isNotEqualTo(old.secret());
    clock.advance(Duration.ofMinutes(59));
    calculator.get("/revocations", JsonNode.class);
    restart();
    calculator.get("/revocations", JsonNode.class);
  }

  @Test
  void theOperatorsOwnSecretRotatesUnderItsFeet() {
    TokenClient tokens = context.tokens();
    var bearer =
        tokens.bearer(
            () -> context.secrets().credentials("operator"),
            Set.of(Target.AUTH.audience()),
            Set.of("clients:admin"));
    var door = heist.client.HttpJson.to("auth", auth.address()).withToken(bearer);
    door.post("/clients/operator/rotate", null, JsonNode.class);
    clock.advance(Duration.ofMinutes(59));
    door.post("/clients/operator/rotate", null, JsonNode.class);
    assertThatThrownBy(() -> door.post("/clients/operator/revoke", null, JsonNode.class))
        .hasMessageContaining("heist client rotate operator");
  }
}
