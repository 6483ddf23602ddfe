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
 * Who may come in without a login: people on this machine. A page of another site that a browser on
 * this machine has open may not (cross-site requests and WebSockets), nor a name that was made to
 * point here (DNS rebinding), nor whatever comes through a proxy.
 */
final class Doorkeeper {
  private static final Set<String> OURSELVES = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

  /** Asked by machines, in containers by host name; they tell nothing of a session. */
  private static final Set<String> OPERATIONS = Set.of("/health", "/metrics");

  private static final List<String> PROXIED =
      List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP");

  private Doorkeeper() {}

  /**
   * The keeper for a bind address.
   *
   * @param publishedOn {@code loopback}: the address is reached through the host's loopback only
   * @throws HeistException BAD_INPUT if others could reach it, since nobody can log in yet
   */
  static Doorkeeper of(String bindHost, @Nullable String publishedOn) {
    if (!isLoopback(bindHost) && !"loopback".equals(publishedOn)) {
      throw new HeistException(
          Kind.BAD_INPUT,
          "dashboard: "
              + bindHost
              + " can be reached from other machines, and that needs operators to log in, which"
              + " this version cannot ask for yet. Bind it to 127.0.0.1; in a container whose port"
              + " is published on the host's 127.0.0.1 only, set HEIST_PUBLISHED_ON=loopback.");
    }
    return new Doorkeeper();
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
      if (ctx.header(header) != null) {
        throw refused(
            "A reverse proxy needs operators to log in, which this version cannot ask for yet.");
      }
    }
    String host = ctx.header("Host");
    if (host == null || !OURSELVES.contains(name(host))) {
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
      return "http".equals(uri.getScheme()) && host.equalsIgnoreCase(uri.getAuthority());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static HeistException refused(String message) {
    return new HeistException(Kind.FORBIDDEN, message);
  }
}
