package heist.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import heist.HeistException;
import heist.HeistException.Kind;
import io.javalin.http.HttpResponseException;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An error answer (RFC 9457). Never holds a stack trace, a class name or a secret.
 *
 * @param type {@code about:blank}: the status and {@code kind} say it all
 * @param title the status in words
 * @param status the HTTP status
 * @param detail what is wrong, where, and what to do
 * @param kind our own name for it, in lower case
 * @param reference finds the entry in our log, for mistakes of ours
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
    String type, String title, int status, String detail, String kind, @Nullable String reference) {
  /** The media type of such answers. */
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final Logger LOG = LoggerFactory.getLogger(Problem.class);

  /** A problem of {@code status} with our words. */
  public static Problem of(int status, String detail) {
    return new Problem(
        "about:blank", HttpStatus.getMessage(status), status, detail, kindOf(status), null);
  }

  /**
   * What {@code failure} looks like from outside; a mistake of ours is logged under its reference.
   */
  public static Problem of(Throwable failure, String where) {
    return switch (failure) {
      case HeistException ours when ours.kind() != Kind.INTERNAL -> known(ours);
      case HttpResponseException refused -> of(refused.getStatus(), sentence(refused));
      case HttpException jetty when jetty.getCode() < 500 ->
          of(jetty.getCode(), Problems.words(jetty.getCode()));
      default -> mistake(failure, where);
    };
  }

  private static Problem known(HeistException e) {
    Kind kind = e.kind();
    String detail = e.getMessage() == null ? "" : e.getMessage();
    return new Problem(
        "about:blank",
        HttpStatus.getMessage(kind.status()),
        kind.status(),
        detail,
        name(kind),
        null);
  }

  private static Problem mistake(Throwable failure, String where) {
    String reference = UUID.randomUUID().toString();
    LOG.error("{} failed; reference {}", where, reference, failure);
    return new Problem(
        "about:blank",
        HttpStatus.getMessage(500),
        500,
        "This is our mistake. The service's log tells more under the reference " + reference + ".",
        name(Kind.INTERNAL),
        reference);
  }

  private static String sentence(HttpResponseException refused) {
    return switch (refused.getStatus()) {
      case 404 -> "There is nothing here. /docs lists what there is.";
      case 405 -> "This path does not know that method. /docs lists what there is.";
      case 413 -> Problems.words(413);
      default ->
          refused.getMessage() == null
              ? HttpStatus.getMessage(refused.getStatus())
              : refused.getMessage();
    };
  }

  private static String kindOf(int status) {
    for (Kind kind : Kind.values()) {
      if (kind.status() == status) {
        return name(kind);
      }
    }
    return name(status < 500 ? Kind.BAD_INPUT : Kind.INTERNAL);
  }

  private static String name(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
