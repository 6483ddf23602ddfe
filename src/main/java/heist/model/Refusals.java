package heist.model;

import heist.model.ModelException.Trouble;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Error answers of model servers, sorted by what can be done about them. Pure. */
final class Refusals {
  private static final Pattern OVERFLOW =
      Pattern.compile(
          "context[ _-]?(length|size|window)|maximum context|too many tokens|prompt is too long"
              + "|input is too long|exceeds? the (available|model)|context the overflows"
              + "|reduce the length");
  private static final Pattern NO_MODEL =
      Pattern.compile(
          "no models? (is |are )?(currently )?loaded|model.{0,80}not (found|exist|loaded)|does not exist|unknown model|invalid model");
  private static final Pattern NO_TOOLS = Pattern.compile("tool|function[ _]call");

  /** llama.cpp without its template engine answers 500. */
  private static final Pattern JINJA = Pattern.compile("jinja");

  private static final Pattern NOT_KNOWN =
      Pattern.compile(
          "unsupported|not supported|unknown|unrecogni[sz]ed|not permitted|not allowed|unexpected|extra");

  private Refusals() {}

  /** What an answer with this status and body means. {@code where} is the endpoint's base URL. */
  static ModelException of(String where, int status, String body, @Nullable Duration retryAfter) {
    String told = message(body);
    String low = told.toLowerCase(Locale.ROOT);
    String quote = told.isEmpty() ? "" : ": " + told;
    if (status == 429) {
      return new ModelException(
          Trouble.RATE_LIMITED,
          "The server at "
              + where
              + " is asked too often (429"
              + quote
              + "); wait, or lower the"
              + " number of calls at once.",
          null,
          status,
          retryAfter);
    }
    if (OVERFLOW.matcher(low).find()) {
      return new ModelException(
          Trouble.CONTEXT_OVERFLOW,
          "The prompt is longer than the context of the model at "
              + where
              + quote
              + ". Load the model with a longer context or lower the prompt budget.",
          null,
          status,
          null);
    }
    if (status >= 500) {
      return new ModelException(
          Trouble.SERVER_ERROR,
          "The server at " + where + " failed (" + status + quote + "); look at its log.",
          null,
          status,
          retryAfter);
    }
    return new ModelException(
        Trouble.REFUSED, refused(where, status, low, quote), null, status, null);
  }

  private static String refused(String where, int status, String low, String quote) {
    if (status == 401 || status == 403) {
      return "The server at " + where + " wants another API key (" + status + quote + ").";
    }
    if (NO_MODEL.matcher(low).find()) {
      return "The server at "
          + where
          + " has no such model loaded"
          + quote
          + ". Load it there, or name another with --model.";
    }
    if (status == 404 || status == 405 || status == 200) {
      return "The server at "
          + where
          + " does not know the path"
          + quote
          + "; the base URL usually ends in /v1.";
    }
    return "The server at " + where + " refused the request (" + status + quote + ").";
  }

  /** Whether the server refuses native tools. */
  static boolean aboutTools(ModelException e) {
    return (e.status() == 400
            || e.status() == 422
            || e.status() == 501
            || JINJA.matcher(low(e)).find())
        && NO_TOOLS.matcher(low(e)).find();
  }

  /** Whether the server says that it does not know a parameter of this name. */
  static boolean aboutParameter(ModelException e, String parameter) {
    return (e.status() == 400 || e.status() == 422)
        && low(e).contains(parameter)
        && NOT_KNOWN.matcher(low(e)).find();
  }

  private static String low(ModelException e) {
    return String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
  }

  /** The server's own words, short, on one line. */
  static String message(String body) {
    String text = body;
    try {
      JsonNode json = LenientJson.STRICT.readTree(body);
      JsonNode error = json.has("error") ? json.path("error") : json;
      for (String field : new String[] {"message", "detail", "title", "error"}) {
        if (error.path(field).isString()) {
          error = error.path(field);
          break;
        }
      }
      text = error.isString() ? error.asString() : error.toString();
    } catch (JacksonException e) {
      if (body.strip().startsWith("<")) {
        text = "a web page";
      }
    }
    return brief(text, 200);
  }

  /** The first {@code length} characters on one line, without control characters. */
  static String brief(String text, int length) {
    String line = text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    return line.length() <= length ? line : line.substring(0, length - 1).strip() + "…";
  }
}
