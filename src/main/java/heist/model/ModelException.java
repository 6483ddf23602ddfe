package heist.model;

import heist.HeistException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A model gave no usable answer. The message names the endpoint and says what to do. */
public final class ModelException extends HeistException {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Trouble {
    /** No complete answer within the time limit. */
    TIMEOUT(Kind.UNAVAILABLE, false),
    /** 429. */
    RATE_LIMITED(Kind.LIMIT, true),
    /** 5xx. */
    SERVER_ERROR(Kind.UNAVAILABLE, true),
    /** Not what an OpenAI-compatible server answers: wrong type, broken JSON, too long. */
    BAD_ANSWER(Kind.UNAVAILABLE, false),
    /** An answer without words and without tool calls, twice. */
    EMPTY(Kind.UNAVAILABLE, false),
    /** The prompt is longer than the model's context. */
    CONTEXT_OVERFLOW(Kind.LIMIT, false),
    /** Nobody listens there, or the connection broke. */
    UNREACHABLE(Kind.UNAVAILABLE, true),
    /** Any other 4xx; the message quotes the server. */
    REFUSED(Kind.BAD_INPUT, false),
    /** The calling thread was interrupted. */
    CANCELLED(Kind.CONFLICT, false);

    private final Kind kind;
    private final boolean passing;

    Trouble(Kind kind, boolean passing) {
      this.kind = kind;
      this.passing = passing;
    }

    /** Whether asking again a little later may help. */
    boolean passing() {
      return passing;
    }
  }

  private final Trouble trouble;
  private final transient @Nullable Duration retryAfter;
  private final int status;

  /** Trouble of a kind, told in words: which endpoint, what happened, what to do. */
  public ModelException(Trouble trouble, String message) {
    this(trouble, message, null, 0, null);
  }

  ModelException(
      Trouble trouble,
      String message,
      @Nullable Throwable cause,
      int status,
      @Nullable Duration retryAfter) {
    super(trouble.kind, message);
    this.trouble = trouble;
    this.status = status;
    this.retryAfter = retryAfter;
    if (cause != null) {
      initCause(cause);
    }
  }

  /** What went wrong. */
  public Trouble trouble() {
    return trouble;
  }

  /** The HTTP status, or 0 if there was none. */
  int status() {
    return status;
  }

  /** How long the server asks us to wait, or null. */
  @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
