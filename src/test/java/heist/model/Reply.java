package heist.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What a scripted model server answers to one request. */
public sealed interface Reply {

  /**
   * A chat completion.
   *
   * @param arguments in {@link Call} are sent as they stand, so that they can be broken
   * @param usage prompt and completion tokens, or null for none
   */
  record Said(String text, List<Call> calls, String finish, @Nullable List<Integer> usage)
      implements Reply {}

  /** A native tool call. */
  record Call(String id, String tool, String arguments) {}

  /** Any status, type and body. */
  record Raw(int status, String contentType, String body, Map<String, String> headers)
      implements Reply {}

  /** Takes the request and never answers. */
  record Stall() implements Reply {}

  /** Answers 200 and never stops sending this. */
  record Endless(String contentType, String chunk) implements Reply {}

  /** Closes the connection without an answer. */
  record Drop() implements Reply {}

  /** Words. */
  static Reply say(String text) {
    return new Said(text, List.of(), "stop", List.of(100, 20));
  }

  /** Words without usage. */
  static Reply sayUncounted(String text) {
    return new Said(text, List.of(), "stop", null);
  }

  /** One native tool call; {@code arguments} are name, value, name, value. */
  static Reply call(String tool, String... arguments) {
    Map<String, String> map = new java.util.LinkedHashMap<>();
    for (int i = 0; i < arguments.length; i += 2) {
      map.put(arguments[i], arguments[i + 1]);
    }
    return rawCall(tool, JsonMapper.shared().writeValueAsString(map));
  }

  /** One native tool call with arguments as they stand, broken perhaps. */
  static Reply rawCall(String tool, String arguments) {
    return new Said(
        "", List.of(new Call("call_" + tool, tool, arguments)), "tool_calls", List.of(100, 20));
  }

  /** Several answers' calls in one. */
  static Reply together(Reply... replies) {
    StringBuilder text = new StringBuilder();
    List<Call> calls = new ArrayList<>();
    for (Reply reply : replies) {
      if (reply instanceof Said said) {
        text.append(said.text());
        calls.addAll(said.calls());
      }
    }
    return new Said(
        text.toString(), calls, calls.isEmpty() ? "stop" : "tool_calls", List.of(100, 20));
  }

  /** A model that thinks aloud. */
  static Reply think(String thought, String text) {
    return say("<think>" + thought + "</think>\n" + text);
  }

  /** Not a word. */
  static Reply empty() {
    return say("");
  }

  /** Cut off because the tokens ran out. */
  static Reply cutOff(String text) {
    return new Said(text, List.of(), "length", List.of(100, 20));
  }

  /** An error in OpenAI's form. */
  static Reply error(int status, String message) {
    String body =
        JsonMapper.shared().writeValueAsString(Map.of("error", Map.of("message", message)));
    return new Raw(status, "application/json", body, Map.of());
  }

  /** 429. */
  static Reply tooMany(int retryAfterSeconds) {
    String body = "{\"error\":{\"message\":\"slow down\"}}";
    return new Raw(
        429, "application/json", body, Map.of("Retry-After", String.valueOf(retryAfterSeconds)));
  }

  /** A body of JSON that breaks off. */
  static Reply brokenJson() {
    String body = "{\"id\":\"x\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assi";
    return new Raw(200, "application/json", body, Map.of());
  }

  /** JSON as it stands. */
  static Reply json(String body) {
    return new Raw(200, "application/json", body, Map.of());
  }

  /** A web page where JSON should be. */
  static Reply html() {
    return new Raw(200, "text/html", "<!doctype html><title>Router</title>", Map.of());
  }

  /** Takes the request and never answers. */
  static Reply stall() {
    return new Stall();
  }

  /** An event stream that goes on for ever. */
  static Reply endless() {
    return new Endless(
        "text/event-stream", "data: {\"choices\":[{\"delta\":{\"content\":\"and then \"}}]}\n\n");
  }

  /** Closes the connection without an answer. */
  static Reply drop() {
    return new Drop();
  }
}
