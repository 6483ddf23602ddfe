package heist.service.model.mind;

import java.util.List;
import java.util.Map;

/** What an agent does next. */
public sealed interface Reply {
  /** Asks for tools. */
  record Calls(List<Call> calls) implements Reply {}

  /** One tool call; values of the arguments are strings or maps of strings. */
  record Call(String tool, Map<String, Object> arguments) {}

  /** Speaks; {@code notes} make the private note of what was said in the end. */
  record Talk(List<Move> moves, Notes notes) implements Reply {}
}
