package heist.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One question to a model.
 *
 * @param model name of the model; null: the endpoint's, else the first one that the server lists
 * @param messages the conversation, oldest first
 * @param tools what the model may call; empty: nothing, and nothing in its answer is read as a call
 * @param temperature null: the server's default
 * @param maxTokens most tokens of the answer
 * @param seed null: none; servers without seeds ignore it
 */
public record ModelRequest(
    @Nullable String model,
    List<ChatTurn> messages,
    List<ToolOffer> tools,
    @Nullable Double temperature,
    int maxTokens,
    @Nullable Long seed) {
  /** Copies the lists. */
  public ModelRequest {
    messages = List.copyOf(messages);
    tools = List.copyOf(tools);
    if (messages.isEmpty()) {
      throw new IllegalArgumentException("a request needs at least one message");
    }
    if (maxTokens < 1) {
      throw new IllegalArgumentException("maxTokens must be at least 1, not " + maxTokens);
    }
  }

  /** The same question with another seed. */
  ModelRequest withSeed(@Nullable Long other) {
    return new ModelRequest(model, messages, tools, temperature, maxTokens, other);
  }
}
