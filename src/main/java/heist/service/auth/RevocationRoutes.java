package heist.service.auth;

import com.fasterxml.jackson.annotation.JsonProperty;
import heist.HeistException;
import heist.HeistException.Kind;
import heist.audit.AuditEntry;
import heist.tool.RefusedRequests;
import heist.tool.ServiceAudit;
import heist.web.Caller;
import heist.web.TokenVerifier;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is taken back, and what verifiers are told of it; and new keys to sign with. */
final class RevocationRoutes {
  private static final int LONGEST = 200;

  private static final List<RefusedRequests> REFUSED =
      List.of(
          new RefusedRequests("/revocations", Map.of("POST", "tokens.revoked"), "client_id"),
          new RefusedRequests("/keys", Map.of("POST *", "key.rotated"), "kid"));

  private final Revocations revocations;
  private final SigningKeys keys;
  private final ServiceAudit audit;

  /** The body of {@code POST /revocations}: a token, an agent in a session, or a client. */
  record NewRevocation(
      @Nullable String jti,
      @JsonProperty("client_id") @Nullable String clientId,
      @Nullable String sid) {}

  /** The answer to {@code POST /keys/rotate}. */
  record NewKey(String kid, @JsonProperty("signs_from") String from, int keys) {}

  /** The answer to {@code GET /revocations}. */
  record News(List<Revocations.Entry> revocations, long last, List<String> keys) {}

  /** The body of {@code POST /keys/rotate}, which may be empty. */
  record NewKeyWish(boolean now) {}

  RevocationRoutes(Revocations revocations, SigningKeys keys, ServiceAudit audit) {
    this.revocations = revocations;
    this.keys = keys;
    this.audit = audit;
  }

  void install(RoutesConfig routes, TokenVerifier verifier) {
    REFUSED.forEach(each -> each.install(routes, audit));
    routes.before("/revocations", verifier.before());
    routes.before("/keys/*", verifier.before());
    routes.get("/revocations", this::list);
    routes.post("/revocations", this::revoke);
    routes.post("/keys/rotate", this::rotate);
  }

  private void list(Context ctx) {
    TokenVerifier.caller(ctx).require("revocations:read");
    long after = ctx.queryParamAsClass("after", Long.class).getOrDefault(0L);
    Revocations.News news = revocations.news(after);
    ctx.json(new News(news.revocations(), news.last(), keys.inUse()));
  }

  private void revoke(Context ctx) {
    Caller caller = TokenVerifier.caller(ctx);
    caller.require("tokens:revoke");
    NewRevocation wanted = ctx.bodyAsClass(NewRevocation.class);
    for (String text : new @Nullable String[] {wanted.jti, wanted.clientId, wanted.sid}) {
      if (text != null && (text.isBlank() || text.length() > LONGEST)) {
        throw bad("A jti, client_id or sid has 1 to " + LONGEST + " characters.");
      }
    }
    String kind;
    if (wanted.jti != null && wanted.clientId == null && wanted.sid == null) {
      revocations.token(wanted.jti);
      kind = "token.revoked";
    } else if (wanted.jti == null && wanted.clientId != null && wanted.sid != null) {
      revocations.agent(wanted.clientId, wanted.sid);
      kind = "agent.revoked";
    } else if (wanted.jti == null && wanted.clientId != null) {
      revocations.client(wanted.clientId);
      kind = "tokens.revoked";
    } else {
      throw bad(
          "Name a token (jti), an agent in a session (client_id, sid), or a client (client_id).");
    }
    audit.note(
        AuditEntry.of(kind, caller.clientId(), "ok")
            .on(wanted.clientId == null ? wanted.jti : wanted.clientId)
            .with("tokens:revoke", caller.tokenId())
            .in(wanted.sid));
    ctx.status(204);
  }

  private void rotate(Context ctx) {
    Caller caller = TokenVerifier.caller(ctx);
    caller.require("keys:rotate");
    boolean now = !ctx.body().isBlank() && ctx.bodyAsClass(NewKeyWish.class).now;
    SigningKeys.Rotated made = now ? keys.replace() : keys.rotate();
    audit.note(
        AuditEntry.of(now ? "key.replaced" : "key.rotated", caller.clientId(), "ok")
            .on(made.keyId())
            .with("keys:rotate", caller.tokenId()));
    ctx.json(new NewKey(made.keyId(), made.from().toString(), made.shown()));
  }

  private static HeistException bad(String message) {
    return new HeistException(Kind.BAD_INPUT, message);
  }
}
