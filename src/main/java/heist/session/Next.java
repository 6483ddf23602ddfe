package heist.session;

import heist.event.SessionEvent.End;
import heist.event.SessionEvent.TurnKind;
import org.jspecify.annotations.Nullable;

/** What the engine does next; {@link SessionState#next} decides it from the state alone. */
sealed interface Next {
  /** Begin a round. */
  record StartRound(int round) implements Next {}

  /** Begin a turn. */
  record BeginTurn(String agent, TurnKind kind) implements Next {}

  /** Go on with the turn under way. */
  record ContinueTurn(Floor.OpenTurn turn) implements Next {}

  /** End the turn under way at once: somebody wants the session to stop. */
  record CutTurn() implements Next {}

  /** Rest at this turn boundary. */
  record Rest() implements Next {}

  /** End the deliberation. */
  record EndTalk() implements Next {}

  /** Ask the detector for the accusation. */
  record AskDetector() implements Next {}

  /** Lock the accusation: nobody's, or the crew's vote. */
  record Lock(@Nullable String suspect, String by) implements Next {}

  /** Tell the verdict; the accused leaves. */
  record TellVerdict() implements Next {}

  /** Carry out the plan. */
  record Execute() implements Next {}

  /** Tell who it was. */
  record Reveal() implements Next {}

  /** End the session. */
  record Finish(End end, @Nullable String cause) implements Next {}

  /** Nothing to do until somebody asks for something. */
  record Wait() implements Next {}
}
