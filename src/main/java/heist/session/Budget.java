package heist.session;

import java.util.Optional;

/** The hard budgets: checked, with what is about to be used, before every call. Pure. */
final class Budget {
  private Budget() {}

  /** The session's budget that is used up, in words, if any. */
  static Optional<String> exhausted(SessionState state, SessionConfig.Budgets limits) {
    return session(state, limits, 1, 1, 0);
  }

  /**
   * Why a model call of about this many tokens may not be made, if so. The seconds are the recorded
   * time in calls, so that the same log always gives the same answer.
   */
  static Optional<String> refuseModelCall(
      SessionState state, SessionConfig.Budgets limits, String agent, long tokens) {
    Optional<String> session = session(state, limits, 1, tokens, 0);
    if (session.isPresent()) {
      return session;
    }
    long calls = state.spent().callsByAgent().getOrDefault(agent, 0L);
    long used = state.spent().tokensByAgent().getOrDefault(agent, 0L);
    return over(
            "agent_model_calls",
            agent + "'s model calls",
            calls + 1,
            limit(state, "agent_model_calls", limits.agentModelCalls()))
        .or(() ->
            over(
                "agent_tokens",
                agent + "'s tokens",
                used + tokens,
                limit(state, "agent_tokens", limits.agentTokens())));
  }

  /** Why a summary of about this many tokens may not be asked for, if so. */
  static Optional<String> refuseSummary(
      SessionState state, SessionConfig.Budgets limits, long tokens) {
    return session(state, limits, 1, tokens, 0);
  }

  /** Why a tool call may not be made, if so. */
  static Optional<String> refuseToolCall(
      SessionState state, SessionConfig.Budgets limits, int soFarThisTurn) {
    return session(state, limits, 0, 0, 1)
        .or(() ->
            over(
                "tool_calls_per_turn",
                "tool calls of this turn",
                soFarThisTurn + 1L,
                limit(state, "tool_calls_per_turn", limits.toolCallsPerTurn())));
  }

  private static Optional<String> session(
      SessionState state, SessionConfig.Budgets limits, long calls, long tokens, long toolCalls) {
    Spent spent = state.spent();
    return over(
            "model_calls",
            "the session's model calls",
            spent.modelCalls() + calls,
            limit(state, "model_calls", limits.modelCalls()))
        .or(() ->
            over(
                "tokens",
                "the session's tokens",
                spent.tokens() + tokens,
                limit(state, "tokens", limits.tokens())))
        .or(() ->
            // Whoever has no tool calls left may still speak.
            toolCalls == 0
                ? Optional.empty()
                : over(
                    "tool_calls",
                    "the session's tool calls",
                    spent.toolCalls() + toolCalls,
                    limit(state, "tool_calls", limits.toolCalls())))
        .or(() ->
            over(
                "seconds",
                "the session's seconds in calls",
                spent.millis() / 1000 + 1,
                limit(state, "seconds", limits.seconds())));
  }

  private static long limit(SessionState state, String name, long configured) {
    return state.steering().budgets().getOrDefault(name, configured);
  }

  private static Optional<String> over(String name, String what, long wanted, long limit) {
    return limit > 0 && wanted > limit
        ? Optional.of(
            "the budget for " + what + " (" + name + "=" + limit + ") does not allow one more")
        : Optional.empty();
  }
}
