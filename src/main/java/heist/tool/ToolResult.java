package heist.tool;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a tool answers.
 *
 * @param success whether it did what was asked
 * @param text for a model to read; on failure what to do about it
 * @param structured the same as data, if there is more to it than text
 */
public record ToolResult(boolean success, String text, @Nullable JsonNode structured) {
  /** It worked. */
  public static ToolResult of(String text) {
    return new ToolResult(true, text, null);
  }

  /** It worked, and there is data. */
  public static ToolResult of(String text, JsonNode structured) {
    return new ToolResult(true, text, structured);
  }

  /** It did not work; {@code message} says why and what to do instead. */
  public static ToolResult failed(String message) {
    return new ToolResult(false, message, null);
  }

  /** Why it failed, or null. */
  public @Nullable String error() {
    return success ? null : text;
  }
}
