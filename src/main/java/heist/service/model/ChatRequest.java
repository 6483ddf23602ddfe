package heist.service.model;

import heist.service.model.prompt.Message;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A chat completion as asked for.
 *
 * @param tools names of the tools offered
 * @param parameters the names of each tool's arguments as its schema has them, required ones first;
 *     tools without a schema are absent
 * @param planAsText whether {@code submit_plan} wants its plan as text instead of as an object
 * @param toolChoice {@code auto}, {@code none}, {@code required}, or the name of a tool
 * @param seed null: from the prompt alone
 * @param maxTokens null: no limit
 */
record ChatRequest(
    String model,
    List<Message> messages,
    List<String> tools,
    Map<String, List<String>> parameters,
    boolean planAsText,
    String toolChoice,
    @Nullable Long seed,
    @Nullable Integer maxTokens,
    boolean stream,
    boolean streamUsage) {
  ChatRequest {
    messages = List.copyOf(messages);
    tools = List.copyOf(tools);
    parameters = Map.copyOf(parameters);
  }
}
