package heist.model;

import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Server-sent chunks of a chat completion, joined into one answer. Pure. */
final class StreamedAnswer {
  private StreamedAnswer() {}

  /** Joins what can be read; a chunk that cannot is passed over. */
  static ObjectNode join(String body) {
    StringBuilder text = new StringBuilder();
    TreeMap<Integer, ObjectNode> calls = new TreeMap<>();
    ObjectNode out = LenientJson.STRICT.createObjectNode();
    String finish = "stop";
    for (String line : body.split("\n")) {
      if (!line.startsWith("data:") || line.contains("[DONE]")) {
        continue;
      }
      JsonNode chunk;
      try {
        chunk = LenientJson.STRICT.readTree(line.substring("data:".length()).strip());
      } catch (JacksonException e) {
        continue;
      }
      if (chunk.path("usage").isObject()) {
        out.set("usage", chunk.path("usage"));
      }
      if (chunk.hasNonNull("error")) {
        out.set("error", chunk.path("error"));
      }
      JsonNode choice = chunk.path("choices").path(0);
      JsonNode delta = choice.has("delta") ? choice.path("delta") : choice.path("message");
      text.append(delta.path("content").asString(""));
      delta.path("tool_calls").forEach(call -> collect(calls, call));
      finish = choice.path("finish_reason").asString(finish);
    }
    if (text.isEmpty() && calls.isEmpty() && out.has("error")) {
      return out;
    }
    ObjectNode choice = out.putArray("choices").addObject().put("finish_reason", finish);
    ObjectNode message = choice.putObject("message").put("content", text.toString());
    ArrayNode list = message.putArray("tool_calls");
    calls.values().forEach(list::add);
    return out;
  }

  private static void collect(TreeMap<Integer, ObjectNode> calls, JsonNode part) {
    ObjectNode call =
        calls.computeIfAbsent(
            part.path("index").asInt(0),
            _ -> {
              ObjectNode fresh = LenientJson.STRICT.createObjectNode().put("id", "");
              fresh.putObject("function").put("name", "").put("arguments", "");
              return fresh;
            });
    grow(call, "id", part.path("id"));
    if (call.path("function") instanceof ObjectNode function) {
      grow(function, "name", part.path("function").path("name"));
      grow(function, "arguments", part.path("function").path("arguments"));
    }
  }

  private static void grow(ObjectNode node, String field, JsonNode more) {
    node.put(field, node.path(field).asString("") + more.asString(""));
  }
}
