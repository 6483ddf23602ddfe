package heist.tool;

import heist.web.Caller;
import java.util.List;
import org.jspecify.annotations.Nullable;
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
  void admit(Caller caller, String name);

  /**
   * Calls a tool.
   *
   * @param callId the same when the call is repeated; null if the caller gave none
   * @throws heist.HeistException NOT_FOUND, FORBIDDEN, BAD_INPUT (arguments), UNAVAILABLE or
   *     INTERNAL; what the tool itself refuses is a failed result
   */
  ToolResult call(Caller caller, String name, JsonNode arguments, @Nullable String callId);
}
