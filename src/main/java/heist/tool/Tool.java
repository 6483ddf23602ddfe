package heist.tool;

/** Something that agents may call. Thread-safe. */
public interface Tool {
  /** What it is. */
  ToolSpec spec();

  /**
   * Does it. Scope and arguments have been checked against {@link #spec()}.
   *
   * <p>What an agent can mend (a wrong name, a query that does not parse) is a failed result, or a
   * HeistException of kind BAD_INPUT, NOT_FOUND, CONFLICT or LIMIT, whose message is the result.
   *
   * @throws heist.HeistException also FORBIDDEN, or UNAVAILABLE if something it needs is down
   */
  ToolResult call(ToolCall call);

  /** A tool from its two parts. */
  static Tool of(ToolSpec spec, java.util.function.Function<ToolCall, ToolResult> body) {
    return new Tool() {
      @Override
      public ToolSpec spec() {
        return spec;
      }

      @Override
      public ToolResult call(ToolCall call) {
        return body.apply(call);
      }
    };
  }
}
