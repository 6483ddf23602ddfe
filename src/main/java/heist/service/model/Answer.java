package heist.service.model;

import heist.service.model.prompt.Message;
import java.util.List;

/**
 * A completion.
 *
 * @param text what is said, empty with native tool calls
 * @param calls the tools asked for
 * @param finish {@code stop}, {@code length} or {@code tool_calls}
 */
record Answer(
    String id,
    String text,
    List<Message.Call> calls,
    String finish,
    int promptTokens,
    int completionTokens) {}
