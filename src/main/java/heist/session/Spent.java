package heist.session;

import heist.event.SessionEvent;
import heist.event.SessionEvent.ModelReplied;
import heist.event.SessionEvent.SummaryReplied;
import heist.event.SessionEvent.ToolReturned;
import java.util.HashMap;
import java.util.Map;

/**
 * What the session has used of its budgets.
 *
 * @param millis wall-clock milliseconds spent in model and tool calls
 */
record Spent(
    long modelCalls,
    long tokens,
    long toolCalls,
    long millis,
    Map<String, Long> callsByAgent,
    Map<String, Long> tokensByAgent) {

  static final Spent NOTHING = new Spent(0, 0, 0, 0, Map.of(), Map.of());

  Spent apply(SessionEvent event) {
    return switch (event) {
      case ModelReplied e -> {
        long used = e.promptTokens() + e.completionTokens();
        yield new Spent(
            modelCalls + 1,
            tokens + used,
            toolCalls,
            millis + e.tookMs(),
            plus(callsByAgent, e.agent(), 1),
            plus(tokensByAgent, e.agent(), used));
      }
      case SummaryReplied e ->
          new Spent(
              modelCalls + 1,
              tokens + e.promptTokens() + e.completionTokens(),
              toolCalls,
              millis,
              callsByAgent,
              tokensByAgent);
      case ToolReturned e ->
          new Spent(
              modelCalls, tokens, toolCalls + 1, millis + e.tookMs(), callsByAgent, tokensByAgent);
      default -> this;
    };
  }

  private static Map<String, Long> plus(Map<String, Long> map, String key, long amount) {
    Map<String, Long> more = new HashMap<>(map);
    more.merge(key, amount, Long::sum);
    return Map.copyOf(more);
  }
}
