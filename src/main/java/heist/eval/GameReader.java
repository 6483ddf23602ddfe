package heist.eval;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.detect.JobOutcome;
import heist.detect.Transcript;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads one game from one line of a corpus. Unknown fields are passed over. The format is described
 * in {@code docs/detection.md}. Pure.
 */
public final class GameReader {
  private static final JsonMapper JSON = JsonMapper.shared();

  private GameReader() {}

  /** Something that happened, before it has its number. */
  private record Step(int turn, int order, int index, JsonNode node) {}

  /**
   * Reads a line.
   *
   * @param where file and line, for the message
   * @throws HeistException BAD_INPUT that says what is wrong in which line
   */
  public static Game read(String line, String where) {
    JsonNode node;
    try {
      node = JSON.readTree(line);
    } catch (JacksonException e) {
      throw bad(where, "is no JSON; one game a line is expected");
    }
    if (!node.isObject()) {
      throw bad(where, "is no JSON object; one game a line is expected");
    }
    List<String> agents = names(node, "agents", where);
    if (agents == null || agents.isEmpty()) {
      throw bad(where, "needs \"agents\": a list of names");
    }
    if (new HashSet<>(agents).size() < agents.size()) {
      throw bad(where, "has an agent twice in \"agents\"");
    }
    List<String> moles = names(node, "moles", where);
    if (moles != null && !agents.containsAll(moles)) {
      throw bad(where, "has a mole that is not among its agents");
    }
    String source = node.path("source").asString("");
    Set<Integer> sabotage = null;
    if (node.path("sabotage_turns").isArray()) {
      sabotage = new HashSet<>();
      for (JsonNode n : node.path("sabotage_turns")) {
        sabotage.add(n.asInt());
      }
    }
    Map<String, String> roles = new HashMap<>();
    node.path("roles").properties().forEach(p -> roles.put(p.getKey(), p.getValue().asString("")));
    String strategy = node.path("strategy").asString("");
    return new Game(
        node.path("session_id").asString(where),
        source.isEmpty() ? "corpus" : source,
        language(node),
        strategy.isEmpty() ? null : strategy,
        roles,
        moles == null ? null : new HashSet<>(moles),
        sabotage,
        transcript(node, agents, where),
        outcome(node.path("outcome"), agents, where));
  }

  private static @Nullable JobOutcome outcome(JsonNode node, List<String> agents, String where) {
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    if (!node.path("success").isBoolean()) {
      throw bad(where, "needs \"outcome\" with \"success\": true or false");
    }
    String blamed = node.path("blamed").asString("");
    if (!blamed.isEmpty() && !agents.contains(blamed)) {
      throw bad(where, "blames \"" + blamed + "\", who is not among its agents");
    }
    String field = node.path("field").asString("");
    return new JobOutcome(
        node.path("success").asBoolean(),
        blamed.isEmpty() ? null : blamed,
        node.path("event").isIntegralNumber() ? node.path("event").asLong() : null,
        field.isEmpty() ? null : field);
  }

  private static String language(JsonNode node) {
    String given = node.path("language").asString("");
    String config = node.path("config").asString("");
    return !given.isEmpty() ? given : config.matches("[a-z]{2}") ? config : "";
  }

  private static Transcript transcript(JsonNode node, List<String> agents, String where) {
    List<Step> steps = new ArrayList<>();
    add(node, "tool_calls", 0, steps, where);
    add(node, "messages", 1, steps, where);
    add(node, "plans", 2, steps, where);
    steps.sort(
        Comparator.comparingInt(Step::turn)
            .thenComparingInt(Step::order)
            .thenComparingInt(Step::index));
    boolean numbered =
        !steps.isEmpty() && steps.stream().allMatch(s -> s.node().path("seq").isIntegralNumber());
    if (numbered) {
      steps.sort(Comparator.comparingLong(s -> s.node().path("seq").asLong()));
    }
    Set<String> known = new HashSet<>(agents);
    List<Transcript.Message> messages = new ArrayList<>();
    List<Transcript.ToolCall> calls = new ArrayList<>();
    List<Transcript.Plan> plans = new ArrayList<>();
    long next = 1;
    for (Step s : steps) {
      JsonNode n = s.node();
      long seq = numbered ? n.path("seq").asLong() : next++;
      String agent = n.path("agent").asString("");
      if (!known.contains(agent)) {
        throw bad(where, "lets \"" + agent + "\" act, who is not among its agents");
      }
      switch (s.order()) {
        case 0 ->
            calls.add(
                new Transcript.ToolCall(
                    seq,
                    s.turn(),
                    agent,
                    n.path("tool").asString(""),
                    text(n.path("arguments")),
                    n.path("success").asBoolean(true),
                    text(n.path("result"))));
        case 1 ->
            messages.add(
                new Transcript.Message(
                    seq,
                    s.turn(),
                    n.path("round").asInt(1),
                    agent,
                    n.path("message").asString("")));
        default -> {
          Map<String, String> fields = new LinkedHashMap<>();
          n.path("fields").properties().forEach(p -> fields.put(p.getKey(), text(p.getValue())));
          plans.add(new Transcript.Plan(seq, s.turn(), agent, fields));
        }
      }
    }
    return new Transcript(agents, messages, calls, plans);
  }

  private static void add(JsonNode node, String name, int order, List<Step> into, String where) {
    JsonNode list = node.path(name);
    if (!list.isMissingNode() && !list.isNull() && !list.isArray()) {
      throw bad(where, "needs \"" + name + "\" to be a list");
    }
    int index = 0;
    for (JsonNode n : list) {
      if (!n.isObject() || !n.path("turn").isIntegralNumber()) {
        throw bad(where, "has an entry in \"" + name + "\" without a whole number as \"turn\"");
      }
      into.add(new Step(n.path("turn").asInt(), order, index++, n));
    }
  }

  private static String text(JsonNode node) {
    return node.isMissingNode() || node.isNull()
        ? ""
        : node.isString() ? node.asString("") : node.toString();
  }

  private static @Nullable List<String> names(JsonNode node, String field, String where) {
    JsonNode list = node.path(field);
    if (list.isMissingNode() || list.isNull()) {
      return null;
    }
    List<String> names = new ArrayList<>();
    for (JsonNode n : list) {
      if (!n.isString()) {
        throw bad(where, "needs names in \"" + field + "\"");
      }
      names.add(n.asString(""));
    }
    if (!list.isArray()) {
      throw bad(where, "needs \"" + field + "\" to be a list of names");
    }
    return names;
  }

  private static HeistException bad(String where, String what) {
    return new HeistException(Kind.BAD_INPUT, where + " " + what + ".");
  }
}
