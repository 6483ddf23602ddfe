package heist.model;

import java.util.List;

/**
 * A model's answer, mended where that was possible.
 *
 * @param text what it said, without thinking and without tool calls; may be empty if it asks for
 *     tools
 * @param finish why it ended: {@code stop}, {@code length}, {@code tool_calls}, {@code
 *     content_filter} or {@code other}
 * @param repairs what had to be mended, in words; empty if nothing
 */
public record ModelReply(
    String text, List<ToolAsk> tools, Usage usage, String finish, List<String> repairs) {
  /** Copies the lists. */
  public ModelReply {
    tools = List.copyOf(tools);
    repairs = List.copyOf(repairs);
  }

  /**
   * Tokens.
   *
   * @param estimated whether we counted ourselves because the server did not say
   */
  public record Usage(long prompt, long completion, boolean estimated) {}
}
