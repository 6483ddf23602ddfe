package heist.app;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import heist.HeistException;
import heist.HeistException.Kind;
import heist.app.ToolLoad.Job;
import heist.client.Credentials;
import heist.client.HttpJson;
import heist.client.Target;
import heist.client.TokenClient;
import heist.web.Json;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code heist bench tokens}: grants of the token endpoint, each authenticated, signed and noted in
 * the audit as always, beside bare RS256 signing of such tokens by as many threads as there are
 * processors. The requests come from a process of their own, which takes its share of the same
 * processors.
 */
final class TokenBench {
  private static final String FORM =
      "grant_type=client_credentials&scope=calculator%3Ause&resource=urn%3Aheist%3Acalculator";

  private final URI auth;
  private final Credentials operator;
  private final int connections;
  private final int seconds;

  TokenBench(URI auth, Credentials operator, int connections, int seconds) {
    this.auth = auth;
    this.operator = operator;
    this.connections = connections;
    this.seconds = seconds;
  }

  /** Measures and tells the figures. */
  ObjectNode run() {
    ObjectNode all = Json.mapper().createObjectNode();
    double before = signing();
    ObjectNode grants =
        ToolLoad.measure(
            new Job(
                auth.toString(),
                "/token",
                FORM,
                "application/x-www-form-urlencoded",
                connections,
                Math.max(1, seconds / 2),
                seconds),
            List.of(TokenClient.basic(operator)));
    // Again, since the neighbours of a shared machine come and go.
    double after = signing();
    double bare = Math.max(before, after);
    all.put("bare_signing_per_s", Math.round(before));
    all.set("grants", grants);
    all.put("bare_signing_again_per_s", Math.round(after));
    all.put(
        "grants_to_signing",
        Math.round(100 * grants.path("calls_per_s").asDouble() / Math.max(1, bare)) / 100.0);
    all.set("audit", audit());
    all.put("connections", connections).put("seconds", seconds);
    all.put("cpus", Runtime.getRuntime().availableProcessors());
    all.put("load_average", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    all.put("java", Runtime.version().toString());
    return all;
  }

  /** Tokens signed per second with nothing around it, after half as long a warm-up. */
  private double signing() {
    int threads = Runtime.getRuntime().availableProcessors();
    long begin = System.nanoTime() + Math.max(1, seconds / 2) * 1_000_000_000L;
    long end = begin + seconds * 1_000_000_000L;
    List<Future<Integer>> running = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      for (int i = 0; i < threads; i++) {
        running.add(pool.submit(() -> sign(begin, end)));
      }
    }
    int signed = 0;
    try {
      for (Future<Integer> each : running) {
        signed += each.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HeistException(Kind.UNAVAILABLE, "Interrupted.", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
    return (double) signed / seconds;
  }

  private static int sign(long begin, long end) throws JOSEException {
    RSASSASigner signer = new RSASSASigner(new RSAKeyGenerator(2048).generate());
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.RS256)
            .type(new JOSEObjectType("at+jwt"))
            .keyID("an identifier as long as a thumbprint is")
            .build();
    int signed = 0;
    while (true) {
      long now = System.nanoTime();
      if (now >= end) {
        return signed;
      }
      SignedJWT token = new SignedJWT(header, claims());
      token.sign(signer);
      if (token.serialize().isEmpty()) {
        throw new IllegalStateException("Nothing was signed");
      }
      signed += now >= begin ? 1 : 0;
    }
  }

  private static JWTClaimsSet claims() {
    long now = System.currentTimeMillis();
    return new JWTClaimsSet.Builder()
        .issuer("http://127.0.0.1:8001")
        .subject("operator")
        .claim("client_id", "operator")
        .audience("urn:heist:calculator")
        .claim("scope", "calculator:use")
        .jwtID(UUID.randomUUID().toString())
        .issueTime(new Date(now))
        .expirationTime(new Date(now + Duration.ofHours(1).toMillis()))
        .build();
  }

  /** That every grant is in the audit, and the chain holds. */
  private JsonNode audit() {
    TokenClient client = new TokenClient(auth, InstantSource.system());
    var wish =
        new TokenClient.Wish(operator, Set.of(Target.AUTH.audience()), Set.of("audit:read"), null);
    return HttpJson.to("auth", auth)
        .withTimeout(Duration.ofMinutes(5))
        .withToken(client.bearer(wish))
        .get("/audit/verify", JsonNode.class);
  }
}
