package heist;

/**
 * Root of every exception that Heist throws on purpose. The message is written for the person who
 * reads it: what is wrong, where, and what to do. {@link Kind} decides the HTTP status and the exit
 * code in one place each.
 */
public class HeistException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What kind of trouble it is. */
  public enum Kind {
    /** The caller sent something that cannot be used (400). */
    BAD_INPUT(400),
    /** No valid token (401). */
    UNAUTHENTICATED(401),
    /** A valid token that may not do this (403). */
    FORBIDDEN(403),
    /** No such thing (404). */
    NOT_FOUND(404),
    /** The thing is in a state that does not allow this (409). */
    CONFLICT(409),
    /** Too much, too large or too often (429). */
    LIMIT(429),
    /** Something we depend on does not answer (503). */
    UNAVAILABLE(503),
    /** Our own mistake (500). */
    INTERNAL(500);

    private final int status;

    Kind(int status) {
      this.status = status;
    }

    /** The HTTP status of this kind. */
    public int status() {
      return status;
    }
  }

  private final Kind kind;

  /** A problem of {@code kind}, told in {@code message}. */
  public HeistException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** A problem of {@code kind} with the cause that a log should keep. */
  public HeistException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** The kind of trouble. */
  public Kind kind() {
    return kind;
  }
}
