package heist.service.auth;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Decides what a client gets and makes the token (RFC 9068). Thread-safe. */
final class Tokens {
  /** How long a token lives. */
  static final Duration LIFE = Duration.ofHours(1);

  private static final Pattern SESSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  private final String issuer;
  private final SigningKeys key;
  private final Resources resources;
  private final Revocations revocations;
  private final InstantSource clock;

  /** A token and what it is good for. */
  record Grant(
      String token,
      String id,
      Set<String> scopes,
      List<String> audiences,
      @Nullable String session) {}

  Tokens(
      String issuer,
      SigningKeys key,
      Resources resources,
      Revocations revocations,
      InstantSource clock) {
    this.issuer = issuer;
    this.key = key;
    this.resources = resources;
    this.revocations = revocations;
    this.clock = clock;
  }

  /** Grants what {@code form} asks for, if {@code client} may have all of it. */
  Grant grant(RegisteredClient client, Form form) {
    Set<String> wanted = new TreeSet<>();
    form.first("scope").ifPresent(scope -> wanted.addAll(Clients.words(scope)));
    List<String> audiences = audiences(client, form, wanted);
    Set<String> possible = client.scopesAt(audiences);
    Set<String> scopes = wanted.isEmpty() ? possible : wanted;
    if (!possible.containsAll(scopes)) {
      Set<String> excess = new TreeSet<>(scopes);
      excess.removeAll(possible);
      throw new OAuthException(
          OAuth2Error.INVALID_SCOPE,
          "%s may not have: %s".formatted(client.id(), String.join(" ", excess)),
          client.id());
    }
    String session = session(client, form);
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    return make(
        new Subject(client.id(), client.agent(), session), audiences, scopes, now.plus(LIFE), null);
  }

  /**
   * Whom a token speaks for.
   *
   * @param agent the agent's name, for an agent's client
   * @param session the one session it is good for
   */
  record Subject(String clientId, @Nullable String agent, @Nullable String session) {}

  /**
   * Makes a token, which is in order: nothing is checked here.
   *
   * @param actor who acts with it in the subject's stead (RFC 8693, 4.1)
   */
  Grant make(
      Subject subject,
      List<String> audiences,
      Set<String> scopes,
      Instant expires,
      @Nullable String actor) {
    String id = UUID.randomUUID().toString();
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer)
            .subject(subject.clientId)
            .claim("client_id", subject.clientId)
            .audience(audiences)
            .claim("scope", String.join(" ", scopes))
            .jwtID(id)
            .issueTime(Date.from(clock.instant().truncatedTo(ChronoUnit.SECONDS)))
            .expirationTime(Date.from(expires));
    if (subject.session != null) {
      claims.claim("sid", subject.session);
    }
    if (subject.agent != null) {
      claims.claim("agent", subject.agent);
    }
    if (actor != null) {
      claims.claim("act", Map.of("sub", actor));
    }
    return new Grant(key.sign(claims.build()), id, scopes, audiences, subject.session);
  }

  /** Those named; else all at which the client may do something that it asks for. */
  private List<String> audiences(RegisteredClient client, Form form, Set<String> wanted) {
    Set<String> known = client.audiences();
    Set<String> named = new TreeSet<>();
    for (String name : form.all("resource")) {
      named.add(target(client, known, name));
    }
    for (String name : form.all("audience")) {
      named.add(target(client, known, name));
    }
    if (!named.isEmpty()) {
      return List.copyOf(named);
    }
    return known.stream()
        .filter(audience ->
            wanted.isEmpty()
                || client.scopesAt(List.of(audience)).stream().anyMatch(wanted::contains))
        .toList();
  }

  private String target(RegisteredClient client, Set<String> known, String name) {
    return resources
        .audience(name)
        .filter(known::contains)
        .orElseThrow(() ->
            new OAuthException(
                OAuth2Error.INVALID_TARGET,
                "%s gets no token for: %s".formatted(client.id(), name),
                client.id()));
  }

  private @Nullable String session(RegisteredClient client, Form form) {
    String session = form.first("sid").orElse(client.session());
    boolean fits =
        switch (client.kind()) {
          case AGENT -> session != null;
          case SERVICE, OPERATOR -> session == null;
          case OUTSIDE -> Objects.equals(session, client.session());
        };
    if (!fits) {
      throw new OAuthException(
          OAuth2Error.INVALID_REQUEST,
          switch (client.kind()) {
            case AGENT -> "An agent's token is of one session: name it with sid.";
            case SERVICE, OPERATOR -> "sid is for the clients of agents only.";
            case OUTSIDE -> "This client's tokens are not of that session.";
          },
          client.id());
    }
    if (session != null && !SESSION.matcher(session).matches()) {
      throw new OAuthException(
          OAuth2Error.INVALID_REQUEST, "sid is not the id of a session.", client.id());
    }
    if (revocations.isBarred(client.id(), session)) {
      throw new OAuthException(
          OAuth2Error.UNAUTHORIZED_CLIENT,
          "%s has been cut off from this session.".formatted(client.id()),
          client.id());
    }
    return session;
  }

  /** The claims of a token of ours that is good now. */
  Optional<JWTClaimsSet> active(String token) {
    return key.verify(token).filter(this::isActive);
  }

  private boolean isActive(JWTClaimsSet claims) {
    try {
      return clock.instant().isBefore(claims.getExpirationTime().toInstant())
          && !revocations.isRevoked(
              claims.getJWTID(),
              claims.getStringClaim("client_id"),
              claims.getStringClaim("sid"),
              claims.getIssueTime().toInstant());
    } catch (ParseException e) {
      return false;
    }
  }
}
