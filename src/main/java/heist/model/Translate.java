package heist.model;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Our records in LangChain4j's words. Pure. */
final class Translate {
  private Translate() {}

  static List<ChatMessage> messages(List<ChatTurn> turns) {
    return turns.stream().map(Translate::message).toList();
  }

  private static ChatMessage message(ChatTurn turn) {
    return switch (turn) {
      case ChatTurn.System s -> SystemMessage.from(present(s.text()));
      case ChatTurn.User u -> UserMessage.from(present(u.text()));
      case ChatTurn.Assistant a when a.tools().isEmpty() -> AiMessage.from(a.text());
      case ChatTurn.Assistant a ->
          AiMessage.builder()
              .text(a.text().isEmpty() ? null : a.text())
              .toolExecutionRequests(calls(a.tools()))
              .build();
      case ChatTurn.ToolAnswer t ->
          ToolExecutionResultMessage.from(t.callId(), t.tool(), present(t.text()));
    };
  }

  /** LangChain4j refuses blank texts. */
  private static String present(String text) {
    return text.isBlank() ? "(empty)" : text;
  }

  private static List<ToolExecutionRequest> calls(List<ToolAsk> asks) {
    return asks.stream()
        .map(ask ->
            ToolExecutionRequest.builder()
                .id(ask.id())
                .name(ask.tool())
                .arguments(ask.arguments().toString())
                .build())
        .toList();
  }

  static List<ToolSpecification> tools(List<ToolOffer> offers) {
    return offers.stream().map(Translate::tool).toList();
  }

  private static ToolSpecification tool(ToolOffer offer) {
    JsonObjectSchema.Builder schema = JsonObjectSchema.builder();
    JsonNode properties = offer.schema().path("properties");
    for (String name : properties.propertyNames()) {
      schema.addProperty(name, JsonRawSchema.from(properties.path(name).toString()));
    }
    List<String> required = new ArrayList<>();
    offer.schema().path("required").forEach(field -> required.add(field.asString("")));
    return ToolSpecification.builder()
        .name(offer.name())
        .description(offer.description())
        .parameters(schema.required(required).build())
        .build();
  }
}
