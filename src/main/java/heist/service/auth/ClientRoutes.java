package heist.service.auth;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import heist.HeistException;
import heist.HeistException.Kind;
import heist.audit.AuditEntry;
import heist.client.SecretStore;
import heist.service.auth.RegisteredClient.Proof;
import heist.service.auth.RegisteredClient.Source;
import heist.tool.RefusedRequests;
import heist.tool.ServiceAudit;
import heist.web.Caller;
import heist.web.TokenVerifier;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The clients: made, shown, given new secrets, cut off and let in again. The game service makes
 * those of agents ({@code clients:write}), the dashboard shuts them out and lets them in again
 * ({@code clients:revoke}); the rest is the operator's ({@code clients:admin}).
 */
final class ClientRoutes {
  /** Those without whom nobody could undo a mistake. */
  private static final Set<String> NEEDED = Set.of("operator", "auth");

  private static final RefusedRequests REFUSED =
      new RefusedRequests(
          "/clients",
          Map.of(
              "POST", "client.put",
              "DELETE *", "client.removed",
              "POST */rotate", "client.rotated",
              "POST */revoke", "client.revoked",
              "POST */restore", "client.restored"),
          "client_id");

  /** To shut out agents' clients and to let them in again, and no more. */
  private static final String AGENTS_ONLY = "clients:revoke";

