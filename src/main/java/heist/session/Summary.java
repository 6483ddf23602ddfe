package heist.session;

import org.jspecify.annotations.Nullable;

/**
 * What a list of sessions shows: derived from the state, kept beside the log, and holding nothing
 * that an outsider may not see yet.
 *
 * @param verdict null until told
 * @param mole null until the reveal, and if there was none
 * @param strategy the mole's, null until the reveal
 * @param outcome {@code success} or {@code failure}, null until the plan was carried out
 * @param suspect who was accused for good; null until then, and if it was nobody
 * @param waits the agent whose person is waited for, {@link #LEAVE}, or null
 * @param forkedFrom the session that this one was forked from, or null
 * @param forkedTurns how many of its turns were taken over, or null
 */
public record Summary(
    String state,
    int round,
    int rounds,
    int turn,
    long messages,
    long toolCalls,
    @Nullable String verdict,
    @Nullable String outcome,
    boolean revealed,
    @Nullable String mole,
    @Nullable String strategy,
    @Nullable String suspect,
    @Nullable String waits,
    @Nullable String forkedFrom,
    @Nullable String forkedTurns) {

  /** What {@code waits} says when a tool call waits for leave; else an agent is waited for. */
  public static final String LEAVE = "-leave";

  /** The summary of a state. */
  public static Summary of(SessionState state) {
    return new Summary(
        state.phase().wire(),
        state.floor().round(),
        state.steering().rounds(),
        state.floor().turn(),
        state.transcript().messages().size(),
        state.transcript().toolUses().size(),
        state.game().verdict() == null ? null : state.game().verdict().name(),
        state.game().outcome() == null
            ? null
            : state.game().outcome().success() ? "success" : "failure",
        state.game().revealed(),
        state.game().revealed() && state.prepared() != null ? state.prepared().mole() : null,
        state.game().revealed() && state.prepared() != null ? state.prepared().strategy() : null,
        state.game().locked() ? state.game().suspect() : null,
        waits(state),
        setting(state, "forked_from"),
        setting(state, "forked_turns"));
  }

  private static @Nullable String waits(SessionState state) {
    Pending pending = state.pending();
    if (state.phase().ended()) {
      return null;
    }
    return pending.approval() != null
        ? LEAVE
        : pending.seat() == null ? null : pending.seat().agent();
  }

  private static @Nullable String setting(SessionState state, String name) {
    return state.created() == null ? null : state.created().settings().get(name);
  }
}
