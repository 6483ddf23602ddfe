package heist.service.model.prompt;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message of a chat request.
 *
 * @param role system, user, assistant or tool
 * @param calls the tool calls an assistant message asked for
 * @param callId the call a tool message answers
 */
public record Message(String role, String content, List<Call> calls, @Nullable String callId) {
  /** A tool call: {@code arguments} is JSON text. */
  public record Call(String id, String name, String arguments) {}

  /** Copies the list. */
  public Message {
    calls = List.copyOf(calls);
  }

  /** A message without tool calls. */
  public static Message of(String role, String content) {
    return new Message(role, content, List.of(), null);
  }
}
