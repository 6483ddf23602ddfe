package heist.cli;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An HTTP API. Paths begin with a slash. Every method throws {@link heist.HeistException} with the
 * other side's own message if it refuses, and UNAVAILABLE if it does not answer.
 */
public interface Door {
  /** GET, answered with JSON. */
  JsonNode get(String path);

  /** POST of JSON (null: no body), answered with JSON. */
  JsonNode post(String path, @Nullable JsonNode body);

  /** DELETE, answered with JSON. */
  JsonNode delete(String path);

  /** GET, answered with text as it comes. */
  String text(String path);

  /** POST of JSON Lines, answered with JSON. */
  JsonNode postLines(String path, String lines);
}
