package heist.tool;

import heist.web.Caller;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What an MCP door offers. Thread-safe. */
public interface McpTools {
  /** Those that the token may use now. */
  List<ToolSpec> specs(Caller caller);

  /**
   * Refuses a call that {@link #call} would refuse for want of a scope, and notes it. A tool that
   * is not there is let pass: the call will say so.
   *
   * @throws heist.web.AuthException FORBIDDEN with {@code insufficient_scope}
   */
  void admit(Caller caller, String name, CallRef ref);

  /**
   * Calls a tool.
   *
   * @param ref how the caller refers to the call
   * @throws heist.HeistException NOT_FOUND, FORBIDDEN, BAD_INPUT (arguments), UNAVAILABLE or
   *     INTERNAL; what the tool itself refuses is a failed result
   */
  ToolResult call(Caller caller, String name, JsonNode arguments, CallRef ref);
}
