package heist.monitor;

import heist.detect.Transcript;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Makes a transcript from a session's public events. Only what a detector may know goes in. Pure.
 */
public final class Transcripts {
  private Transcripts() {}

  /** The transcript of these public events, in their order. */
  public static Transcript of(List<JsonNode> events) {
    List<String> agents = new ArrayList<>();
    List<Transcript.Message> messages = new ArrayList<>();
    List<Transcript.ToolCall> calls = new ArrayList<>();
    Map<String, String> asked = new HashMap<>();
    for (JsonNode e : events) {
      long seq = e.path("seq").asLong();
      String agent = e.path("agent").asString("");
      switch (e.path("type").asString("")) {
        case "session_created" ->
            e.path("crew").forEach(m -> agents.add(m.path("name").asString("")));
        case "message_spoken" ->
            messages.add(
                new Transcript.Message(
                    seq,
                    e.path("turn").asInt(),
                    e.path("round").asInt(),
                    agent,
                    e.path("text").asString("")));
        case "tool_requested" ->
            asked.put(e.path("call").asString(""), e.path("arguments").toString());
        case "tool_returned" ->
            calls.add(
                new Transcript.ToolCall(
                    seq,
                    e.path("turn").asInt(),
                    agent,
                    e.path("tool").asString(""),
                    asked.getOrDefault(e.path("call").asString(""), ""),
                    e.path("success").asBoolean(false),
                    e.path("result").asString("")));
        default -> {
          // Steering, accusation and outcome are not evidence.
        }
      }
    }
    return new Transcript(agents, messages, calls);
  }
}
