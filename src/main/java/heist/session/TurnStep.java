package heist.session;

import heist.event.SessionEvent.ModelReplied;
import heist.event.SessionEvent.ToolCall;
import heist.session.Floor.OpenTurn;
import java.util.Optional;

/**
 * What a turn needs next, from what of it is recorded: so a turn that was cut off goes on where it
 * stood. Pure.
 */
sealed interface TurnStep {
  /** Ask the model; {@code call} counts from 1 within the turn. */
  record CallModel(int call) implements TurnStep {}

  /** Call a tool; {@code requested} if the log holds the request already. */
  record CallTool(ToolCall call, boolean requested) implements TurnStep {}

  /** Say it and end the turn. */
  record Speak(ModelReplied reply) implements TurnStep {}

  static TurnStep of(OpenTurn open) {
    Optional<ModelReplied> last = open.lastReply();
    if (last.isEmpty()) {
      return new CallModel(1);
    }
    ModelReplied reply = last.get();
    for (ToolCall call : reply.tools()) {
      if (open.returned(call.id()).isEmpty()) {
        return new CallTool(call, open.requested(call.id()));
      }
    }
    return reply.tools().isEmpty() ? new Speak(reply) : new CallModel(open.modelCalls() + 1);
  }
}
