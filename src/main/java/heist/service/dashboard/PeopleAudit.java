package heist.service.dashboard;

import heist.audit.AuditEntry;
import heist.service.dashboard.Logins.Login;
import heist.service.dashboard.Logins.Role;
import heist.tool.ServiceAudit;
import heist.web.SmallBody;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Notes what people do at this door: signing in and out, tries that were refused, and every request
 * that is not a mere question, so that a new action is noted by itself. The other services know the
 * dashboard alone; who it was stands here. It notes names and ids, never what was said. Stateless.
 */
final class PeopleAudit {
  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");
  private static final String INSIDE = "heist.inside";
  private static final Pattern SESSION = Pattern.compile("/(?:sessions|session|heist)/([^/]+)");

  /** Whoever plays an agent looks again and again; the token stands in the body, hence POST. */
  private static final Pattern LOOK = Pattern.compile("/api/v1/sessions/[^/]+/seat");

  private static final int TOO_MANY = 429;
  private static final int LONGEST_ID = 100;

  private final ServiceAudit audit;
  private final boolean asksForLogin;

  PeopleAudit(ServiceAudit audit, boolean asksForLogin) {
    this.audit = audit;
    this.asksForLogin = asksForLogin;
  }

  /** To be installed behind the {@link Doorkeeper}: whom it turns away was never here. */
  void install(JavalinConfig config) {
    config.routes.before(this::begin);
    config.routes.after(this::end);
  }

  /** What cannot be noted is not done. */
  private void begin(Context ctx) {
    if (!READS.contains(ctx.method().name())) {
      audit.open();
      ctx.attribute(INSIDE, true);
    }
  }

  private void end(Context ctx) {
    if (ctx.attribute(INSIDE) == null) {
      return;
    }
    String route = ctx.path();
    String action =
        switch (route) {
          case "/login" -> "person.login";
          case "/logout" -> "person.logout";
          case "/join" -> "person.joined";
          default -> "dashboard." + ctx.method().name().toLowerCase(Locale.ROOT);
        };
    boolean entering = route.equals("/login") || route.equals("/join");
    Optional<String> who = who(ctx);
    // A stranger's tries to come in are noted up to the limit; all else a stranger tries is
    // nothing.
    if (who.isEmpty() && (!entering || ctx.statusCode() == TOO_MANY)) {
      return;
    }
    int status = ctx.statusCode();
    if (status < 400 && LOOK.matcher(route).matches()) {
      return;
    }
    String outcome = status < 400 ? "ok" : status < 500 ? "refused" : "failed";
    audit.note(
        AuditEntry.of(action, who.orElse(null), outcome)
            .on(action.startsWith("person.") ? null : cut(route))
            .in(session(ctx, route))
            .saying(entering ? "from " + ctx.ip() : status < 400 ? null : String.valueOf(status)));
  }

  private Optional<String> who(Context ctx) {
    if (!asksForLogin) {
      return Optional.of("operator");
    }
    return Gate.of(ctx).map(PeopleAudit::name);
  }

  private static String name(Login login) {
    return login.role() == Role.PLAYER ? "player " + login.name() : login.name();
  }

  /** The session that a request is about: in its path, its body, or its answer. */
  private static @Nullable String session(Context ctx, String route) {
    Matcher path = SESSION.matcher(route);
    if (path.find() && !path.group(1).equals("start")) {
      return id(path.group(1));
    }
    String asked = field(SmallBody.of(ctx), "session_id", "session");
    return asked != null ? asked : field(SmallBody.object(ctx.result()), "session_id", "id");
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_ID ? text : text.substring(0, LONGEST_ID);
  }

  private static @Nullable String field(@Nullable JsonNode json, String... names) {
    if (json != null) {
      for (String name : names) {
        if (json.path(name).isString()) {
          return id(json.path(name).asString());
        }
      }
    }
    return null;
  }

  private static @Nullable String id(String text) {
    return text.isBlank() || text.length() > LONGEST_ID ? null : text;
  }
}
