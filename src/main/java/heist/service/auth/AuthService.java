package heist.service.auth;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.as.AuthorizationServerMetadata;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.id.Issuer;
import heist.audit.AuditLog;
import heist.client.HttpJson;
import heist.client.ServiceContext;
import heist.client.Target;
import heist.store.Database;
import heist.web.Service;
import heist.web.TokenVerifier;
import heist.web.WebServer;
import java.net.URI;
import java.util.List;

/** The target {@code auth}: who is who, and who may do what. */
public final class AuthService implements Service {
  private final WebServer server;
  private final Database database;
  private final AuditLog audit;

  private AuthService(WebServer server, Database database, AuditLog audit) {
    this.server = server;
    this.database = database;
    this.audit = audit;
  }

  /** Starts the service; it needs no other. Its tokens name {@code ctx.issuer()} as issuer. */
  public static Service start(ServiceContext ctx) {
    Database database = Database.open(ctx.name(), ctx.dataDir(), ctx.dbUrl());
    AuditLog audit = null;
    try {
      audit =
          AuditLog.open(
              ctx.name(),
              ctx.dataDir(),
              ctx.dbUrl(),
              ctx.secrets().getOrCreate("audit-key"),
              ctx.clock());
      return new AuthService(serve(ctx, database, audit), database, audit);
    } catch (RuntimeException e) {
      if (audit != null) {
        audit.close();
      }
      database.close();
      throw e;
    }
  }

  private static WebServer serve(ServiceContext ctx, Database database, AuditLog audit) {
    SigningKey key = SigningKey.from(ctx.secrets());
    Clients clients = new Clients(ServiceClients.all(ctx.secrets()), database, ctx.clock());
    Revocations revocations = new Revocations(database, ctx.clock(), Tokens.LIFE);
    Tokens tokens = new Tokens(ctx.issuer().toString(), key, revocations, ctx.clock());
    TokenVerifier verifier =
        new TokenVerifier(
            ctx.issuer(),
            Target.AUTH.audience(),
            HttpJson.client(),
            ctx.clock(),
            revocations::isRevoked);
    String metadata = metadata(ctx.issuer());
    return ctx.web()
        .openApi("openapi/auth.yaml")
        .routes(config -> {
          config.routes.get("/.well-known/jwks.json", it -> it.result(key.publicKeys()));
          config.routes.get("/.well-known/oauth-authorization-server", it -> it.result(metadata));
          new TokenRoutes(new ClientAuthenticator(clients), tokens, revocations, audit)
              .install(config.routes);
          new ClientRoutes(clients, revocations, audit).install(config.routes, verifier);
        })
        .start();
  }

  private static String metadata(URI issuer) {
    List<ClientAuthenticationMethod> methods =
        List.of(
            ClientAuthenticationMethod.CLIENT_SECRET_BASIC,
            ClientAuthenticationMethod.CLIENT_SECRET_POST);
    AuthorizationServerMetadata metadata = new AuthorizationServerMetadata(new Issuer(issuer));
    metadata.setTokenEndpointURI(URI.create(issuer + "/token"));
    metadata.setJWKSetURI(URI.create(issuer + "/.well-known/jwks.json"));
    metadata.setIntrospectionEndpointURI(URI.create(issuer + "/introspect"));
    metadata.setRevocationEndpointURI(URI.create(issuer + "/revoke"));
    metadata.setGrantTypes(List.of(GrantType.CLIENT_CREDENTIALS));
    metadata.setResponseTypes(List.of());
    metadata.setTokenEndpointAuthMethods(methods);
    metadata.setIntrospectionEndpointAuthMethods(methods);
    metadata.setRevocationEndpointAuthMethods(methods);
    metadata.setScopes(Scope.parse(ServiceClients.scopes()));
    metadata.setServiceDocsURI(URI.create(issuer + "/docs"));
    metadata.setCustomParameter(
        "access_token_signing_alg_values_supported", List.of(JWSAlgorithm.RS256.getName()));
    return metadata.toJSONObject().toJSONString();
  }

  @Override
  public String name() {
    return server.name();
  }

  @Override
  public URI address() {
    return server.address();
  }

  @Override
  public void close() {
    server.close();
    audit.close();
    database.close();
  }
}
