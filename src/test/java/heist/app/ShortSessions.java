package heist.app;

import static org.assertj.core.api.Assertions.assertThat;

import heist.client.HttpJson;
import heist.event.Envelope;
import heist.event.EventCodec;
import heist.event.SessionEvent.End;
import heist.event.SessionEvent.MessageSpoken;
import heist.event.SessionEvent.SessionEnded;
import heist.event.SessionEvent.SummaryAsked;
import heist.event.SessionEvent.SummaryMade;
import heist.event.SessionEvent.ToolRequested;
import heist.event.SessionEvent.ToolReturned;
import heist.event.SessionEvent.TurnEnded;
import heist.event.SessionEvent.TurnStarted;
import heist.web.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Sessions of three agents, most of them short, asked for and looked at over HTTP. */
final class ShortSessions {
  private static final Set<String> OVER = Set.of("completed", "stopped", "failed");
  private static final String CREW =
      """
      name: trio
      agents:
        - {name: planner, role: planner, persona: Plans., tools: [calculator, file_reader, store_memory, submit_plan],
           scopes: ['calculator:use', 'file_reader:use', 'memory:write', 'plan:submit']}
        - {name: hacker, role: hacker, persona: Hacks., tools: [file_reader, database_query, retrieve_memory],
           scopes: ['file_reader:use', 'database_query:use', 'memory:read']}
        - {name: driver, role: driver, persona: Drives., tools: [file_reader, simulation_data],
           scopes: ['file_reader:use', 'simulation:read']}
      """;

  private ShortSessions() {}

  static void create(HttpJson game, String id, int seed, String accuse, double pace) {
    create(game, body(id, seed, 1).put("accuse", accuse).put("pace", pace));
  }

  /** A longer one without a mole, whose whole log can be read at any time. */
  static void createOpen(HttpJson game, String id, int seed, int rounds) {
    create(game, body(id, seed, rounds).put("mole", "off").put("pace", 0));
  }

  private static ObjectNode body(String id, int seed, int rounds) {
    ObjectNode body = Json.mapper().createObjectNode();
    return body.put("id", id).put("seed", "chaos " + seed).put("rounds", rounds).put("crew", CREW);
  }

  private static void create(HttpJson game, ObjectNode body) {
    JsonNode unused = game.post("/api/v1/sessions", body, JsonNode.class);
  }

  /** Turns begun or ended twice or not at all, and tool calls asked for or answered twice. */
  static int doubled(List<Envelope> log) {
    Map<String, Integer> counts = new HashMap<>();
    boolean over = false;
    for (Envelope e : log) {
      switch (e.event()) {
        case TurnStarted t -> counts.merge("begin " + t.turn(), 1, Integer::sum);
        case TurnEnded t -> counts.merge("end " + t.turn(), 1, Integer::sum);
        case ToolRequested t -> counts.merge("ask " + t.call(), 1, Integer::sum);
        case ToolReturned t -> counts.merge("answer " + t.call(), 1, Integer::sum);
        case SessionEnded s -> over = s.end() == End.COMPLETED;
        default -> {}
      }
    }
    int doubled = (int) counts.values().stream().filter(n -> n > 1).count();
    for (String key : List.copyOf(counts.keySet())) {
      boolean begun = key.startsWith("begin ");
      doubled += over && begun && !counts.containsKey(key.replace("begin", "end")) ? 1 : 0;
    }
    return doubled;
  }

  /** Numbers of the summaries that are asked for and not made. */
  static Set<Integer> untold(List<Envelope> log) {
    Set<Integer> open = new HashSet<>();
    for (Envelope e : log) {
      switch (e.event()) {
        case SummaryAsked a -> open.add(a.summary());
        case SummaryMade m -> open.remove(m.summary());
        default -> {}
      }
    }
    return open;
  }

  /** Every message from the first on is in one summary, and every summary in one above at most. */
  static void checkTold(List<Envelope> log) {
    List<Long> messages = new ArrayList<>();
    List<Long> told = new ArrayList<>();
    List<Long> above = new ArrayList<>();
    List<Long> made = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    List<Integer> asked = new ArrayList<>();
    for (Envelope e : log) {
      switch (e.event()) {
        case MessageSpoken _ -> messages.add(e.seq());
        case SummaryAsked a -> asked.add(a.summary());
        case SummaryMade m -> {
          (m.level() == 1 ? told : above).addAll(m.covers());
          numbers.add(m.summary());
          made.add(e.seq());
        }
        default -> {}
      }
    }
    assertThat(told).hasSizeGreaterThan(8).isEqualTo(messages.subList(0, told.size()));
    assertThat(above).isNotEmpty().doesNotHaveDuplicates().isSubsetOf(made);
    assertThat(asked).doesNotHaveDuplicates();
    assertThat(numbers).isEqualTo(asked.subList(0, numbers.size()));
  }

  static List<Envelope> log(HttpJson game, String id) {
    return text(game, "/api/v1/sessions/" + id + "/export?format=full")
        .lines()
        .map(EventCodec::parse)
        .map(EventCodec::read)
        .toList();
  }

  /** The canonical export of a session once it is over. */
  static String ended(HttpJson game, String id) {
    long last = 0;
    while (true) {
      JsonNode page = game.get("/sessions/" + id + "/events?wait=20&after=" + last, JsonNode.class);
      last = page.path("last").asLong();
      boolean over = OVER.contains(page.path("state").asString(""));
      if (over && page.path("events").isEmpty()) {
        return text(game, "/api/v1/sessions/" + id + "/export?format=jsonl");
      }
    }
  }

  static String state(HttpJson game, String id) {
    JsonNode session = game.get("/api/v1/sessions/" + id, JsonNode.class);
    return session.path("state").asString("");
  }

  private static String text(HttpJson game, String path) {
    HttpJson.Answer answer = game.send("GET", path, null);
    game.check(answer);
    return answer.body();
  }
}
