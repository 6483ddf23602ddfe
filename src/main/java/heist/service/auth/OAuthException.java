package heist.service.auth;

import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import heist.HeistException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A refusal in OAuth's own words (RFC 6749, 5.2). */
final class OAuthException extends HeistException {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST = 300;

  private final ErrorObject error;
  private final @Nullable String clientId;
  private final @Nullable Duration retryAfter;

  /** {@code clientId} as far as it is known, for the audit. */
  OAuthException(ErrorObject error, String why, @Nullable String clientId) {
    this(error, why, clientId, null);
  }

  private OAuthException(
      ErrorObject error, String why, @Nullable String clientId, @Nullable Duration retryAfter) {
    super(kind(error.getHTTPStatusCode()), why);
    String told = why.length() > LONGEST ? why.substring(0, LONGEST) : why;
    this.error = error.setDescription(ErrorObject.removeIllegalChars(told));
    this.clientId = clientId;
    this.retryAfter = retryAfter;
  }

  private static Kind kind(int status) {
    return switch (status) {
      case 401 -> Kind.UNAUTHENTICATED;
      case 429 -> Kind.LIMIT;
      default -> Kind.BAD_INPUT;
    };
  }

  static OAuthException invalidRequest(String why) {
    return new OAuthException(OAuth2Error.INVALID_REQUEST, why, null);
  }

  /** Says the same whether the client is unknown or its secret is wrong. */
  static OAuthException invalidClient(@Nullable String clientId) {
    return new OAuthException(
        OAuth2Error.INVALID_CLIENT, "The client is unknown or its proof is wrong.", clientId);
  }

  /** Too many wrong proofs: none is looked at before {@code wait} is over. */
  static OAuthException tooMany(Duration wait, String clientId) {
    return new OAuthException(
        new ErrorObject("temporarily_unavailable", null, 429),
        "Too many wrong proofs of this client from this address. Try again in %d s."
            .formatted(wait.toSeconds()),
        clientId,
        wait);
  }

  ErrorObject error() {
    return error;
  }

  @Nullable String clientId() {
    return clientId;
  }

  @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
