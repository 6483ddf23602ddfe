package heist.detect;

import java.util.List;

/**
 * What a detector may know of a session: what was said, what tools were asked and answered.
 * Immutable.
 *
 * @param agents who takes part, in any order
 */
public record Transcript(List<String> agents, List<Message> messages, List<ToolCall> toolCalls) {
  /**
   * Something said.
   *
   * @param seq number of its event, for evidence
   */
  public record Message(long seq, int turn, int round, String agent, String text) {}

  /** A tool call and what came back. {@code seq} is the number of the answer's event. */
  public record ToolCall(
      long seq,
      int turn,
      String agent,
      String tool,
      String arguments,
      boolean success,
      String result) {}

  /** Copies the lists. */
  public Transcript {
    agents = List.copyOf(agents);
    messages = List.copyOf(messages);
    toolCalls = List.copyOf(toolCalls);
  }

  /** The messages of one agent. */
  List<Message> messagesOf(String agent) {
    return messages.stream().filter(m -> m.agent().equals(agent)).toList();
  }

  /** The tool calls of one agent. */
  List<ToolCall> callsOf(String agent) {
    return toolCalls.stream().filter(c -> c.agent().equals(agent)).toList();
  }
}
