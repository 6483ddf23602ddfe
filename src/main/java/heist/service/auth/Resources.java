package heist.service.auth;

import heist.client.AddressBook;
import heist.client.Target;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The names under which clients may ask for a token for a service (RFC 8707): its audience {@code
 * urn:heist:NAME}, or the address at which they reach it, with or without {@code /mcp} behind. The
 * token names the audience in any case. Immutable.
 */
final class Resources {
  private static final Set<String> LOCAL = Set.of("127.0.0.1", "localhost", "[::1]");
  private static final Set<String> PATHS = Set.of("", "/", "/mcp", "/mcp/");

  private final AddressBook addresses;

  Resources(AddressBook addresses) {
    this.addresses = addresses;
  }

  /** The audience that {@code resource} stands for, if it is one of ours. */
  Optional<String> audience(String resource) {
    for (Target target : Target.values()) {
      if (resource.equals(target.audience()) || isAddressOf(resource, target)) {
        return Optional.of(target.audience());
      }
    }
    return Optional.empty();
  }

  private boolean isAddressOf(String resource, Target target) {
    URI uri;
    try {
      uri = URI.create(resource);
    } catch (IllegalArgumentException e) {
      return false;
    }
    URI ours = addresses.of(target);
    String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
    boolean sameHost =
        host.equals(ours.getHost())
            || host.equals(target.id())
            || LOCAL.contains(host) && LOCAL.contains(ours.getHost());
    return sameHost
        && uri.getPort() == ours.getPort()
        && ours.getScheme().equals(uri.getScheme())
        && uri.getRawUserInfo() == null
        && uri.getRawQuery() == null
        && uri.getRawFragment() == null
        && PATHS.contains(uri.getRawPath());
  }
}
