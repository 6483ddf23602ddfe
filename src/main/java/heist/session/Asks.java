package heist.session;

import heist.HeistException;
import heist.HeistException.Kind;
import java.util.Optional;
import java.util.Set;

/** Which asks a session can take in which state. Pure. */
public final class Asks {
  /** Names of the hard budgets. */
  public static final Set<String> BUDGETS =
      Set.of(
          "model_calls",
          "tokens",
          "tool_calls",
          "seconds",
          "tool_calls_per_turn",
          "agent_model_calls",
          "agent_tokens");

  private static final int MOST_ROUNDS = 1000;
  private static final int LONGEST_COMMAND = 4000;

  private Asks() {}

  /** Why this session cannot take this ask now, and what is possible instead; empty if it can. */
  public static Optional<HeistException> refuse(SessionState state, Ask ask) {
    Phase phase = state.phase();
    return switch (ask) {
      case Ask.Pause _ ->
          phase == Phase.RUNNING || phase == Phase.CREATED
              ? ok()
              : wrong(phase, "pause", "a running session");
      case Ask.Resume _ ->
          phase == Phase.PAUSED || phase == Phase.PAUSING
              ? ok()
              : wrong(phase, "resume or step", "a paused session");
      case Ask.Stop _ ->
          phase.ended() ? wrong(phase, "stop", "a session that has not ended") : ok();
      case Ask.Order a -> order(state, a);
      case Ask.Withdraw a ->
          state.steering().commands().stream().anyMatch(c -> c.number() == a.command() && c.due())
              ? ok()
              : Optional.of(
                  new HeistException(
                      Kind.NOT_FOUND,
                      "There is no command " + a.command() + " to withdraw in this session."));
      case Ask.Extend a -> extend(state, a);
      case Ask.Limit a ->
          !BUDGETS.contains(a.budget())
              ? bad(
                  "unknown budget \""
                      + a.budget()
                      + "\"; there are: "
                      + String.join(", ", new java.util.TreeSet<>(BUDGETS)))
              : a.limit() < 0
                  ? bad("a budget must be 0 (no limit) or more")
                  : phase.ended()
                      ? wrong(phase, "change budgets of", "a session that has not ended")
                      : ok();
      case Ask.Accuse a -> accuse(state, a);
    };
  }

  private static Optional<HeistException> order(SessionState state, Ask.Order order) {
    if (state.phase().ended()) {
      return wrong(state.phase(), "command an agent of", "a session that has not ended");
    }
    if (order.text().isBlank() || order.text().length() > LONGEST_COMMAND) {
      return bad("a command needs 1 to " + LONGEST_COMMAND + " characters");
    }
    return agent(state, order.agent());
  }

  private static Optional<HeistException> agent(SessionState state, String name) {
    var names = state.present().stream().map(a -> a.name()).toList();
    return names.contains(name)
        ? ok()
        : bad(
            "there is no agent \""
                + name
                + "\" in the crew; there are: "
                + String.join(", ", names));
  }

  private static Optional<HeistException> extend(SessionState state, Ask.Extend extend) {
    if (extend.rounds() < Math.max(1, state.floor().round()) || extend.rounds() > MOST_ROUNDS) {
      return bad(
          "rounds must lie between the present round ("
              + Math.max(1, state.floor().round())
              + ") and "
              + MOST_ROUNDS);
    }
    boolean over = state.locked() && state.game().talkOver() || state.game().outcome() != null;
    boolean dead = state.phase() == Phase.STOPPED || state.phase() == Phase.FAILED;
    return over || dead || (state.phase() == Phase.COMPLETED && state.moleGame())
        ? wrong(state.phase(), "extend", "a session whose plan has not been carried out")
        : ok();
  }

  private static Optional<HeistException> accuse(SessionState state, Ask.Accuse accuse) {
    if (!state.moleGame()) {
      return Optional.of(
          new HeistException(
              Kind.CONFLICT, "The mole game is off in this session; nobody can be accused."));
    }
    if (state.locked()) {
      return Optional.of(
          new HeistException(Kind.CONFLICT, "The accusation is locked already; it is final."));
    }
    if (state.phase() == Phase.FAILED && !accuse.lock()) {
      return wrong(
          state.phase(),
          "name a suspect in",
          "a session that has not failed (a locked accusation reveals it)");
    }
    return accuse.suspect() == null ? ok() : agent(state, accuse.suspect());
  }

  private static Optional<HeistException> wrong(Phase phase, String what, String needs) {
    return Optional.of(
        new HeistException(
            Kind.CONFLICT,
            "You cannot "
                + what
                + " this session: it is "
                + phase.wire()
                + ", and that needs "
                + needs
                + ". "
                + possible(phase)));
  }

  /** What is possible in a state, in words. */
  static String possible(Phase phase) {
    return "Possible now: "
        + switch (phase) {
          case CREATED, RUNNING -> "pause, stop, command, extend, budget, accuse.";
          case PAUSING, PAUSED -> "resume, step, stop, command, extend, budget, accuse.";
          case ACCUSING -> "accuse, extend, stop.";
          case STOPPED, FAILED -> "lock an accusation (which reveals the mole), export, fork.";
          case COMPLETED -> "replay, export, fork.";
        };
  }

  private static Optional<HeistException> bad(String message) {
    return Optional.of(
        new HeistException(
            Kind.BAD_INPUT, Character.toUpperCase(message.charAt(0)) + message.substring(1) + "."));
  }

  private static Optional<HeistException> ok() {
    return Optional.empty();
  }
}
