package heist.session;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.event.SessionEvent.ApprovalAsked;
import heist.event.SessionEvent.Decision;
import heist.event.SessionEvent.SeatAwaited;
import heist.event.SessionEvent.TurnKind;
import java.util.List;
import java.util.Optional;

/** Which answers of people fit what a turn waits for. Pure. */
final class Answers {
  private static final int LONGEST_SPEECH = 4000;

  private Answers() {}

  static Optional<HeistException> refuse(SessionState state, Ask.Answer answer) {
    return switch (answer) {
      case Ask.Decide a -> decide(state, a);
      case Ask.Say a ->
          seat(state, a.agent())
              .or(() ->
                  a.text().length() > LONGEST_SPEECH
                      ? Asks.bad("what is said may have at most " + LONGEST_SPEECH + " characters")
                      : Optional.empty());
      case Ask.Use a -> seat(state, a.agent()).or(() -> use(state, a));
    };
  }

  /** A seat can be left at any time, once. */
  static Optional<HeistException> giveUp(SessionState state, Ask.GiveUp up) {
    if (state.phase().ended()) {
      return conflict("The session is %s; nobody waits for you.".formatted(state.phase().wire()));
    }
    return state.pending().givenUp().contains(up.agent())
        ? conflict("The seat of %s is given up already.".formatted(up.agent()))
        : Optional.empty();
  }

  private static Optional<HeistException> decide(SessionState state, Ask.Decide answer) {
    ApprovalAsked asked = state.pending().approval();
    if (asked == null || asked.approval() != answer.approval()) {
      return conflict(
          asked == null
              ? "No tool call waits for leave. " + Asks.sentence(state)
              : "Approval %d is not what the session waits for; that is approval %d (%s of %s)."
                  .formatted(answer.approval(), asked.approval(), asked.tool(), asked.agent()));
    }
    boolean object = answer.arguments() != null && answer.arguments().isObject();
    return (answer.decision() == Decision.EDIT) == object
        ? Optional.empty()
        : Asks.bad(
            "the decision edit needs arguments, a JSON object; allow and deny go without them");
  }

  private static Optional<HeistException> seat(SessionState state, String agent) {
    SeatAwaited awaited = state.pending().seat();
    if (awaited != null && awaited.agent().equals(agent)) {
      return Optional.empty();
    }
    Floor.OpenTurn open = state.floor().open();
    String now =
        state.phase().ended()
            ? "the session is " + state.phase().wire()
            : open == null ? "nobody speaks" : "it is the turn of " + open.agent();
    return conflict(
        "%s is not waited for: %s. Possible now: look, and wait for your turn."
            .formatted(agent, now));
  }

  private static Optional<HeistException> use(SessionState state, Ask.Use use) {
    Floor.OpenTurn open = state.floor().open();
    if (open != null && open.kind() == TurnKind.VOTE) {
      return conflict(
          "In a vote there are no tools. Possible now: say VOTE: and a name, or nobody.");
    }
    List<String> tools = state.crew().agent(use.agent()).map(a -> a.tools()).orElse(List.of());
    return tools.contains(use.tool())
        ? Optional.empty()
        : Asks.bad(
            "%s has no tool \"%s\"; there are: %s"
                .formatted(use.agent(), use.tool(), String.join(", ", tools)));
  }

  private static Optional<HeistException> conflict(String message) {
    return Optional.of(new HeistException(Kind.CONFLICT, message));
  }
}
