package heist.model;

/** How tool calls travel. */
public enum ToolDialect {
  /** In the API's own {@code tools} and {@code tool_calls}. */
  NATIVE,
  /** As text, {@code [TOOL:name:argument]}, for models that have no native calls. */
  TEXT,
  /** Native until the server refuses tools, then text for the rest of the endpoint's life. */
  AUTO
}
