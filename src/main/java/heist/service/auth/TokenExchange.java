package heist.service.auth;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Token exchange (RFC 8693): a service that was called by a client gets a token to call another in
 * that client's stead. The new token is for one audience, holds no scope that the client's own
 * token lacks or that the client may not have there, names who acts, and ends soon, and with the
 * client's own at the latest. Thread-safe.
 */
final class TokenExchange {
  static final String GRANT = "urn:ietf:params:oauth:grant-type:token-exchange";
  static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";

  /** Who may do this, at auth. */
  static final String SCOPE = "tokens:exchange";

  /** How long such a token lives at most. */
  static final Duration LIFE = Duration.ofMinutes(5);

  private final Tokens tokens;
  private final Clients clients;
  private final Resources resources;
  private final InstantSource clock;

  TokenExchange(Tokens tokens, Clients clients, Resources resources, InstantSource clock) {
    this.tokens = tokens;
    this.clients = clients;
    this.resources = resources;
    this.clock = clock;
  }

  /** A new token, and until when it is good. */
  record Exchanged(Tokens.Grant grant, String subject, long seconds) {}

  /** Gives {@code actor} what {@code form} asks for, if it may have it. */
  Exchanged exchange(RegisteredClient actor, Form form) {
    if (!actor.mayAtAuth(SCOPE)) {
      throw refused(OAuth2Error.UNAUTHORIZED_CLIENT, "This client may not exchange tokens.", actor);
    }
    if (!form.first("subject_token_type").equals(Optional.of(ACCESS_TOKEN))
        || form.has("actor_token")) {
      throw refused(
          OAuth2Error.INVALID_REQUEST,
          "A subject_token of type " + ACCESS_TOKEN + " is needed, and no actor_token.",
          actor);
    }
    JWTClaimsSet subject =
        form.first("subject_token")
            .flatMap(tokens::active)
            .filter(claims -> claims.getClaim("act") == null)
            .filter(claims -> claims.getAudience().contains("urn:heist:" + actor.id()))
            .orElseThrow(() ->
                refused(
                    OAuth2Error.INVALID_REQUEST,
                    "subject_token is not a client's own good token for " + actor.id() + ".",
                    actor));
    RegisteredClient client =
        clients
            .find(subject.getSubject())
            .orElseThrow(() ->
                refused(OAuth2Error.INVALID_REQUEST, "subject_token's client is gone.", actor));
    String audience = audience(actor, form);
    Set<String> scopes = scopes(actor, client, subject, audience, form);
    Instant now = clock.instant();
    Instant end = subject.getExpirationTime().toInstant();
    Instant expires = end.isBefore(now.plus(LIFE)) ? end : now.plus(LIFE);
    Tokens.Grant grant =
        tokens.make(
            new Tokens.Subject(client.id(), claim(subject, "agent"), claim(subject, "sid")),
            List.of(audience),
            scopes,
            expires,
            actor.id());
    return new Exchanged(
        grant, client.id(), Math.max(1, Duration.between(now, expires).toSeconds()));
  }

  private String audience(RegisteredClient actor, Form form) {
    Set<String> named = new TreeSet<>(form.all("resource"));
    named.addAll(form.all("audience"));
    if (named.size() != 1) {
      throw refused(OAuth2Error.INVALID_TARGET, "Name one resource or audience.", actor);
    }
    return resources
        .audience(named.iterator().next())
        .orElseThrow(() -> refused(OAuth2Error.INVALID_TARGET, "That is no service here.", actor));
  }

  private static Set<String> scopes(
      RegisteredClient actor,
      RegisteredClient client,
      JWTClaimsSet subject,
      String audience,
      Form form) {
    Set<String> possible = new TreeSet<>(client.scopesAt(List.of(audience)));
    String held = claim(subject, "scope");
    possible.retainAll(held == null ? Set.of() : Clients.words(held));
    Set<String> wanted = form.first("scope").<Set<String>>map(Clients::words).orElse(possible);
    if (wanted.isEmpty() || !possible.containsAll(wanted)) {
      throw refused(
          OAuth2Error.INVALID_SCOPE,
          "%s has no right to that at %s with this token.".formatted(client.id(), audience),
          actor);
    }
    return new TreeSet<>(wanted);
  }

  private static @org.jspecify.annotations.Nullable String claim(JWTClaimsSet claims, String name) {
    try {
      return claims.getStringClaim(name);
    } catch (ParseException e) {
      return null;
    }
  }

  private static OAuthException refused(
      com.nimbusds.oauth2.sdk.ErrorObject error, String why, RegisteredClient actor) {
    return new OAuthException(error, why, actor.id());
  }
}
