package heist.tool;

import heist.HeistException;
import heist.audit.AuditEntry;
import heist.web.Caller;
import heist.web.SmallBody;
import heist.web.TokenVerifier;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Notes tries to change something that were refused, where the service itself notes those that were
 * not. Strangers are noted, too, and no flood of anybody's ({@link RefusalLimit}).
 *
 * @param base the path, for example {@code /clients}
 * @param actions what the audit calls it, by method and path: {@code POST}, {@code DELETE *},
 *     {@code POST * /rotate} without the space
 * @param name the body's field that names the thing, if the path does not
 */
public record RefusedRequests(String base, Map<String, String> actions, String name) {
  private static final int LONGEST = 100;

  /** Copies the actions. */
  public RefusedRequests {
    actions = Map.copyOf(actions);
  }

  /** Watches the routes at and below the path. */
  public void install(RoutesConfig routes, ServiceAudit audit) {
    routes.after(base, ctx -> end(ctx, audit));
    routes.after(base + "/*", ctx -> end(ctx, audit));
  }

  private void end(Context ctx, ServiceAudit audit) {
    int status = ctx.statusCode();
    String rest = ctx.path().substring(base.length());
    List<String> path = rest.length() < 2 ? List.of() : List.of(rest.substring(1).split("/"));
    String action = status < 400 || status >= 500 ? null : actions.get(key(ctx, path));
    if (action == null) {
      return;
    }
    Caller caller = caller(ctx);
    AuditEntry entry =
        AuditEntry.of(action, caller == null ? null : caller.clientId(), "refused")
            .saying(caller == null ? status + ", from " + ctx.ip() : String.valueOf(status));
    audit.refused(
        caller == null
            ? entry
            : entry.on(thing(ctx, path)).with(null, caller.tokenId()).in(caller.sessionId()));
  }

  private static String key(Context ctx, List<String> path) {
    return switch (path.size()) {
      case 0 -> ctx.method().name();
      case 1 -> ctx.method().name() + " *";
      default -> ctx.method().name() + " */" + path.get(1);
    };
  }

  private @Nullable String thing(Context ctx, List<String> path) {
    JsonNode body = SmallBody.of(ctx);
    if (body != null && body.path(name).isString()) {
      return cut(body.path(name).asString());
    }
    return path.isEmpty() ? null : cut(path.getFirst());
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
  }

  private static @Nullable Caller caller(Context ctx) {
    try {
      return TokenVerifier.caller(ctx);
    } catch (HeistException e) {
      return null;
    }
  }
}
