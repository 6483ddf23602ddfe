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
    @Nullable String strategy) {

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
        state.game().revealed() && state.prepared() != null ? state.prepared().strategy() : null);
  }
}
