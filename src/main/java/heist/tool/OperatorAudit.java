package heist.tool;

import heist.HeistException;
import heist.audit.AuditEntry;
import heist.web.Caller;
import heist.web.SmallBody;
import heist.web.TokenVerifier;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Notes what operators do through an API: every request below a path that is not a mere question,
 * refused ones too. So a new action is noted by itself. It notes names and numbers, never what was
 * said. Stateless.
 */
public final class OperatorAudit {
  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");
  private static final Set<String> NAMES =
      Set.of("agent", "suspect", "by", "lock", "name", "limit", "rounds", "turn", "standing");

  /** A question whose token stands in the body, hence POST; one that was refused is noted. */
  private static final Set<String> LOOKS = Set.of("seat");

  private static final int LONGEST = 100;

  private final ServiceAudit audit;

  private OperatorAudit(ServiceAudit audit) {
    this.audit = audit;
  }

  /**
   * Watches the routes below {@code base}, which end in the plural of what they are about: {@code
   * /api/v1/sessions}.
   */
  public static void install(JavalinConfig config, String base, ServiceAudit audit) {
    OperatorAudit operators = new OperatorAudit(audit);
    config.routes.before(base, ctx -> operators.begin(ctx));
    config.routes.before(base + "/*", ctx -> operators.begin(ctx));
    config.routes.after(base, ctx -> operators.end(ctx, base));
    config.routes.after(base + "/*", ctx -> operators.end(ctx, base));
  }

  /** What cannot be noted is not done. */
  private void begin(Context ctx) {
    if (!READS.contains(ctx.method().name())) {
      audit.open();
    }
  }

  private void end(Context ctx, String base) {
    if (READS.contains(ctx.method().name())) {
      return;
    }
    Caller caller;
    try {
      caller = TokenVerifier.caller(ctx);
    } catch (HeistException e) {
      // Nobody: not an operator's action, and no way to fill the audit.
      return;
    }
    List<String> path = path(ctx.path(), base);
    boolean looks = path.size() == 2 && LOOKS.contains(path.get(1));
    if (looks && ctx.statusCode() < 400) {
      return;
    }
    String thing = base.substring(base.lastIndexOf('/') + 1).replaceFirst("s$", "");
    boolean below = path.size() >= 2;
    String id = below || ctx.method().name().equals("DELETE") ? path.getFirst() : null;
    audit.note(
        AuditEntry.of(
                thing + "." + action(ctx.method().name(), path), caller.clientId(), outcome(ctx))
            .with(null, caller.tokenId())
            .on(path.size() >= 3 ? path.get(2) : null)
            .in(id == null || id.length() > LONGEST ? null : id)
            .saying(details(ctx)));
  }

  private static List<String> path(String path, String base) {
    String rest = path.length() > base.length() ? path.substring(base.length() + 1) : "";
    return rest.isEmpty() ? List.of() : List.of(rest.split("/"));
  }

  /**
   * {@code POST x} creates, {@code POST x/1/pause} pauses, {@code DELETE x/1/commands/2} takes
   * back.
   */
  private static String action(String method, List<String> path) {
    String word = path.isEmpty() ? "created" : path.size() == 1 ? path.getFirst() : path.get(1);
    String safe = word.length() > LONGEST ? "?" : word.toLowerCase(Locale.ROOT);
    return switch (method) {
      case "DELETE" -> path.size() == 1 ? "removed" : safe + ".removed";
      default -> safe;
    };
  }

  private static String outcome(Context ctx) {
    int status = ctx.statusCode();
    return status < 400 ? "ok" : status < 500 ? "refused" : "failed";
  }

  private static @Nullable String details(Context ctx) {
    List<String> details = new ArrayList<>();
    if (ctx.statusCode() >= 400) {
      details.add(String.valueOf(ctx.statusCode()));
    }
    JsonNode body = SmallBody.of(ctx);
    if (body != null) {
      body.properties().stream()
          .filter(p -> NAMES.contains(p.getKey()) && p.getValue().isValueNode())
          .map(p -> p.getKey() + " " + p.getValue().asString(""))
          .filter(text -> text.length() <= LONGEST)
          .forEach(details::add);
    }
    return details.isEmpty() ? null : details.stream().collect(Collectors.joining(", "));
  }
}
