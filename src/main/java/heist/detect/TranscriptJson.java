package heist.detect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Transcripts as JSON, and what an outside detector answers. Pure. */
public final class TranscriptJson {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** Most turns, events of one citation, and characters of one text that an answer may bring. */
  private static final int MOST = 20;

  private static final int MOST_EVENTS = 100;
  private static final int MOST_TEXT = 4_000;

  private TranscriptJson() {}

  /** The transcript and nothing else: no roles, no moles, no strategy. */
  public static ObjectNode of(String id, Transcript transcript) {
    ObjectNode node = JSON.createObjectNode().put("session_id", id);
    transcript.agents().forEach(node.putArray("agents")::add);
    into(node, transcript);
    return node;
  }

  /** Adds messages, tool calls and plans. */
  public static void into(ObjectNode node, Transcript t) {
    ArrayNode messages = node.putArray("messages");
    for (Transcript.Message m : t.messages()) {
      messages
          .addObject()
          .put("seq", m.seq())
          .put("turn", m.turn())
          .put("round", m.round())
          .put("agent", m.agent())
          .put("message", m.text());
    }
    ArrayNode calls = node.putArray("tool_calls");
    for (Transcript.ToolCall c : t.toolCalls()) {
      calls
          .addObject()
          .put("seq", c.seq())
          .put("turn", c.turn())
          .put("agent", c.agent())
          .put("tool", c.tool())
          .put("success", c.success())
          .put("arguments", c.arguments())
          .put("result", c.result());
    }
    if (!t.plans().isEmpty()) {
      ArrayNode plans = node.putArray("plans");
      for (Transcript.Plan p : t.plans()) {
        ObjectNode fields =
            plans
                .addObject()
                .put("seq", p.seq())
                .put("turn", p.turn())
                .put("agent", p.agent())
                .putObject("fields");
        p.fields().forEach(fields::put);
      }
    }
  }

  /**
   * Reads {@code {"scores": {agent: 0..1}, "no_mole": 0..1, "reason": "...", "evidence": {agent:
   * [event]}, "turns": [{"turn", "agent", "suspicion": 0..1, "events", "why"}]}}; all but the
   * scores may be missing. Agents, events and turns that are not in the transcript are passed over;
   * agents that are left out stay out.
   *
   * @throws IllegalArgumentException that says what is wrong
   */
  public static Assessment assessment(String detector, JsonNode answer, Transcript t) {
    JsonNode given = answer.path("scores");
    if (!given.isObject()) {
      throw new IllegalArgumentException("\"scores\" must be an object of agents and numbers");
    }
    Events events = Events.of(t);
    JsonNode cited = answer.path("evidence");
    check(
        cited.isObject() || nothing(cited), "\"evidence\" must be an object of agents and events");
    Map<String, Assessment.Score> scores = new HashMap<>();
    for (var p : given.properties()) {
      if (!p.getValue().isNumber() || p.getValue().asDouble() < 0 || p.getValue().asDouble() > 1) {
        throw new IllegalArgumentException("every score must be a number from 0 to 1");
      }
      if (t.agents().contains(p.getKey())) {
        double score = p.getValue().asDouble();
        scores.put(
            p.getKey(),
            new Assessment.Score(
                score, Map.of(detector, score), events.known(cited.path(p.getKey()), "evidence")));
      }
    }
    if (scores.isEmpty()) {
      throw new IllegalArgumentException("\"scores\" names none of the agents");
    }
    JsonNode none = answer.path("no_mole");
    if (none.isNumber() && !(none.asDouble() >= 0 && none.asDouble() <= 1)) {
      throw new IllegalArgumentException("\"no_mole\" must be a number from 0 to 1");
    }
    return new Assessment(
        detector,
        new LinkedHashMap<>(scores),
        turns(answer.path("turns"), events),
        none.isNumber() ? OptionalDouble.of(none.asDouble()) : OptionalDouble.empty(),
        cut(answer.path("reason").asString("")),
        "");
  }

  private static List<Assessment.Turn> turns(JsonNode list, Events events) {
    check(list.isArray() || nothing(list), "\"turns\" must be a list");
    List<Assessment.Turn> turns = new ArrayList<>();
    for (JsonNode n : list) {
      JsonNode suspicion = n.path("suspicion");
      check(
          n.path("turn").isIntegralNumber() && n.path("agent").isString(),
          "every entry of \"turns\" needs a whole number as \"turn\" and an \"agent\"");
      check(
          suspicion.isNumber() && suspicion.asDouble() >= 0 && suspicion.asDouble() <= 1,
          "every entry of \"turns\" needs a \"suspicion\" from 0 to 1");
      Spoken at = new Spoken(n.path("turn").asInt(0), n.path("agent").asString(""));
      if (events.spoken().contains(at)) {
        turns.add(
            new Assessment.Turn(
                at.turn(),
                at.agent(),
                suspicion.asDouble(),
                events.known(n.path("events"), "events"),
                cut(n.path("why").asString(""))));
      }
    }
    turns.sort(Comparator.comparingDouble(Assessment.Turn::suspicion).reversed());
    return turns.size() > MOST ? turns.subList(0, MOST) : turns;
  }

  private static boolean nothing(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }

  private static void check(boolean good, String message) {
    if (!good) {
      throw new IllegalArgumentException(message);
    }
  }

  private static String cut(String text) {
    return text.length() > MOST_TEXT ? text.substring(0, MOST_TEXT) : text;
  }

  /** That somebody did something in a turn. */
  private record Spoken(int turn, String agent) {}

  /** What can be cited of a transcript. */
  private record Events(Set<Long> numbers, Set<Spoken> spoken) {
    static Events of(Transcript t) {
      Events events = new Events(new HashSet<>(), new HashSet<>());
      t.messages().forEach(m -> events.add(m.seq(), m.turn(), m.agent()));
      t.toolCalls().forEach(c -> events.add(c.seq(), c.turn(), c.agent()));
      t.plans().forEach(p -> events.add(p.seq(), p.turn(), p.agent()));
      return events;
    }

    private void add(long seq, int turn, String agent) {
      numbers.add(seq);
      spoken.add(new Spoken(turn, agent));
    }

    List<Long> known(JsonNode list, String field) {
      check(list.isArray() || nothing(list), "\"" + field + "\" must hold lists of events");
      List<Long> known = new ArrayList<>();
      for (JsonNode n : list) {
        check(n.isIntegralNumber(), "\"" + field + "\" must hold whole numbers of events");
        if (numbers.contains(n.asLong(0)) && known.size() < MOST_EVENTS) {
          known.add(n.asLong(0));
        }
      }
      return known;
    }
  }
}
