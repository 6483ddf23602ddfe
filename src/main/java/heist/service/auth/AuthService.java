package heist.service.auth;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.as.AuthorizationServerMetadata;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.id.Issuer;
import heist.client.HttpJson;
import heist.client.ServiceContext;
import heist.client.Target;
import heist.config.ClientEntry;
import heist.store.Database;
import heist.tool.ServiceAudit;
import heist.web.Caller;
import heist.web.Service;
import heist.web.TakenBack;
import heist.web.TokenVerifier;
import heist.web.WebServer;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The target {@code auth}: who is who, and who may do what. */
public final class AuthService implements Service {
  /** In bytes; forms and key sets are small. */
  private static final int MAX_BODY = 1 << 16;

  private final WebServer server;
  private final Database database;
  private final ServiceAudit audit;

  private AuthService(WebServer server, Database database, ServiceAudit audit) {
    this.server = server;
    this.database = database;
    this.audit = audit;
  }

  /** Starts the service without clients of {@code heist.yaml}. */
  public static Service start(ServiceContext ctx) {
    return start(ctx, List.of());
  }

  /**
   * Starts the service; it needs no other. Its tokens name {@code ctx.issuer()} as issuer.
   *
   * @param entries the clients of {@code heist.yaml}
   */
  public static Service start(ServiceContext ctx, List<ClientEntry> entries) {
    Database database = Database.open(ctx.name(), ctx.dataDir(), ctx.dbUrl());
    ServiceAudit audit = new ServiceAudit(ctx);
    try {
      audit.open();
      return new AuthService(serve(ctx, entries, database, audit), database, audit);
    } catch (RuntimeException e) {
      audit.close();
      database.close();
      throw e;
    }
  }

  private static WebServer serve(
      ServiceContext ctx, List<ClientEntry> entries, Database database, ServiceAudit audit) {
    String issuer = ctx.issuer().toString();
    SigningKeys keys = SigningKeys.from(ctx.secrets(), ctx.clock());
    Clients clients =
        new Clients(
            FileClients.of(entries, ServiceClients.all(ctx.secrets()), ctx.secrets()),
            database,
            ctx.clock());
    Revocations revocations = new Revocations(database, ctx.clock(), Tokens.LIFE);
    Resources resources = new Resources(ctx.addresses());
    Tokens tokens = new Tokens(issuer, keys, resources, revocations, ctx.clock());
    TokenExchange exchange = new TokenExchange(tokens, clients, resources, ctx.clock());
    ClientAuthenticator authenticator =
        new ClientAuthenticator(
            clients, new Assertions(issuer, database, ctx.clock()), new Attempts(ctx.clock()));
    TokenVerifier verifier =
        new TokenVerifier(
            ctx.issuer(),
            Target.AUTH.audience(),
            HttpJson.client(),
            ctx.clock(),
            new TakenBack() {
              @Override
              public boolean test(Caller caller) {
                return revocations.isRevoked(caller);
              }

              @Override
              public @Nullable Instant withdrawn(String keyId) {
                return keys.withdrawn(keyId);
              }
            });
    String metadata = metadata(ctx);
    return ctx.web()
        .openApi("openapi/auth.yaml")
        .openApi(ServiceAudit.OPEN_API)
        .maxBody(MAX_BODY)
        .routes(config -> {
          config.routes.get("/.well-known/jwks.json", it -> it.result(keys.publicKeys()));
          config.routes.get("/.well-known/oauth-authorization-server", it -> it.result(metadata));
          new TokenRoutes(authenticator, tokens, exchange, revocations, audit)
              .install(config.routes);
          new ClientRoutes(clients, revocations, ctx.secrets(), audit)
              .install(config.routes, verifier);
          new RevocationRoutes(revocations, keys, audit).install(config.routes, verifier);
          audit.install(config, verifier);
        })
        .start();
  }

  private static String metadata(ServiceContext ctx) {
    URI issuer = ctx.issuer();
    List<ClientAuthenticationMethod> methods =
        List.of(
            ClientAuthenticationMethod.CLIENT_SECRET_BASIC,
            ClientAuthenticationMethod.CLIENT_SECRET_POST,
            ClientAuthenticationMethod.PRIVATE_KEY_JWT);
    AuthorizationServerMetadata metadata = new AuthorizationServerMetadata(new Issuer(issuer));
    metadata.setTokenEndpointURI(URI.create(issuer + "/token"));
    metadata.setJWKSetURI(URI.create(issuer + "/.well-known/jwks.json"));
    metadata.setIntrospectionEndpointURI(URI.create(issuer + "/introspect"));
    metadata.setRevocationEndpointURI(URI.create(issuer + "/revoke"));
    metadata.setGrantTypes(
        List.of(GrantType.CLIENT_CREDENTIALS, new GrantType(TokenExchange.GRANT)));
    metadata.setResponseTypes(List.of());
    metadata.setTokenEndpointAuthMethods(methods);
    metadata.setIntrospectionEndpointAuthMethods(methods);
    metadata.setRevocationEndpointAuthMethods(methods);
    metadata.setTokenEndpointJWSAlgs(Assertions.ALGORITHMS);
    metadata.setIntrospectionEndpointJWSAlgs(Assertions.ALGORITHMS);
    metadata.setRevocationEndpointJWSAlgs(Assertions.ALGORITHMS);
    metadata.setScopes(Scope.parse(ServiceClients.scopes()));
    metadata.setServiceDocsURI(URI.create(issuer + "/docs"));
    metadata.setCustomParameter(
        "access_token_signing_alg_values_supported", List.of(JWSAlgorithm.RS256.getName()));
    metadata.setCustomParameter(
        "protected_resources",
        Arrays.stream(Target.values())
            .filter(target -> target != Target.MODEL)
            .map(target -> ctx.addresses().of(target).toString())
            .toList());
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
