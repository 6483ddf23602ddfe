package heist.service.model;

import heist.web.Json;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers in OpenAI's form. */
final class Wire {
  private static final String WHAT =
      "The offline model of Heist: rules, phrase books and dice, not a language model. It sees the request alone and plays"
          + " members of a crew, in English and German; embeddings are lexical (feature hashing), not semantic.";

  private Wire() {}

  static Map<String, Object> completion(Answer a, long created) {
    var message = new LinkedHashMap<String, Object>();
    message.put("role", "assistant");
    message.put("content", a.calls().isEmpty() ? a.text() : null);
    if (!a.calls().isEmpty()) {
      message.put("tool_calls", calls(a, false));
    }
    var choice = new LinkedHashMap<String, Object>();
    choice.put("index", 0);
    choice.put("message", message);
    choice.put("logprobs", null);
    choice.put("finish_reason", a.finish());
    var out = frame(a.id(), "chat.completion", created);
    out.put("choices", List.of(choice));
    out.put("usage", usage(a));
    return out;
  }

  /** The same answer in pieces, as JSON texts. */
  static List<String> chunks(Answer a, long created, boolean withUsage) {
    var out = new ArrayList<String>();
    var first = new LinkedHashMap<String, Object>();
    first.put("role", "assistant");
    first.put("content", a.calls().isEmpty() ? "" : null);
    out.add(chunk(a, created, first, null));
    if (!a.calls().isEmpty()) {
      out.add(chunk(a, created, Map.of("tool_calls", calls(a, true)), null));
    }
    for (var piece : a.text().split("(?<= )")) {
      if (!piece.isEmpty()) {
        out.add(chunk(a, created, Map.of("content", piece), null));
      }
    }
    out.add(chunk(a, created, Map.of(), a.finish()));
    if (withUsage) {
      var last = frame(a.id(), "chat.completion.chunk", created);
      last.put("choices", List.of());
      last.put("usage", usage(a));
      out.add(Json.write(last));
    }
    return out;
  }

  private static String chunk(
      Answer a, long created, Map<String, Object> delta, @Nullable String finish) {
    var choice = new LinkedHashMap<String, Object>();
    choice.put("index", 0);
    choice.put("delta", delta);
    choice.put("finish_reason", finish);
    var out = frame(a.id(), "chat.completion.chunk", created);
    out.put("choices", List.of(choice));
    return Json.write(out);
  }

  private static List<Map<String, Object>> calls(Answer a, boolean indexed) {
    var out = new ArrayList<Map<String, Object>>();
    for (var c : a.calls()) {
      var function = new LinkedHashMap<String, Object>();
      function.put("name", c.name());
      function.put("arguments", c.arguments());
      var call = new LinkedHashMap<String, Object>();
      if (indexed) {
        call.put("index", out.size());
      }
      call.put("id", c.id());
      call.put("type", "function");
      call.put("function", function);
      out.add(call);
    }
    return out;
  }

  private static Map<String, Object> usage(Answer a) {
    var out = new LinkedHashMap<String, Object>();
    out.put("prompt_tokens", a.promptTokens());
    out.put("completion_tokens", a.completionTokens());
    out.put("total_tokens", a.promptTokens() + a.completionTokens());
    return out;
  }

  private static LinkedHashMap<String, Object> frame(String id, String object, long created) {
    var out = new LinkedHashMap<String, Object>();
    out.put("id", id);
    out.put("object", object);
    out.put("created", created);
    out.put("model", OfflineModel.ID);
    out.put("system_fingerprint", "heist-offline-1");
    return out;
  }

  static Map<String, Object> model() {
    var out = new LinkedHashMap<String, Object>();
    out.put("id", OfflineModel.ID);
    out.put("object", "model");
    out.put("created", 0);
    out.put("owned_by", "heist");
    out.put("description", WHAT);
    return out;
  }

  static Map<String, Object> models() {
    return Map.of("object", "list", "data", List.of(model()));
  }

  static Map<String, Object> embeddings(Door.EmbeddingRequest request) {
    var data = new ArrayList<Map<String, Object>>();
    int tokens = 0;
    for (var text : request.input()) {
      var v = Embeddings.of(text, request.dimensions());
      var one = new LinkedHashMap<String, Object>();
      one.put("object", "embedding");
      one.put("index", data.size());
      one.put("embedding", request.base64() ? base64(v) : v);
      data.add(one);
      tokens += Tokens.count(text);
    }
    var out = new LinkedHashMap<String, Object>();
    out.put("object", "list");
    out.put("data", data);
    out.put("model", OfflineModel.ID);
    out.put("usage", Map.of("prompt_tokens", tokens, "total_tokens", tokens));
    return out;
  }

  private static String base64(double[] v) {
    var b = ByteBuffer.allocate(v.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (double x : v) {
      b.putFloat((float) x);
    }
    return Base64.getEncoder().encodeToString(b.array());
  }

  static Map<String, Object> error(
      String message, @Nullable String param, @Nullable String code, int status) {
    var e = new LinkedHashMap<String, Object>();
    e.put("message", message);
    e.put("type", status >= 500 ? "server_error" : "invalid_request_error");
    e.put("param", param);
    e.put("code", code);
    return Map.of("error", e);
  }
}
