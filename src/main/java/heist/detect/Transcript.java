package heist.detect;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a detector may know of a session: what was said, what tools were asked and answered, what
 * plan was handed in. There is no place in it for roles, briefs, prompts, seeds or token counts.
 * Immutable.
 *
 * @param agents who takes part, in any order
 * @param messages in the order in which they were said
 * @param toolCalls in the order of their answers
 * @param plans as handed in, oldest first
 */
public record Transcript(
    List<String> agents, List<Message> messages, List<ToolCall> toolCalls, List<Plan> plans) {
  /**
   * Something said.
   *
   * @param seq number of its event, for evidence; numbers grow with time over messages, calls and
   *     plans alike
   */
  public record Message(long seq, int turn, int round, String agent, String text) {}

  /**
   * A tool call and what came back.
   *
   * @param seq number of the answer's event
   * @param arguments as JSON or any other text; empty if they are not known
   * @param result empty if it is not known
   */
  public record ToolCall(
      long seq,
      int turn,
      String agent,
      String tool,
      String arguments,
      boolean success,
      String result) {}

  /** A plan as handed in: its fields by name. */
  public record Plan(long seq, int turn, String agent, Map<String, String> fields) {
    /** Copies. */
    public Plan {
      fields = Collections.unmodifiableMap(new TreeMap<>(fields));
    }
  }

  /** Copies the lists. */
  public Transcript {
    agents = List.copyOf(agents);
    messages = List.copyOf(messages);
    toolCalls = List.copyOf(toolCalls);
    plans = List.copyOf(plans);
  }

  /** A transcript without plans. */
  public Transcript(List<String> agents, List<Message> messages, List<ToolCall> toolCalls) {
    this(agents, messages, toolCalls, List.of());
  }
}
