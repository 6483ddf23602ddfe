package heist.service.dashboard;

import heist.HeistException;
import heist.HeistException.Kind;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may come in at all. Without a login that is people on this machine. A page of another site
 * that a browser on this machine has open may not (cross-site requests and WebSockets), nor a name
 * that was made to point here (DNS rebinding), nor whatever comes through a proxy.
 */
final class Doorkeeper {
  private static final Set<String> OURSELVES = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

  /** Asked by machines, in containers by host name; they tell nothing of a session. */
  private static final Set<String> OPERATIONS = Set.of("/health", "/metrics");

  private static final List<String> PROXIED =
      List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP");

  private final boolean login;

  private Doorkeeper(boolean login) {
    this.login = login;
  }

  /**
   * The keeper for a bind address.
   *
   * @param publishedOn {@code loopback}: the address is reached through the host's loopback only
   * @param login whether the settings ask for a login in any case
   */
  static Doorkeeper of(String bindHost, @Nullable String publishedOn, boolean login) {
    return new Doorkeeper(login || (!isLoopback(bindHost) && !"loopback".equals(publishedOn)));
  }

  /** Whether people have to sign in: others can reach the address, or the settings want it. */
  boolean asksForLogin() {
    return login;
  }

  private static boolean isLoopback(String host) {
    return OURSELVES.contains(host) || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
  }

  void install(JavalinConfig config) {
    config.routes.before(this::check);
    config.routes.wsBeforeUpgrade(this::check);
  }

  private void check(Context ctx) {
    if (OPERATIONS.contains(ctx.path())) {
      return;
    }
    for (String header : PROXIED) {
      if (!login && ctx.header(header) != null) {
        throw refused(
            "A reverse proxy stands before this address, so people must sign in: start Heist with"
                + " HEIST_LOGIN=true.");
      }
    }
    String host = ctx.header("Host");
    if (host == null || (!login && !OURSELVES.contains(name(host)))) {
      throw refused(
          "This address is not known here; open the dashboard as localhost or 127.0.0.1.");
    }
    String origin = ctx.header("Origin");
    if (origin != null && !sameOrigin(origin, host)) {
      throw refused("Another site may not act through this page.");
    }
    boolean reads = Set.of("GET", "HEAD").contains(ctx.method().name());
    String site = ctx.header("Sec-Fetch-Site");
    if (!reads && site != null && !Set.of("same-origin", "none").contains(site)) {
      throw refused("Another site may not act through this page.");
    }
  }

  /** A host header without its port. */
  private static String name(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return lower.startsWith("[")
        ? lower.substring(0, lower.indexOf(']') + 1)
        : lower.replaceFirst(":\\d*$", "");
  }

  private static boolean sameOrigin(String origin, String host) {
    try {
      URI uri = URI.create(origin);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      return web && host.equalsIgnoreCase(uri.getAuthority());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static HeistException refused(String message) {
    return new HeistException(Kind.FORBIDDEN, message);
  }
}
