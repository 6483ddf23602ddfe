package heist.app;

import heist.HeistException;
import heist.cli.Door;
import heist.cli.Launcher.Address;
import heist.cli.Launcher.Services;
import heist.client.Credentials;
import heist.client.HttpJson;
import heist.client.SecretStore;
import heist.client.Target;
import heist.client.TokenClient;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Services that run, here or elsewhere, seen as the operator. Thread-safe. */
final class Running implements Services {
  /** The client that the command line is. */
  static final String OPERATOR = "operator";

  /** A long poll may take this long and a little more. */
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final List<Address> addresses;
  private final SecretStore secrets;
  private final InstantSource clock;
  private final @Nullable Runnable stop;
  private @Nullable TokenClient tokens;

  /**
   * Services at these addresses.
   *
   * @param stop stops them; null if they are not ours to stop
   */
  Running(
      List<Address> addresses, SecretStore secrets, InstantSource clock, @Nullable Runnable stop) {
    this.addresses = List.copyOf(addresses);
    this.secrets = secrets;
    this.clock = clock;
    this.stop = stop;
  }

  /**
   * Made when first needed: a process that serves other targets alone knows no auth, and needs
   * none.
   */
  private synchronized TokenClient tokens() {
    TokenClient known = tokens;
    if (known == null) {
      known = new TokenClient(uri(Target.AUTH), clock);
      tokens = known;
    }
    return known;
  }

  private URI uri(Target target) {
    return addresses.stream()
        .filter(a -> a.target().equals(target.id()))
        .findFirst()
        .map(Address::uri)
        .orElseThrow(() ->
            new HeistException(
                HeistException.Kind.UNAVAILABLE,
                "The process on this data folder does not serve "
                    + target.id()
                    + ". End it with heist down and start it with more targets."));
  }

  @Override
  public Door door(String name) {
    Target target = Target.of(name);
    return new HttpDoor(
        HttpJson.to(name, uri(target))
            .withToken(
                tokens()
                    .bearer(
                        () -> secrets.credentials(OPERATOR),
                        Set.of(target.audience()),
                        OperatorScopes.at(target)))
            .withTimeout(PATIENCE));
  }

  @Override
  public String token(String client, List<String> scopes, @Nullable String audience) {
    Set<String> audiences = audience == null ? Set.of() : Set.of(Target.of(audience).audience());
    return tokens()
        .token(new TokenClient.Wish(credentials(client), audiences, new HashSet<>(scopes), null));
  }

  /** Never makes a secret: a client that has none here is somebody else's, or a slip. */
  private Credentials credentials(String client) {
    return secret(client)
        .or(() -> secret("client-" + client))
        .map(secret -> new Credentials(client, secret))
        .orElseThrow(() ->
            new HeistException(
                HeistException.Kind.NOT_FOUND,
                "No secret of a client '%s' lies in the data folder. Try operator; see: heist client list"
                    .formatted(client)));
  }

  private Optional<String> secret(String name) {
    return name.matches("[a-z0-9][a-z0-9._-]{0,100}") ? secrets.find(name) : Optional.empty();
  }

  @Override
  public List<Address> addresses() {
    return addresses;
  }

  @Override
  public boolean own() {
    return stop != null;
  }

  @Override
  public void close() {
    if (stop != null) {
      stop.run();
    }
  }
}
