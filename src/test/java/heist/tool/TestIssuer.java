package heist.tool;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import heist.client.AddressBook;
import heist.client.Target;
import heist.web.WebServer;
import io.javalin.http.Context;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Signs any token a test wants, at the address of auth: what the real one refuses to give can be
 * tried here. Services get their tokens from it over HTTP as usual.
 */
public final class TestIssuer implements AutoCloseable {
  private final URI issuer;
  private final RSAKey key;
  private final WebServer server;

  public TestIssuer(AddressBook addresses) {
    issuer = addresses.of(Target.AUTH);
    try {
      key = new RSAKeyGenerator(2048).keyID("test").generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    server =
        WebServer.named("auth")
            .bind("127.0.0.1", issuer.getPort())
            .routes(config -> {
              config.routes.get(
                  "/.well-known/jwks.json",
                  ctx -> ctx.result(new JWKSet(key.toPublicJWK()).toString()));
              config.routes.post("/token", this::grant);
              config.routes.get(
                  "/revocations", ctx -> ctx.json(Map.of("revocations", List.of(), "last", 0)));
            })
            .start();
  }

  private void grant(Context ctx) {
    String basic = String.valueOf(ctx.header("Authorization")).substring("Basic ".length());
    String client =
        new String(Base64.getDecoder().decode(basic), StandardCharsets.UTF_8).split(":")[0];
    String token =
        token(
            client,
            null,
            ctx.formParam("sid"),
            String.valueOf(ctx.formParam("scope")),
            ctx.formParams("resource"));
    ctx.json(Map.of("access_token", token, "token_type", "Bearer", "expires_in", 3600));
  }

  /** A token good for an hour. */
  public String token(
      String subject,
      @Nullable String agent,
      @Nullable String session,
      String scopes,
      List<String> audiences) {
    return token(subject, agent, session, scopes, audiences, Instant.now());
  }

  private String token(
      String subject,
      @Nullable String agent,
      @Nullable String session,
      String scopes,
      List<String> audiences,
      Instant now) {
    try {
      SignedJWT jwt =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.RS256)
                  .keyID(key.getKeyID())
                  .type(new JOSEObjectType("at+jwt"))
                  .build(),
              new JWTClaimsSet.Builder()
                  .issuer(issuer.toString())
                  .subject(subject)
                  .audience(audiences)
                  .claim("client_id", subject)
                  .claim("agent", agent)
                  .claim("sid", session)
                  .claim("scope", scopes)
                  .jwtID(UUID.randomUUID().toString())
                  .issueTime(Date.from(now))
                  .expirationTime(Date.from(now.plusSeconds(3600)))
                  .build());
      jwt.sign(new RSASSASigner(key));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An agent's token for all tool services. */
  public String agent(String name, String session, String scopes) {
    return agent(name, session, scopes, Instant.now());
  }

  /** The same, issued then: it is good for an hour from there. */
  public String agent(String name, String session, String scopes, Instant issued) {
    List<String> all = java.util.Arrays.stream(Target.values()).map(Target::audience).toList();
    return token("test." + name, name, session, scopes, all, issued);
  }

  @Override
  public void close() {
    server.close();
  }
}
