package heist.web;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells clients without a token where they get one (RFC 9728): {@code
 * /.well-known/oauth-protected-resource}, the same with {@code /mcp} behind it for the MCP door,
 * and the address of either in the challenge of a 401 or 403.
 */
final class ProtectedResource {
  private static final String ATTRIBUTE = "heist.resource";
  private static final String WELL_KNOWN = "/.well-known/oauth-protected-resource";
  private static final String MCP = "/mcp";
  private static final Pattern HOST =
      Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:\\d{1,5})?");

  private final String service;
  private final URI issuer;
  private final OpenApi description;

  ProtectedResource(String service, URI issuer, OpenApi description) {
    this.service = service;
    this.issuer = issuer;
    this.description = description;
  }

  void install(JavalinConfig config) {
    config.routes.get(WELL_KNOWN, ctx -> answer(ctx, ""));
    config.routes.get(WELL_KNOWN + MCP, ctx -> answer(ctx, MCP));
  }

  void install(ServletContextHandler handler) {
    handler.setAttribute(ATTRIBUTE, this);
  }

  private void answer(Context ctx, String path) {
    String origin = origin(ctx.req());
    if (origin == null) {
      throw new NotFoundResponse();
    }
    ObjectNode metadata = Json.mapper().createObjectNode();
    metadata.put("resource", origin + path);
    metadata.putArray("authorization_servers").add(issuer.toString());
    metadata.putArray("bearer_methods_supported").add("header");
    scopes().forEach(metadata.putArray("scopes_supported")::add);
    metadata.put("resource_name", "Heist: " + service);
    metadata.put("resource_documentation", origin + "/docs");
    ctx.json(metadata);
  }

  /** Every scope that the service's own document asks for somewhere. */
  private Set<String> scopes() {
    Set<String> scopes = new TreeSet<>();
    for (JsonNode security : description.document().path("paths").findValues("security")) {
      for (JsonNode scope :
          security.findValues("token").stream().flatMap(JsonNode::valueStream).toList()) {
        scopes.add(scope.asString(""));
      }
    }
    return scopes;
  }

  /** Where the metadata for {@code request} is; null if this server is not a protected resource. */
  static @Nullable String metadata(@Nullable HttpServletRequest request) {
    if (request == null
        || !(request.getServletContext().getAttribute(ATTRIBUTE) instanceof ProtectedResource)) {
      return null;
    }
    String origin = origin(request);
    return origin == null
        ? null
        : origin + WELL_KNOWN + (MCP.equals(request.getRequestURI()) ? MCP : "");
  }

  /** As the client wrote it: a client refuses metadata of another address than it asked. */
  private static @Nullable String origin(HttpServletRequest request) {
    String host = request.getHeader("Host");
    return host == null || !HOST.matcher(host).matches()
        ? null
        : List.of("http", "https").contains(request.getScheme())
            ? request.getScheme() + "://" + host
            : null;
  }
}
