package heist.model;

import java.util.List;

/** One message of a conversation with a model. */
public sealed interface ChatTurn {
  /** What the message says. */
  String text();

  /** Instructions. */
  record System(String text) implements ChatTurn {}

  /** What the world says to the model. */
  record User(String text) implements ChatTurn {}

  /** What the model said before, and the tools it asked for. */
  record Assistant(String text, List<ToolAsk> tools) implements ChatTurn {
    /** Copies the list. */
    public Assistant {
      tools = List.copyOf(tools);
    }
  }

  /**
   * What a tool answered.
   *
   * @param callId the id of the {@link ToolAsk} it answers
   * @param tool the tool's name
   */
  record ToolAnswer(String callId, String tool, String text) implements ChatTurn {}
}
