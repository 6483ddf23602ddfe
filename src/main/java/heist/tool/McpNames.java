package heist.tool;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The names by which an MCP server is called. A page of another site that somebody's browser shows
 * has no business here (Origin), nor a name that was made to point here (DNS rebinding, Host). The
 * SDK's own check takes whatever follows the colon for a port. Immutable.
 */
final class McpNames {
  private static final Pattern HOST =
      Pattern.compile("([a-z0-9._-]+|\\[[0-9a-f:.]+])(?::\\d{1,5})?");

  private final Set<String> names;

  /** The names of {@code service}, which is at {@code address}. */
  McpNames(String service, URI address) {
    Set<String> all = new HashSet<>(List.of("127.0.0.1", "localhost", "[::1]", service));
    if (address.getHost() != null) {
      all.add(address.getHost().toLowerCase(Locale.ROOT));
    }
    this.names = Set.copyOf(all);
  }

  /** A request that was not meant for us: the status and what to say. */
  record Refusal(int status, String message) {}

  /** Why {@code request} may not come in; null if it may. */
  @Nullable Refusal refusal(HttpServletRequest request) {
    List<String> origins = Collections.list(request.getHeaders("Origin"));
    boolean ours =
        origins.stream()
            .filter(origin -> !origin.isBlank())
            .allMatch(origin -> origin.startsWith("http://") && isOurs(origin.substring(7)));
    if (!ours) {
      return new Refusal(403, "A page of another origin may not call this server.");
    }
    List<String> hosts = Collections.list(request.getHeaders("Host"));
    return hosts.size() == 1 && isOurs(hosts.getFirst())
        ? null
        : new Refusal(421, "This server is not called by that name (Host).");
  }

  private boolean isOurs(String host) {
    Matcher matcher = HOST.matcher(host.toLowerCase(Locale.ROOT));
    return matcher.matches() && names.contains(matcher.group(1));
  }
}
