package heist.service.auth;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import heist.HeistException;
import heist.audit.AuditEntry;
import heist.tool.ServiceAudit;
import heist.web.Json;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tokens: given, looked into, taken back. */
final class TokenRoutes {
  private final ClientAuthenticator authenticator;
  private final Tokens tokens;
  private final TokenExchange exchange;
  private final Revocations revocations;
  private final ServiceAudit audit;

  TokenRoutes(
      ClientAuthenticator authenticator,
      Tokens tokens,
      TokenExchange exchange,
      Revocations revocations,
      ServiceAudit audit) {
    this.authenticator = authenticator;
    this.tokens = tokens;
    this.exchange = exchange;
    this.revocations = revocations;
    this.audit = audit;
  }

  void install(RoutesConfig routes) {
    routes.post("/token", this::token);
    routes.post("/oauth/token", this::token);
    routes.post("/introspect", this::introspect);
    routes.post("/revoke", this::revoke);
    routes.exception(OAuthException.class, TokenRoutes::refuse);
  }

  private void token(Context ctx) {
    noStore(ctx);
    try {
      Form form = Form.of(ctx);
      RegisteredClient client = authenticator.authenticate(ctx, form);
      String grantType =
          form.first("grant_type")
              .orElseThrow(() -> OAuthException.invalidRequest("grant_type is missing."));
      switch (grantType) {
        case "client_credentials" -> {
          Tokens.Grant grant = tokens.grant(client, form);
          note("token.issued", client.id(), grant, null);
          answer(ctx, grant, Tokens.LIFE.toSeconds());
        }
        case TokenExchange.GRANT -> {
          TokenExchange.Exchanged done = exchange.exchange(client, form);
          note("token.exchanged", done.subject(), done.grant(), "by " + client.id());
          answer(ctx, done.grant(), done.seconds());
        }
        default ->
            throw new OAuthException(
                OAuth2Error.UNSUPPORTED_GRANT_TYPE,
                "The grants here are client_credentials and, for discovery, token exchange.",
                client.id());
      }
    } catch (OAuthException e) {
      refused(ctx, "token.refused", e);
      throw e;
    }
  }

  /** A flood of wrong proofs is noted up to its limit, and then once; so is all other rubbish. */
  private void refused(Context ctx, String action, OAuthException e) {
    if (e.kind() != HeistException.Kind.LIMIT || authenticator.isNews(e, ctx)) {
      String id = e.clientId();
      audit.refused(
          AuditEntry.of(
                  action, id == null || id.length() <= 128 ? id : id.substring(0, 128), "refused")
              .saying(e.error().getCode()),
          id != null && authenticator.knows(id));
    }
  }

  private RegisteredClient authenticate(Context ctx, Form form, String action) {
    try {
      return authenticator.authenticate(ctx, form);
    } catch (OAuthException e) {
      refused(ctx, action, e);
      throw e;
    }
  }

  private void note(String action, String client, Tokens.Grant grant, @Nullable String detail) {
    audit.note(
        AuditEntry.of(action, client, "ok")
            .on(String.join(" ", grant.audiences()))
            .with(String.join(" ", grant.scopes()), grant.id())
            .in(grant.session())
            .saying(detail));
  }

  private static void answer(Context ctx, Tokens.Grant grant, long seconds) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("access_token", grant.token());
    body.put("token_type", "Bearer");
    body.put("expires_in", seconds);
    body.put("scope", String.join(" ", grant.scopes()));
    body.put("issued_token_type", TokenExchange.ACCESS_TOKEN);
    ctx.json(body);
  }

  private void introspect(Context ctx) {
    noStore(ctx);
    Form form = Form.of(ctx);
    RegisteredClient client = authenticate(ctx, form, "introspection.refused");
    Optional<JWTClaimsSet> claims =
        tokens.active(required(form, "token")).filter(found -> maySee(client, found));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("active", claims.isPresent());
    claims.ifPresent(found -> {
      body.putAll(found.toJSONObject());
      body.put("token_type", "Bearer");
    });
    ctx.json(body);
  }

  /** A client sees its own tokens; a service also those that are for it, the operator all. */
  private static boolean maySee(RegisteredClient client, JWTClaimsSet claims) {
    return switch (client.kind()) {
      case OPERATOR -> true;
      case SERVICE ->
          isOf(client, claims) || claims.getAudience().contains("urn:heist:" + client.id());
      case AGENT, OUTSIDE -> isOf(client, claims);
    };
  }

  private void revoke(Context ctx) {
    noStore(ctx);
    Form form = Form.of(ctx);
    RegisteredClient client = authenticate(ctx, form, "revocation.refused");
    // A token that is not good any more needs no taking back; RFC 7009 wants the same answer.
    tokens.active(required(form, "token")).ifPresent(claims -> revoke(client, claims));
  }

  private void revoke(RegisteredClient client, JWTClaimsSet claims) {
    if (!isOf(client, claims) && !client.mayAtAuth("tokens:revoke")) {
      audit.refused(
          AuditEntry.of("token.revoked", client.id(), "refused")
              .on(claims.getSubject())
              .with(null, claims.getJWTID()));
      throw new OAuthException(
          OAuth2Error.UNAUTHORIZED_CLIENT, "This token is another client's.", client.id());
    }
    revocations.token(claims.getJWTID());
    audit.note(
        AuditEntry.of("token.revoked", client.id(), "ok")
            .on(claims.getSubject())
            .with(null, claims.getJWTID()));
  }

  private static boolean isOf(RegisteredClient client, JWTClaimsSet claims) {
    return client.id().equals(claims.getSubject());
  }

  private static String required(Form form, String name) {
    return form.first(name).orElseThrow(() -> OAuthException.invalidRequest(name + " is missing."));
  }

  private static void noStore(Context ctx) {
    ctx.header("Cache-Control", "no-store").header("Pragma", "no-cache");
  }

  private static void refuse(OAuthException e, Context ctx) {
    ErrorObject error = e.error();
    if (error.getHTTPStatusCode() == 401) {
      ctx.header("WWW-Authenticate", "Basic realm=\"heist\"");
    }
    if (e.retryAfter() != null) {
      ctx.header("Retry-After", String.valueOf(e.retryAfter().toSeconds()));
    }
    ctx.status(error.getHTTPStatusCode() == 0 ? 400 : error.getHTTPStatusCode());
    ctx.contentType("application/json").result(Json.write(error.toJSONObject()));
  }
}
