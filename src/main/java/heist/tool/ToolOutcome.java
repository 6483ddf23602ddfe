package heist.tool;

/**
 * How a call went, for whoever called.
 *
 * @param success whether the tool did what was asked
 * @param text what it said; on failure why, and what to do about it
 */
public record ToolOutcome(boolean success, String text) {
  static ToolOutcome failed(String text) {
    return new ToolOutcome(false, text);
  }
}
