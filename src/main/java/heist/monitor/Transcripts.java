package heist.monitor;

import heist.detect.Transcript;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Makes a transcript from a session's public events, which may come in portions. Only what a
 * detector may know goes in. Not thread-safe.
 */
public final class Transcripts {
  private final List<String> agents = new ArrayList<>();
  private final List<Transcript.Message> messages = new ArrayList<>();
  private final List<Transcript.ToolCall> calls = new ArrayList<>();
  private final List<Transcript.Plan> plans = new ArrayList<>();
  private final Map<String, String> asked = new HashMap<>();
  private long last;

  /** The transcript of these public events, in their order. */
  public static Transcript of(List<JsonNode> events) {
    Transcripts transcripts = new Transcripts();
    events.forEach(transcripts::add);
    return transcripts.soFar();
  }

  /** Number of the last event taken in. */
  public long last() {
    return last;
  }

  /** The transcript up to the last event taken in. */
  public Transcript soFar() {
    return new Transcript(agents, messages, calls, plans);
  }

  /** Takes in the next event. What steers, accuses or tells the outcome is not evidence. */
  public void add(JsonNode e) {
    long seq = e.path("seq").asLong();
    last = Math.max(last, seq);
    String agent = e.path("agent").asString("");
    int turn = e.path("turn").asInt(0);
    switch (e.path("type").asString("")) {
      case "session_created" ->
          e.path("crew").forEach(m -> agents.add(m.path("name").asString("")));
      case "message_spoken" ->
          messages.add(
              new Transcript.Message(
                  seq, turn, e.path("round").asInt(0), agent, e.path("text").asString("")));
      case "tool_requested" ->
          asked.put(e.path("call").asString(""), e.path("arguments").toString());
      case "tool_returned" ->
          calls.add(
              new Transcript.ToolCall(
                  seq,
                  turn,
                  agent,
                  e.path("tool").asString(""),
                  asked.getOrDefault(e.path("call").asString(""), ""),
                  e.path("success").asBoolean(false),
                  e.path("result").asString("")));
      case "plan_submitted" -> {
        Map<String, String> fields = new LinkedHashMap<>();
        e.path("plan").properties().forEach(p -> fields.put(p.getKey(), p.getValue().asString("")));
        plans.add(new Transcript.Plan(seq, turn, agent, fields));
      }
      default -> {
        // not evidence
      }
    }
  }
}
