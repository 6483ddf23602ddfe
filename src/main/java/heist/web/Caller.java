package heist.web;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who makes a request, as a verified token tells it.
 *
 * @param subject the client the token speaks for
 * @param clientId the client that asked for the token
 * @param sessionId the one session ({@code sid}) an agent's token is good for
 * @param agent the agent's name within its crew, for an agent's token
 * @param scopes what it may do
 * @param tokenId the token's {@code jti}
 * @param issuedAt when the token was made
 * @param expiresAt when the token ends
 */
public record Caller(
    String subject,
    String clientId,
    @Nullable String sessionId,
    @Nullable String agent,
    Set<String> scopes,
    String tokenId,
    Instant issuedAt,
    Instant expiresAt) {
  /** Copies the scopes. */
  public Caller {
    scopes = Set.copyOf(scopes);
  }

  /** Whether the token carries {@code scope}. */
  public boolean may(String scope) {
    return scopes.contains(scope);
  }

  /**
   * Refuses a token without {@code scope}.
   *
   * @throws AuthException FORBIDDEN
   */
  public void require(String scope) {
    if (!may(scope)) {
      throw AuthException.insufficient(scope, clientId);
    }
  }

  /**
   * The session this token is good for.
   *
   * @throws AuthException FORBIDDEN if the token is of no session
   */
  public String requireSession() {
    if (sessionId == null) {
      throw AuthException.notOfASession(clientId);
    }
    return sessionId;
  }
}
