package heist.service.auth;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import heist.HeistException;
import heist.HeistException.Kind;
import heist.audit.AuditEntry;
import heist.audit.AuditLog;
import heist.client.SecretStore;
import heist.client.Target;
import heist.service.auth.RegisteredClient.Method;
import heist.web.Caller;
import heist.web.TokenVerifier;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The clients of agents, made and removed at run time, and what is taken back from them. */
final class ClientRoutes {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern SCOPE = Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]{1,100}");

  private final Clients clients;
  private final Revocations revocations;
  private final AuditLog audit;

  /** The body of {@code POST /clients}. */
  record NewClient(
      @JsonProperty("client_id") @Nullable String clientId,
      @Nullable String agent,
      @Nullable Set<String> scopes,
      @Nullable Set<String> audiences,
      @JsonProperty("client_secret_sha256") @Nullable String secretHash,
      @JsonProperty("token_endpoint_auth_method") @Nullable String method) {}

  /** The answer: the secret is told once, and only if auth made it. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Created(
      @JsonProperty("client_id") String clientId,
      @JsonProperty("client_secret") @Nullable String secret) {}

  /** A client without its secret. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Shown(
      @JsonProperty("client_id") String clientId,
      String kind,
      @Nullable String agent,
      List<String> scopes,
      Set<String> audiences,
      @JsonProperty("token_endpoint_auth_method") String method) {}

  /** The body of {@code POST /revocations}: a token, an agent in a session, or a client. */
  record NewRevocation(
      @Nullable String jti,
      @JsonProperty("client_id") @Nullable String clientId,
      @Nullable String sid) {}

  ClientRoutes(Clients clients, Revocations revocations, AuditLog audit) {
    this.clients = clients;
    this.revocations = revocations;
    this.audit = audit;
  }

  void install(RoutesConfig routes, TokenVerifier verifier) {
    for (String path : new String[] {"/clients", "/clients/*", "/revocations", "/audit/*"}) {
      routes.before(path, verifier.before());
    }
    routes.get("/clients", this::list);
    routes.post("/clients", this::put);
    routes.delete("/clients/{id}", this::remove);
    routes.get("/revocations", this::revocations);
    routes.post("/revocations", this::revoke);
    routes.get("/audit/verify", ctx -> ctx.json(caller(ctx, "audit:read", audit).verify()));
    routes.get(
        "/audit/tail",
        ctx -> {
          int limit = ctx.queryParamAsClass("limit", Integer.class).getOrDefault(50);
          ctx.json(caller(ctx, "audit:read", audit).tail(Math.clamp(limit, 1, 1000)));
        });
  }

  private static AuditLog caller(Context ctx, String scope, AuditLog audit) {
    TokenVerifier.caller(ctx).require(scope);
    return audit;
  }

  private void list(Context ctx) {
    TokenVerifier.caller(ctx).require("clients:read");
    ctx.json(Map.of("clients", clients.all().stream().map(ClientRoutes::show).toList()));
  }

  private static Shown show(RegisteredClient client) {
    return new Shown(
        client.id(),
        client.kind().name().toLowerCase(Locale.ROOT),
        client.agent(),
        client.allScopes(),
        client.audiences(),
        client.method().id());
  }

  private void put(Context ctx) {
    Caller caller = TokenVerifier.caller(ctx);
    caller.require("clients:write");
    NewClient wanted = ctx.bodyAsClass(NewClient.class);
    String secret = wanted.secretHash == null ? SecretStore.generate() : null;
    RegisteredClient client = check(wanted, secret);
    clients.put(client);
    audit.append(
        AuditEntry.of("client.put", caller.clientId(), "ok")
            .on(client.id())
            .with("clients:write", caller.tokenId())
            .saying(String.join(" ", client.allScopes())));
    ctx.status(201).header("Cache-Control", "no-store").json(new Created(client.id(), secret));
  }

  private RegisteredClient check(NewClient wanted, @Nullable String secret) {
    String id = wanted.clientId;
    if (id == null || !ID.matcher(id).matches()) {
      throw bad("client_id must be 1 to 128 of letters, digits, '.', '_', '-'.");
    }
    if (clients.isOurs(id)) {
      throw new HeistException(
          Kind.CONFLICT, "The client " + id + " is one of Heist's own services.");
    }
    Set<String> scopes = wanted.scopes == null ? Set.of() : wanted.scopes;
    Set<String> audiences = wanted.audiences == null ? Set.of() : wanted.audiences;
    for (String scope : scopes) {
      if (!SCOPE.matcher(scope).matches()) {
        throw bad("'" + scope + "' is not a scope.");
      }
      if (ServiceClients.isReserved(scope)) {
        throw new HeistException(Kind.FORBIDDEN, "No agent may have the scope " + scope + ".");
      }
    }
    if (audiences.isEmpty() || audiences.stream().anyMatch(a -> a.isBlank() || a.contains(" "))) {
      throw bad("audiences must name at least one service, as urn:heist:NAME.");
    }
    if (audiences.contains(Target.AUTH.audience())) {
      throw new HeistException(Kind.FORBIDDEN, "No agent may act at auth itself.");
    }
    return new RegisteredClient(
        id,
        RegisteredClient.Kind.AGENT,
        wanted.agent == null ? id.substring(id.lastIndexOf('.') + 1) : wanted.agent,
        Clients.everywhere(audiences, scopes),
        method(wanted.method),
        secret == null ? hash(wanted.secretHash) : Hashes.sha256(secret));
  }

  private static byte[] hash(@Nullable String hex) {
    if (hex == null || !HASH.matcher(hex).matches()) {
      throw bad("client_secret_sha256 must be 64 hexadecimal digits.");
    }
    return HexFormat.of().parseHex(hex);
  }

  private static Method method(@Nullable String name) {
    if (name == null) {
      return Method.CLIENT_SECRET_BASIC;
    }
    for (Method method : Method.values()) {
      if (method.id().equals(name)) {
        return method;
      }
    }
    throw bad("token_endpoint_auth_method must be client_secret_basic or client_secret_post.");
  }

  private void remove(Context ctx) {
    Caller caller = TokenVerifier.caller(ctx);
    caller.require("clients:write");
    String id = ctx.pathParam("id");
    if (clients.isOurs(id)) {
      throw new HeistException(
          Kind.CONFLICT, "The client " + id + " is one of Heist's own services.");
    }
    if (!clients.remove(id)) {
      throw new HeistException(Kind.NOT_FOUND, "There is no client " + id + ".");
    }
    revocations.client(id);
    audit.append(
        AuditEntry.of("client.removed", caller.clientId(), "ok")
            .on(id)
            .with("clients:write", caller.tokenId()));
    ctx.status(204);
  }

  private void revocations(Context ctx) {
    TokenVerifier.caller(ctx).require("revocations:read");
    long after = ctx.queryParamAsClass("after", Long.class).getOrDefault(0L);
    ctx.json(revocations.news(after));
  }

  private void revoke(Context ctx) {
    Caller caller = TokenVerifier.caller(ctx);
    caller.require("tokens:revoke");
    NewRevocation wanted = ctx.bodyAsClass(NewRevocation.class);
    if (wanted.jti != null && wanted.clientId == null && wanted.sid == null) {
      revocations.token(wanted.jti);
    } else if (wanted.jti == null && wanted.clientId != null && wanted.sid != null) {
      revocations.agent(wanted.clientId, wanted.sid);
    } else if (wanted.jti == null && wanted.clientId != null) {
      revocations.client(wanted.clientId);
    } else {
      throw bad(
          "Name a token (jti), an agent in a session (client_id, sid), or a client (client_id).");
    }
    audit.append(
        AuditEntry.of("revoked", caller.clientId(), "ok")
            .on(wanted.clientId)
            .with("tokens:revoke", wanted.jti)
            .in(wanted.sid));
    ctx.status(204);
  }

  private static HeistException bad(String message) {
    return new HeistException(Kind.BAD_INPUT, message);
  }
}
