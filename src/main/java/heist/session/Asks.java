package heist.session;

import heist.HeistException;
import heist.HeistException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

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

  /** Longest wait before a turn, in milliseconds. */
  public static final long LONGEST_PACE = 600_000;

  private Asks() {}

  /** Why this session cannot take this ask now, and what is possible instead; empty if it can. */
  public static Optional<HeistException> refuse(SessionState state, Ask ask) {
    if (ask instanceof Ask.Answer answer) {
      return Answers.refuse(state, answer);
    }
    if (ask instanceof Ask.GiveUp up) {
      return Answers.giveUp(state, up);
    }
    if (!possible(state).contains(word(ask))) {
      return Optional.of(new HeistException(Kind.CONFLICT, whyNot(state, ask)));
    }
    return switch (ask) {
      case Ask.Pause _, Ask.Stop _ -> Optional.empty();
      case Ask.Resume a ->
          a.turns() != null && a.turns() < 1 ? bad("a step has at least one turn") : ok();
      case Ask.Order a -> order(state, a);
      case Ask.Withdraw a ->
          state.steering().commands().stream().anyMatch(c -> c.number() == a.command() && c.due())
              ? ok()
              : Optional.of(
                  new HeistException(
                      Kind.NOT_FOUND,
                      "There is no command " + a.command() + " to withdraw in this session."));
      case Ask.Extend a -> extend(state, a);
      case Ask.Limit a -> limit(a);
      case Ask.Pace a ->
          a.millis() < 0 || a.millis() > LONGEST_PACE
              ? bad("a pace must lie between 0 and " + LONGEST_PACE / 1000 + " seconds")
              : ok();
      case Ask.Revoke a -> agent(state, a.agent());
      case Ask.Accuse a -> accuse(state, a);
      case Ask.GiveUp a -> Answers.giveUp(state, a);
      case Ask.Answer a -> Answers.refuse(state, a);
    };
  }

  /** What an operator can do with a session in this state, in the words of the command line. */
  public static List<String> possible(SessionState state) {
    Phase phase = state.phase();
    List<String> words = new ArrayList<>();
    boolean stopping = state.steering().stopBy() != null && !phase.ended();
    if (stopping) {
      words.add("stop");
    } else {
      switch (phase) {
        case CREATED, RUNNING -> words.add("pause");
        case PAUSING, PAUSED -> words.addAll(List.of("resume", "step"));
        case ACCUSING, COMPLETED, STOPPED, FAILED -> {}
      }
    }
    if (!phase.ended() && !stopping) {
      words.addAll(List.of("stop", "command", "budget", "pace", "revoke"));
      if (state.steering().commands().stream().anyMatch(Steering.Command::due)) {
        words.add("withdraw");
      }
    }
    if (state.pending().approval() != null) {
      words.add("approve");
    }
    // A recording of what outsiders saw cannot go on: nobody knows its seed, its mole, its prompts.
    boolean whole = state.prepared() != null;
    if (whole && !stopping && extendable(state)) {
      words.add("extend");
    }
    if (whole && state.moleGame() && !state.locked()) {
      words.add("accuse");
    }
    if (phase.ended()) {
      words.addAll(List.of("replay", "export"));
      if (!state.moleGame() || state.locked()) {
        words.add("fork");
      }
    }
    return words;
  }

  /** The same in a sentence. */
  static String sentence(SessionState state) {
    return "Possible now: " + String.join(", ", possible(state)) + ".";
  }

  private static String word(Ask ask) {
    return switch (ask) {
      case Ask.Pause _ -> "pause";
      case Ask.Resume a -> a.turns() == null ? "resume" : "step";
      case Ask.Stop _ -> "stop";
      case Ask.Order _ -> "command";
      case Ask.Withdraw _ -> "withdraw";
      case Ask.Extend _ -> "extend";
      case Ask.Limit _ -> "budget";
      case Ask.Pace _ -> "pace";
      case Ask.Revoke _ -> "revoke";
      case Ask.Accuse _ -> "accuse";
      case Ask.Answer _ -> "approve";
      case Ask.GiveUp _ -> "leave";
    };
  }

  private static String whyNot(SessionState state, Ask ask) {
    String reason =
        switch (ask) {
          case Ask.Pause _ -> wrong(state, "pause", "a running session");
          case Ask.Resume _ -> wrong(state, "resume or step", "a paused session");
          case Ask.Stop _ -> wrong(state, "stop", "a session that has not ended");
          case Ask.Order _ -> wrong(state, "command an agent of", "a session that has not ended");
          case Ask.Limit _ -> wrong(state, "change budgets of", "a session that has not ended");
          case Ask.Pace _ -> wrong(state, "change the pace of", "a session that has not ended");
          case Ask.Revoke _ ->
              wrong(state, "take back the access of an agent of", "a session that has not ended");
          case Ask.Withdraw _ -> "There is no command to withdraw in this session.";
          case Ask.Extend _ ->
              wrong(state, "extend", "a session whose talk can still change the plan");
          case Ask.Accuse _ ->
              state.moleGame()
                  ? "The accusation is locked already; it is final."
                  : "The mole game is off in this session; nobody can be accused.";
          case Ask.GiveUp _ -> wrong(state, "leave a seat of", "a session that has not ended");
          case Ask.Answer _ -> "Nothing waits for this answer.";
        };
    return reason + " " + sentence(state);
  }

  private static String wrong(SessionState state, String what, String needs) {
    return "You cannot %s this session: it is %s, and that needs %s."
        .formatted(what, state.phase().wire(), needs);
  }

  private static Optional<HeistException> order(SessionState state, Ask.Order order) {
    if (order.text().isBlank() || order.text().length() > LONGEST_COMMAND) {
      return bad("a command needs 1 to " + LONGEST_COMMAND + " characters");
    }
    return agent(state, order.agent());
  }

  private static Optional<HeistException> agent(SessionState state, String name) {
    List<String> names = state.crewNames();
    return names.contains(name)
        ? ok()
        : bad(
            "there is no agent \""
                + name
                + "\" in the crew; there are: "
                + String.join(", ", names));
  }

  /**
   * More rounds make sense until the plan is carried out, or the crew's final word about it is
   * under way; without a mole game also after the end.
   */
  private static boolean extendable(SessionState state) {
    boolean settled = state.locked() && state.game().talkOver() || state.game().outcome() != null;
    return switch (state.phase()) {
      case STOPPED, FAILED -> false;
      case COMPLETED -> !settled && !state.moleGame();
      case CREATED, RUNNING, PAUSING, PAUSED, ACCUSING -> !settled;
    };
  }

  private static Optional<HeistException> extend(SessionState state, Ask.Extend extend) {
    int least = Math.max(1, state.floor().round());
    return extend.rounds() < least || extend.rounds() > MOST_ROUNDS
        ? bad(
            "rounds must lie between the present round (%d) and %d, not %d"
                .formatted(least, MOST_ROUNDS, extend.rounds()))
        : ok();
  }

  private static Optional<HeistException> limit(Ask.Limit limit) {
    if (!BUDGETS.contains(limit.budget())) {
      return bad(
          "unknown budget \""
              + limit.budget()
              + "\"; there are: "
              + String.join(", ", new TreeSet<>(BUDGETS)));
    }
    return limit.limit() < 0 ? bad("a budget must be 0 (no limit) or more") : ok();
  }

  private static Optional<HeistException> accuse(SessionState state, Ask.Accuse accuse) {
    if (state.phase() == Phase.FAILED && !accuse.lock()) {
      return Optional.of(
          new HeistException(
              Kind.CONFLICT,
              wrong(
                      state,
                      "name a suspect in",
                      "a session that has not failed (a locked accusation reveals it)")
                  + " "
                  + sentence(state)));
    }
    return accuse.suspect() == null ? ok() : agent(state, accuse.suspect());
  }

  static Optional<HeistException> bad(String message) {
    return Optional.of(
        new HeistException(
            Kind.BAD_INPUT, Character.toUpperCase(message.charAt(0)) + message.substring(1) + "."));
  }

  private static Optional<HeistException> ok() {
    return Optional.empty();
  }
}
