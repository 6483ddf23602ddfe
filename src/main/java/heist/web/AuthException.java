package heist.web;

import heist.HeistException;
import org.jspecify.annotations.Nullable;

/** A request without the right token. Knows the challenge that RFC 6750 asks for in the answer. */
public final class AuthException extends HeistException {
  private static final long serialVersionUID = 1L;

  private final @Nullable String error;
  private final @Nullable String scope;
  private final transient @Nullable Caller revoked;

  private AuthException(Kind kind, String message, @Nullable String error, @Nullable String scope) {
    this(kind, message, error, scope, null);
  }

  private AuthException(
      Kind kind,
      String message,
      @Nullable String error,
      @Nullable String scope,
      @Nullable Caller revoked) {
    super(kind, message);
    this.error = error;
    this.scope = scope;
    this.revoked = revoked;
  }

  /** What is said of a token whose key or signature is not the authorization server's. */
  static final String UNKNOWN_SIGNER = "The token's signature is not the authorization server's.";

  static final String EXPIRED = "The token has expired.";
  static final String NOT_YET = "The token is not good yet.";

  /**
   * Whether a service that says so might take a new token: the key is in use no more, or a clock
   * has jumped. One that was revoked stays refused.
   */
  public static boolean asksForAnother(String told) {
    return told.contains(UNKNOWN_SIGNER) || told.contains(EXPIRED) || told.contains(NOT_YET);
  }

  /** No token came with the request: the challenge names no error (RFC 6750, 3.1). */
  static AuthException missing() {
    return new AuthException(
        Kind.UNAUTHENTICATED, "This needs a token: Authorization: Bearer ...", null, null);
  }

  /** The token came in a way in which none may come (RFC 6750, 3.1). */
  static AuthException malformed(String why) {
    return new AuthException(Kind.BAD_INPUT, why, "invalid_request", null);
  }

  /** The token is malformed, expired, revoked or not for this service. */
  public static AuthException invalid(String why) {
    return new AuthException(Kind.UNAUTHENTICATED, why, "invalid_token", null);
  }

  /** The token was {@code caller}'s, and has been taken back. */
  static AuthException revoked(Caller caller) {
    return new AuthException(
        Kind.UNAUTHENTICATED, "The token has been revoked.", "invalid_token", null, caller);
  }

  /** Who came with a token that has been taken back; null if it is another trouble. */
  @Nullable Caller revoked() {
    return revoked;
  }

  /** The token is good but may not do this. */
  public static AuthException insufficient(String scope, String who) {
    return new AuthException(
        Kind.FORBIDDEN,
        "The token of %s does not carry the scope %s.".formatted(who, scope),
        "insufficient_scope",
        scope);
  }

  /** The token is good but belongs to no session, and this is about one. */
  static AuthException notOfASession(String who) {
    return new AuthException(
        Kind.FORBIDDEN,
        "The token of %s is of no session (sid); this needs an agent's token.".formatted(who),
        "insufficient_scope",
        null);
  }

  /** The value of {@code WWW-Authenticate}. */
  public String challenge() {
    return challenge(null);
  }

  /** The same with the address of the resource's metadata (RFC 9728, 5.1). */
  String challenge(@Nullable String metadata) {
    StringBuilder value = new StringBuilder("Bearer realm=\"heist\"");
    if (error != null) {
      value.append(", error=\"").append(error).append('"');
      value.append(", error_description=\"").append(quotable(getMessage())).append('"');
    }
    if (scope != null) {
      value.append(", scope=\"").append(scope).append('"');
    }
    if (metadata != null) {
      value.append(", resource_metadata=\"").append(metadata).append('"');
    }
    return value.toString();
  }

  private static String quotable(@Nullable String text) {
    return text == null ? "" : text.replaceAll("[^\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]", "'");
  }
}
