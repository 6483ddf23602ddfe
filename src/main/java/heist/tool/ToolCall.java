package heist.tool;

import heist.web.Caller;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One call of a tool.
 *
 * @param caller whose token came with it
 * @param arguments valid by the tool's schema; not to be changed
 * @param callId the same when a call is repeated after a crash; null if the caller gave none
 */
public record ToolCall(Caller caller, ObjectNode arguments, @Nullable String callId) {
  /** The text argument {@code name}, empty if there is none. */
  public String text(String name) {
    return arguments.path(name).asString("");
  }

  /** The whole number {@code name}, or {@code otherwise}. */
  public int number(String name, int otherwise) {
    JsonNode value = arguments.path(name);
    return value.isNumber() ? value.asInt(otherwise) : otherwise;
  }

  /** The caller's session. */
  public String session() {
    return caller.requireSession();
  }
}
