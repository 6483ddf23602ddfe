package heist.service.auth;

import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import heist.HeistException;
import org.jspecify.annotations.Nullable;

/** A refusal in OAuth's own words (RFC 6749, 5.2). */
final class OAuthException extends HeistException {
  private static final long serialVersionUID = 1L;

  private final ErrorObject error;
  private final @Nullable String clientId;

  /** {@code clientId} as far as it is known, for the audit. */
  OAuthException(ErrorObject error, String why, @Nullable String clientId) {
    super(error.getHTTPStatusCode() == 401 ? Kind.UNAUTHENTICATED : Kind.BAD_INPUT, why);
    this.error = error.setDescription(ErrorObject.removeIllegalChars(why));
    this.clientId = clientId;
  }

  static OAuthException invalidRequest(String why) {
    return new OAuthException(OAuth2Error.INVALID_REQUEST, why, null);
  }

  /** Says the same whether the client is unknown or its secret is wrong. */
  static OAuthException invalidClient(@Nullable String clientId) {
    return new OAuthException(
        OAuth2Error.INVALID_CLIENT, "The client is unknown or its secret is wrong.", clientId);
  }

  ErrorObject error() {
    return error;
  }

  @Nullable String clientId() {
    return clientId;
  }
}
