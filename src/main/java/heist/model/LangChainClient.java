package heist.model;

import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiChatResponseMetadata;
import dev.langchain4j.model.openai.OpenAiTokenUsage;
import heist.model.ModelException.Trouble;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One call after the other through LangChain4j, with the patience of {@link Attempts}. */
final class LangChainClient implements ModelClient {
  private final Door door;
  private final Patience patience;
  private final TokenCounter counter = new TokenCounter();

  LangChainClient(Door door, Patience patience) {
    this.door = door;
    this.patience = patience;
  }

  @Override
  public ModelReply chat(ModelRequest request) {
    return new Attempts(door, patience, this::once).run(request);
  }

  /** Asks once, at this base address. */
  private ModelReply once(ModelRequest request, String at, List<String> repairs) {
    boolean textForm = door.textTools();
    ModelRequest sent = textForm ? TextDialect.rewrite(request) : request;
    List<String> mended = new ArrayList<>(repairs);
    ChatResponse response = ask(sent, at);
    if (response.metadata() instanceof OpenAiChatResponseMetadata meta) {
      mended.addAll(GuardedHttp.repairs(meta.rawHttpResponse()));
    }
    Mender.Mended said = Mender.mend(response.aiMessage(), request.tools(), textForm, mended);
    String finish =
        response.finishReason() == null
            ? "other"
            : switch (response.finishReason()) {
              case STOP -> "stop";
              case LENGTH -> "length";
              case TOOL_EXECUTION -> "tool_calls";
              case CONTENT_FILTER -> "content_filter";
              case OTHER -> "other";
            };
    return new ModelReply(said.text(), said.tools(), usage(sent, response), finish, mended);
  }

  private ChatResponse ask(ModelRequest request, String at) {
    var parameters =
        OpenAiChatRequestParameters.builder().modelName(door.modelName(request.model()));
    if (request.temperature() != null && door.sends("temperature")) {
      parameters.temperature(request.temperature());
    }
    if (door.sends("max_tokens")) {
      parameters.maxOutputTokens(request.maxTokens());
    } else {
      parameters.maxCompletionTokens(request.maxTokens());
    }
    if (!request.tools().isEmpty()) {
      parameters.toolSpecifications(Translate.tools(request.tools()));
    }
    if (request.seed() != null && door.sends("seed")) {
      // LangChain4j's own seed is an int; ours has 53 bits.
      parameters.customParameters(Map.of("seed", request.seed()));
    }
    try {
      return door.chatModel(at)
          .chat(
              ChatRequest.builder()
                  .messages(Translate.messages(request.messages()))
                  .parameters(parameters.build())
                  .build());
    } catch (RuntimeException e) {
      throw ours(e, at);
    }
  }

  /** LangChain4j wraps what its HTTP client throws; ours is somewhere below. */
  private static ModelException ours(RuntimeException e, String at) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof ModelException found) {
        return found;
      }
    }
    if (Thread.currentThread().isInterrupted()) {
      return Wire.cancelled(at);
    }
    return new ModelException(
        Trouble.BAD_ANSWER,
        "The answer of the model at "
            + at
            + " could not be read: "
            + Refusals.brief(String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT), 120)
            + ".",
        e,
        0,
        null);
  }

  private ModelReply.Usage usage(ModelRequest sent, ChatResponse response) {
    if (response.tokenUsage() instanceof OpenAiTokenUsage used
        && used.inputTokenCount() != null
        && used.outputTokenCount() != null) {
      return new ModelReply.Usage(used.inputTokenCount(), used.outputTokenCount(), false);
    }
    String text = response.aiMessage().text();
    long completion = text == null ? 0 : counter.count(text);
    if (response.aiMessage().hasToolExecutionRequests()) {
      for (var call : response.aiMessage().toolExecutionRequests()) {
        completion += counter.count(String.valueOf(call.arguments())) + 8L;
      }
    }
    return new ModelReply.Usage(counter.count(sent.messages(), sent.tools()), completion, true);
  }

  @Override
  public void close() {}
}
