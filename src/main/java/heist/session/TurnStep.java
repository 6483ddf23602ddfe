package heist.session;

import heist.event.SessionEvent.ToolCall;
import heist.session.Floor.OpenTurn;
import heist.session.Floor.Reply;
import java.util.Optional;

/**
 * What a turn needs next, from what of it is recorded: so a turn that was cut off goes on where it
 * stood. Pure.
 */
sealed interface TurnStep {
  /** Ask the model; {@code call} counts from 1 within the turn. */
  record CallModel(int call) implements TurnStep {}

  /** Wait for the person who plays the agent. */
  record AwaitSeat() implements TurnStep {}

  /** Call a tool; {@code requested} if the log holds the request already. */
  record CallTool(ToolCall call, boolean requested) implements TurnStep {}

  /** Say it and end the turn. */
  record Speak(String text) implements TurnStep {}

  /**
   * @param human whether a person plays the agent
   */
  static TurnStep of(OpenTurn open, boolean human) {
    Optional<Reply> last = open.lastReply();
    for (ToolCall call : last.map(Reply::tools).orElse(java.util.List.of())) {
      if (open.returned(call.id()).isEmpty()) {
        return new CallTool(call, open.requested(call.id()));
      }
    }
    if (last.isPresent() && last.get().tools().isEmpty()) {
      return new Speak(last.get().text());
    }
    return human && !open.seatLeft() ? new AwaitSeat() : new CallModel(open.modelCalls() + 1);
  }
}
