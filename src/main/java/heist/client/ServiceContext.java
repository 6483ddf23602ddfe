package heist.client;

import heist.web.HealthCheck;
import heist.web.Json;
import heist.web.TokenVerifier;
import heist.web.WebServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All that a service is given at its start, and what nearly every service makes of it.
 *
 * @param target which service it is
 * @param bindHost the address to listen on
 * @param port the port to listen on, 0 for any
 * @param addresses where the others are
 * @param dataDir the data folder
 * @param secrets the installation's secrets
 * @param clock tells the time
 * @param dbUrl the database to use instead of files in the data folder ({@code HEIST_DB_URL})
 * @param features which features are on, by name
 * @param startTimeout how long a start may wait for what it needs
 */
public record ServiceContext(
    Target target,
    String bindHost,
    int port,
    AddressBook addresses,
    Path dataDir,
    SecretStore secrets,
    InstantSource clock,
    @Nullable String dbUrl,
    Predicate<String> features,
    Duration startTimeout) {

  /** The service's name. */
  public String name() {
    return target.id();
  }

  /** Whether the feature {@code name} is on. */
  public boolean has(String name) {
    return features.test(name);
  }

  /** The address of the authorization server, which its tokens name as issuer. */
  public URI issuer() {
    return addresses.of(Target.AUTH);
  }

  /** This service's own OAuth client. */
  public Credentials credentials() {
    return secrets.credentials(name());
  }

  /** Checks tokens that are meant for this service, and whether they were taken back. */
  public TokenVerifier verifier() {
    RevocationWatch revoked = new RevocationWatch(http(Target.AUTH, "revocations:read"), clock);
    return new TokenVerifier(issuer(), target.audience(), HttpJson.client(), clock, revoked);
  }

  /** Gets tokens from the authorization server. */
  public TokenClient tokens() {
    return new TokenClient(issuer(), clock);
  }

  /** Calls to {@code other} with a token of this service that carries {@code scopes}. */
  public HttpJson http(Target other, String... scopes) {
    return http(tokens(), other, scopes);
  }

  /** The same with tokens from {@code tokens}. */
  public HttpJson http(TokenClient tokens, Target other, String... scopes) {
    return HttpJson.to(other.id(), addresses.of(other))
        .withToken(tokens.bearer(this::credentials, Set.of(other.audience()), Set.of(scopes)));
  }

  /** Whether {@code other} is ready. */
  public HealthCheck readiness(Target other) {
    HttpJson door =
        HttpJson.to(other.id(), addresses.of(other)).withTimeout(Duration.ofMillis(1500));
    return () -> trouble(door);
  }

  private static Optional<String> trouble(HttpJson door) {
    HttpJson.Answer answer = door.send("GET", "/health", null);
    if (answer.status() == 200) {
      return Optional.empty();
    }
    return Optional.of(
        answer.status() == 503 && answer.body().startsWith("{")
            ? "waiting: " + Json.lenient().readTree(answer.body()).path("dependencies")
            : "answered " + answer.status());
  }

  /** A door on the given address whose {@code /health} waits for the target's dependencies. */
  public WebServer.Builder web() {
    WebServer.Builder builder =
        WebServer.named(name()).bind(bindHost, port).authorizationServer(issuer());
    target.dependencies().forEach(other -> builder.dependency(other.id(), readiness(other)));
    return builder;
  }

  /** The same for another target: for tests, and for a host that starts several. */
  public ServiceContext forTarget(Target other, int otherPort) {
    return new ServiceContext(
        other,
        bindHost,
        otherPort,
        addresses,
        dataDir,
        secrets,
        clock,
        dbUrl,
        features,
        startTimeout);
  }
}
