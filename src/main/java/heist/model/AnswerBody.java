package heist.model;

import heist.model.ModelException.Trouble;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Puts the answers of many servers into the one plain form of a chat completion, so that oddities
 * (arguments as objects, text in parts, an old {@code function_call}, a stream nobody asked for) do
 * not break whoever reads it. Pure.
 */
final class AnswerBody {
  /** The plain form, and what had to be done to get there. */
  record Plain(String json, List<String> repairs) {}

  private AnswerBody() {}

  /**
   * Reads the body of a 2xx answer.
   *
   * @throws ModelException BAD_ANSWER or REFUSED (an error told with a good status)
   */
  static Plain read(String where, String contentType, byte[] bytes) {
    String body = new String(bytes, StandardCharsets.UTF_8).strip();
    String type = contentType.toLowerCase(Locale.ROOT);
    if (type.contains("html") || body.startsWith("<")) {
      throw bad(
          where,
          "answered with a web page instead of JSON; the base URL of an OpenAI-compatible server"
              + " usually ends in /v1");
    }
    List<String> repairs = new ArrayList<>();
    JsonNode answer;
    if (type.contains("event-stream") || body.startsWith("data:")) {
      answer = StreamedAnswer.join(body);
      repairs.add("a stream that nobody asked for was put together");
    } else {
      answer = parse(where, body);
    }
    if (!answer.path("choices").isArray() || answer.path("choices").isEmpty()) {
      if (answer.hasNonNull("error")) {
        throw Refusals.of(where, 200, body, null);
      }
      throw bad(where, "answered with JSON that holds no choices; is it OpenAI-compatible?");
    }
    return new Plain(plain(answer, repairs).toString(), repairs);
  }

  private static JsonNode parse(String where, String body) {
    if (body.isEmpty()) {
      throw bad(where, "answered with an empty body");
    }
    try {
      return LenientJson.STRICT.readTree(body);
    } catch (JacksonException e) {
      throw bad(where, "answered with broken JSON (" + Refusals.brief(body, 60) + ")");
    }
  }

  private static ObjectNode plain(JsonNode answer, List<String> repairs) {
    JsonNode choice = answer.path("choices").path(0);
    JsonNode said = choice.path("message");
    ObjectNode out = LenientJson.STRICT.createObjectNode();
    out.put("id", answer.path("id").asString("answer"));
    out.put("model", answer.path("model").asString(""));
    ObjectNode plainChoice = out.putArray("choices").addObject();
    plainChoice.put("index", 0).put("finish_reason", choice.path("finish_reason").asString("stop"));
    ObjectNode message = plainChoice.putObject("message");
    message.put("role", "assistant").put("content", text(said.path("content")));
    ArrayNode calls = calls(said, repairs);
    if (!calls.isEmpty()) {
      message.set("tool_calls", calls);
    }
    JsonNode usage = answer.path("usage");
    if (usage.path("prompt_tokens").isNumber() && usage.path("completion_tokens").isNumber()) {
      long prompt = usage.path("prompt_tokens").asLong();
      long completion = usage.path("completion_tokens").asLong();
      out.putObject("usage")
          .put("prompt_tokens", prompt)
          .put("completion_tokens", completion)
          .put("total_tokens", prompt + completion);
    }
    return out;
  }

  /** Content is a string, or a list of parts of which some hold text. */
  private static String text(JsonNode content) {
    if (content.isArray()) {
      StringBuilder all = new StringBuilder();
      content.forEach(part -> all.append(part.path("text").asString("")));
      return all.toString();
    }
    return content.isString() ? content.asString() : "";
  }

  private static ArrayNode calls(JsonNode said, List<String> repairs) {
    ArrayNode calls = LenientJson.STRICT.createArrayNode();
    for (JsonNode call : said.path("tool_calls")) {
      JsonNode function = call.has("function") ? call.path("function") : call;
      add(calls, call.path("id").asString(""), function);
    }
    if (calls.isEmpty() && said.path("function_call").isObject()) {
      repairs.add("an old-style function_call was read as a tool call");
      add(calls, "", said.path("function_call"));
    }
    return calls;
  }

  private static void add(ArrayNode calls, String id, JsonNode function) {
    JsonNode arguments = function.path("arguments");
    String text =
        arguments.isString()
            ? arguments.asString()
            : arguments.isObject() ? arguments.toString() : "";
    calls
        .addObject()
        .put("id", id.isBlank() ? "call_" + (calls.size() + 1) : id)
        .put("type", "function")
        .putObject("function")
        .put("name", function.path("name").asString(""))
        .put("arguments", text.isBlank() ? "{}" : text);
  }

  private static ModelException bad(String where, String what) {
    return new ModelException(
        Trouble.BAD_ANSWER, "The server at " + where + " " + what + ".", null, 200, null);
  }
}
