package heist.service.dashboard;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.service.dashboard.Logins.Login;
import heist.service.dashboard.Logins.Role;
import heist.web.Json;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who may do what once people have to sign in: a cookie that scripts cannot read, a token of its
 * own with every change, and a role. Without a login everybody who came past the {@link Doorkeeper}
 * is the operator.
 */
final class Gate {
  static final String COOKIE = "heist_login";
  static final String CSRF = "X-Heist-Csrf";
  private static final String WHO = "heist.login";

  /** The page itself, which holds no secrets, and what machines ask. */
  private static final Pattern OPEN =
      Pattern.compile(
          "/|/index\\.html|/icon\\.svg|/favicon\\.ico|/(css|js|lib)/.*|/health|/metrics|/login|/join"
              // The command line asks here, with a token, and is told where to get one.
              + "|/audit/(verify|tail)|/\\.well-known/oauth-protected-resource");

  /** What only operators see: who has which rights, what was noted, the texts of crews and jobs. */
  private static final Pattern OPERATORS =
      Pattern.compile(
          "/api/v1/office/(clients|audit).*|/api/v1/(crews|scenarios)/.*|/api/v1/models/.*|/docs|/openapi\\.json");

  /** A player may hold a seat; that it is theirs, its token shows. */
  private static final Pattern PLAYERS =
      Pattern.compile(
          "/api/v1/class/accusation|/logout|/api/v1/sessions/[^/]+/seat(/say|/tool|/leave)?");

  private static final Pattern VIEWERS = Pattern.compile("/logout");
  private static final Set<String> READS = Set.of("GET", "HEAD");

  private final @Nullable Logins logins;

  /** With null nobody signs in. */
  Gate(@Nullable Logins logins) {
    this.logins = logins;
  }

  void install(JavalinConfig config) {
    config.routes.before(this::check);
    config.routes.wsBeforeUpgrade(this::check);
    Logins all = logins;
    if (all != null) {
      config.routes.post("/login", ctx -> enter(ctx, all));
    }
    config.routes.post("/logout", this::logout);
  }

  /** The sign-in of a request; none where none is asked for. */
  static Optional<Login> of(Context ctx) {
    return Optional.ofNullable(ctx.attribute(WHO));
  }

  boolean asks() {
    return logins != null;
  }

  private void check(Context ctx) {
    if (logins == null) {
      return;
    }
    String cookie = ctx.cookie(COOKIE);
    Optional<Login> login = cookie == null ? Optional.empty() : logins.of(cookie);
    login.ifPresent(it -> ctx.attribute(WHO, it));
    if (OPEN.matcher(ctx.path()).matches()) {
      return;
    }
    Login who =
        login.orElseThrow(() -> new HeistException(Kind.UNAUTHENTICATED, "Please sign in."));
    boolean reads = READS.contains(ctx.method().name());
    if (!reads && !who.csrf().equals(ctx.header(CSRF))) {
      throw new HeistException(Kind.FORBIDDEN, "The page's token is missing; reload the page.");
    }
    boolean behind = "engine".equals(ctx.queryParam("view")) && who.role() != Role.OPERATOR;
    if (behind || !may(who.role(), reads, ctx.path())) {
      throw new HeistException(
          Kind.FORBIDDEN, "This is for operators; you are signed in as " + who.name() + ".");
    }
  }

  private static boolean may(Role role, boolean reads, String path) {
    return switch (role) {
      case OPERATOR -> true;
      case PLAYER -> reads ? !OPERATORS.matcher(path).matches() : PLAYERS.matcher(path).matches();
      case VIEWER -> reads ? !OPERATORS.matcher(path).matches() : VIEWERS.matcher(path).matches();
    };
  }

  private static void enter(Context ctx, Logins all) {
    ObjectNode body = Compat.body(ctx);
    Logins.Granted granted =
        all.enter(Compat.text(body, "name"), Compat.text(body, "password"), ctx.ip());
    give(ctx, granted);
  }

  /** Answers with the cookie of a sign-in. */
  static void give(Context ctx, Logins.Granted granted) {
    ctx.attribute(WHO, granted.login());
    boolean secure = "https".equals(ctx.header("X-Forwarded-Proto"));
    Cookie cookie =
        new Cookie(
            COOKIE,
            granted.cookie(),
            "/",
            (int) Logins.LONGEST.toSeconds(),
            secure,
            true,
            null,
            SameSite.STRICT);
    ctx.cookie(cookie);
    ctx.header("Cache-Control", "no-store");
    ctx.result(json(granted.login()).toString());
  }

  /** What the page may know of a sign-in. */
  static ObjectNode json(Login login) {
    return Json.mapper()
        .createObjectNode()
        .put("role", login.role().name().toLowerCase(java.util.Locale.ROOT))
        .put("name", login.name())
        .put("csrf", login.csrf());
  }

  /** What the page should offer to whom. */
  static Map<String, Boolean> may(Optional<Login> login) {
    boolean steers = login.map(it -> it.role() == Role.OPERATOR).orElse(true);
    return Map.of("steer", steers, "accuse", steers, "office", steers);
  }

  private void logout(Context ctx) {
    String cookie = ctx.cookie(COOKIE);
    if (cookie != null && logins != null) {
      logins.leave(cookie);
    }
    ctx.removeCookie(COOKIE, "/");
    ctx.result("{}");
  }
}
