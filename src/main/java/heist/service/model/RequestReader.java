package heist.service.model;

import heist.service.model.prompt.Message;
import heist.web.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads requests in OpenAI's form. Fields it does not know are passed over, as others do. */
final class RequestReader {
  private static final Set<String> ROLES =
      Set.of("system", "developer", "user", "assistant", "tool");
  private static final int MOST_MESSAGES = 2000;
  private static final int MOST_DIMENSIONS = 2048;

  private RequestReader() {}

  static ChatRequest chat(String body) {
    var n = object(body);
    var list = n.path("messages");
    if (!list.isArray() || list.isEmpty()) {
      throw new BadRequest("'messages' must be a list with at least one message.", "messages");
    }
    if (list.size() > MOST_MESSAGES) {
      throw new BadRequest("'messages' has more than " + MOST_MESSAGES + " entries.", "messages");
    }
    var messages = new ArrayList<Message>();
    for (int i = 0; i < list.size(); i++) {
      messages.add(message(list.get(i), "messages[" + i + "]"));
    }
    if (n.path("n").asInt(1) != 1) {
      throw new BadRequest("This server gives one answer: 'n' must be 1.", "n");
    }
    var tools = new ArrayList<String>();
    var parameters = new LinkedHashMap<String, List<String>>();
    boolean planAsText = false;
    for (var t : n.path("tools")) {
      var f = t.path("function");
      var name = f.path("name").asString("");
      if (name.isEmpty()) {
        throw new BadRequest("Every tool needs a function with a name.", "tools");
      }
      tools.add(name);
      var arguments = parameters(f.path("parameters"));
      if (!arguments.isEmpty()) {
        parameters.put(name, arguments);
      }
      if (name.equals("submit_plan")) {
        planAsText =
            f.path("parameters")
                .path("properties")
                .path("plan")
                .path("type")
                .asString("")
                .equals("string");
      }
    }
    return new ChatRequest(
        n.path("model").asString(OfflineModel.ID),
        messages,
        tools,
        parameters,
        planAsText,
        choice(n.path("tool_choice"), tools),
        number(n, "seed"),
        limit(n),
        n.path("stream").asBoolean(false),
        n.path("stream_options").path("include_usage").asBoolean(false));
  }

  /** The arguments that a tool's schema names, required ones first. */
  private static List<String> parameters(JsonNode schema) {
    var names = new LinkedHashSet<String>();
    for (var r : schema.path("required")) {
      names.add(r.asString(""));
    }
    schema.path("properties").properties().forEach(e -> names.add(e.getKey()));
    return List.copyOf(names);
  }

  private static @Nullable Integer limit(JsonNode n) {
    var most = number(n, "max_completion_tokens");
    if (most == null) {
      most = number(n, "max_tokens");
    }
    if (most != null && most < 1) {
      throw new BadRequest("'max_tokens' must be at least 1.", "max_tokens");
    }
    return most == null ? null : (int) Math.min(most, Integer.MAX_VALUE);
  }

  private static String choice(JsonNode n, List<String> tools) {
    if (n.isObject()) {
      var name = n.path("function").path("name").asString("");
      if (!tools.contains(name)) {
        throw new BadRequest(
            "'tool_choice' names the tool '" + name + "', which is not offered.", "tool_choice");
      }
      return name;
    }
    var s = n.isString() ? n.asString() : "auto";
    if (!Set.of("auto", "none", "required").contains(s)) {
      throw new BadRequest("'tool_choice' is auto, none, required, or a function.", "tool_choice");
    }
    return s;
  }

  private static @Nullable Long number(JsonNode n, String field) {
    var v = n.path(field);
    if (v.isMissingNode() || v.isNull()) {
      return null;
    }
    if (!v.isIntegralNumber() || !v.canConvertToLong()) {
      throw new BadRequest("'" + field + "' must be a whole number.", field);
    }
    return v.asLong();
  }

  private static Message message(JsonNode m, String where) {
    var role = m.path("role").asString("");
    if (!ROLES.contains(role)) {
      throw new BadRequest(
          where + ".role must be one of system, developer, user, assistant, tool.",
          where + ".role");
    }
    var calls = new ArrayList<Message.Call>();
    for (var c : m.path("tool_calls")) {
      calls.add(
          new Message.Call(
              c.path("id").asString(""),
              c.path("function").path("name").asString(""),
              c.path("function").path("arguments").asString("{}")));
    }
    var id = m.path("tool_call_id");
    return new Message(
        role, content(m.path("content"), where), calls, id.isString() ? id.asString() : null);
  }

  private static String content(JsonNode c, String where) {
    if (c.isString()) {
      return c.asString();
    }
    if (c.isMissingNode() || c.isNull()) {
      return "";
    }
    if (!c.isArray()) {
      throw new BadRequest(
          where + ".content must be text or a list of text parts.", where + ".content");
    }
    var b = new StringBuilder();
    for (var part : c) {
      if (!part.path("type").asString("").equals("text")) {
        throw new BadRequest("This server reads text only.", where + ".content");
      }
      b.append(part.path("text").asString(""));
    }
    return b.toString();
  }

  static Door.EmbeddingRequest embeddings(String body) {
    var n = object(body);
    var input = n.path("input");
    var texts = new ArrayList<String>();
    if (input.isString()) {
      texts.add(input.asString());
    } else if (input.isArray()) {
      for (var t : input) {
        if (!t.isString()) {
          throw new BadRequest("'input' must be text or a list of texts.", "input");
        }
        texts.add(t.asString());
      }
    }
    if (texts.isEmpty() || texts.size() > MOST_MESSAGES) {
      throw new BadRequest(
          "'input' must be text or a list of 1 to " + MOST_MESSAGES + " texts.", "input");
    }
    var d = number(n, "dimensions");
    if (d != null && (d < 8 || d > MOST_DIMENSIONS)) {
      throw new BadRequest(
          "'dimensions' must be between 8 and " + MOST_DIMENSIONS + ".", "dimensions");
    }
    return new Door.EmbeddingRequest(
        texts,
        d == null ? Embeddings.DIMENSIONS : d.intValue(),
        n.path("encoding_format").asString("float").equals("base64"));
  }

  private static JsonNode object(String body) {
    var n = Json.tree(body);
    if (!n.isObject()) {
      throw new BadRequest("The body must be a JSON object.", null);
    }
    return n;
  }
}