  private final Clients clients;
  private final Revocations revocations;
  private final SecretStore secrets;
  private final ServiceAudit audit;

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
      String source,
      @Nullable String agent,
      @Nullable String session,
      List<String> scopes,
      Set<String> audiences,
      @JsonProperty("token_endpoint_auth_method") String method,
      boolean revoked) {}

  ClientRoutes(Clients clients, Revocations revocations, SecretStore secrets, ServiceAudit audit) {
    this.clients = clients;
    this.revocations = revocations;
    this.secrets = secrets;
    this.audit = audit;
  }

  void install(RoutesConfig routes, TokenVerifier verifier) {
    REFUSED.install(routes, audit);
    routes.before("/clients", verifier.before());
    routes.before("/clients/*", verifier.before());
    routes.get("/clients", this::list);
    routes.post("/clients", this::put);
    routes.delete("/clients/{id}", this::remove);
    routes.post("/clients/{id}/rotate", this::rotate);
    routes.post("/clients/{id}/revoke", this::bar);
    routes.post("/clients/{id}/restore", this::restore);
  }

  private void list(Context ctx) {
    TokenVerifier.caller(ctx).require("clients:read");
    ctx.json(Map.of("clients", clients.all().stream().map(this::show).toList()));
  }

  private Shown show(RegisteredClient client) {
    return new Shown(
        client.id(),
        client.kind().id(),
        client.source().name().toLowerCase(Locale.ROOT),
        client.agent(),
        client.session(),
        client.allScopes(),
        client.audiences(),
        client.method().id(),
        clients.isBarred(client.id()));
  }

  private void put(Context ctx) {
    Caller caller = TokenVerifier.caller(ctx);
    caller.require("clients:write");
    ClientForm form = ctx.bodyAsClass(ClientForm.class);
    String scope = "clients:write";
    if (form.ofKind() == RegisteredClient.Kind.OUTSIDE) {
      scope = "clients:admin";
      caller.require(scope);
    }
    String id = form.id();
    clients.fixed(id).ifPresent(ClientRoutes::refuseFixed);
    clients
        .find(id)
        .filter(known -> known.kind() != form.ofKind())
        .ifPresent(known -> {
          throw new HeistException(
              Kind.CONFLICT, "There is a client " + id + " of another kind already.");
        });
    if (clients.isBarred(id)) {
      throw new HeistException(
          Kind.CONFLICT,
          "%s has been revoked. An operator lets it in again with: heist client restore %s"
              .formatted(id, id));
    }
    String secret = form.needsSecret() ? SecretStore.generate() : null;
    RegisteredClient client = form.check(Source.DATABASE, secret);
    clients.put(client);
    note(caller, "client.put", id, scope, String.join(" ", client.allScopes()));
    created(ctx, 201, id, secret);
  }

  private static void created(Context ctx, int status, String id, @Nullable String secret) {
    ctx.status(status).header("Cache-Control", "no-store").json(new Created(id, secret));
  }

  private void remove(Context ctx) {
    Caller caller = TokenVerifier.caller(ctx);
    caller.require("clients:write");
    String id = ctx.pathParam("id");
    RegisteredClient client = known(id);
    refuseFixed(client);
    if (client.kind() == RegisteredClient.Kind.OUTSIDE) {
      caller.require("clients:admin");
    }
    clients.remove(id);
    revocations.client(id);
    note(caller, "client.removed", id, "clients:write", null);
    ctx.status(204);
  }

  /** A new secret for a client that auth made one for. The old one is good no more. */
  private void rotate(Context ctx) {
    Caller caller = admin(ctx);
    RegisteredClient client = known(ctx.pathParam("id"));
    if (!(client.proof() instanceof Proof.Secret old)) {
      throw new HeistException(
          Kind.CONFLICT,
          client.id() + " proves itself with a key of its own. Register it anew with another key.");
    }
    String secret = SecretStore.generate();
    byte[] hash = Hashes.sha256(secret);
    switch (client.source()) {
      case OURS -> keep(client, old, client.id(), secret, hash);
      case FILE -> keep(client, old, FileClients.secretName(client.id()), secret, hash);
      case DATABASE -> clients.put(client.with(new Proof.Secret(old.method(), List.of(hash))));
    }
    note(caller, "client.rotated", client.id(), "clients:admin", null);
    created(ctx, 200, client.id(), client.source() == Source.OURS ? null : secret);
  }

  /**
   * Puts the new secret where the client will look for it. While that happens either is good; then
   * the new one alone.
   */
  private void keep(
      RegisteredClient client, Proof.Secret old, String name, String secret, byte[] hash) {
    if (client.source() == Source.FILE && !FileClients.isGenerated(secrets, client)) {
      throw new HeistException(
          Kind.CONFLICT,
          "The secret of %s is set in heist.yaml: change it there and start again."
              .formatted(client.id()));
    }
    clients.put(client.with(new Proof.Secret(old.method(), List.of(old.hashes().getLast(), hash))));
    try {
      secrets.replace(name, secret);
    } catch (HeistException e) {
      clients.put(client);
      throw e;
    }
    clients.put(client.with(new Proof.Secret(old.method(), List.of(hash))));
  }

  /** Ends a client's tokens and gives it no new ones. */
  private void bar(Context ctx) {
    RegisteredClient client = known(ctx.pathParam("id"));
    Caller caller = warden(ctx, client);
    String id = client.id();
    if (NEEDED.contains(id)) {
      throw new HeistException(
          Kind.CONFLICT,
          "Without %s nobody could let anybody in again. Give it a new secret instead: heist client rotate %s"
              .formatted(id, id));
    }
    clients.bar(id);
    revocations.client(id);
    note(caller, "client.revoked", id, scope(caller), null);
    ctx.status(204);
  }

  private void restore(Context ctx) {
    String id = ctx.pathParam("id");
    Caller caller = warden(ctx, clients.find(id).orElse(null));
    if (!clients.restore(id)) {
      throw new HeistException(Kind.NOT_FOUND, "No client " + id + " has been revoked.");
    }
    note(caller, "client.restored", id, scope(caller), null);
    ctx.status(204);
  }

  /** Who may shut a client out and let it in again; for agents' clients a smaller right will do. */
  private static Caller warden(Context ctx, @Nullable RegisteredClient client) {
    Caller caller = TokenVerifier.caller(ctx);
    if (client == null
        || client.kind() != RegisteredClient.Kind.AGENT
        || !caller.may(AGENTS_ONLY)) {
      caller.require("clients:admin");
    }
    return caller;
  }

  private static String scope(Caller caller) {
    return caller.may("clients:admin") ? "clients:admin" : AGENTS_ONLY;
  }

  private static Caller admin(Context ctx) {
    Caller caller = TokenVerifier.caller(ctx);
    caller.require("clients:admin");
    return caller;
  }

  private RegisteredClient known(String id) {
    return clients
        .find(id)
        .orElseThrow(() -> new HeistException(Kind.NOT_FOUND, "There is no client " + id + "."));
  }

  private static void refuseFixed(RegisteredClient client) {
    switch (client.source()) {
      case OURS ->
          throw new HeistException(
              Kind.CONFLICT, "The client " + client.id() + " is one of Heist's own services.");
      case FILE ->
          throw new HeistException(
              Kind.CONFLICT,
              "The client " + client.id() + " stands in heist.yaml: change it there.");
      case DATABASE -> {}
    }
  }

  private void note(
      Caller caller, String action, String id, String scope, @Nullable String detail) {
    audit.note(
        AuditEntry.of(action, caller.clientId(), "ok")
            .on(id)
            .with(scope, caller.tokenId())
            .saying(detail));
  }
}
