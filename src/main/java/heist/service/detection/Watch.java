package heist.service.detection;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import heist.client.HttpJson;
import heist.detect.Assessment;
import heist.detect.Calibration;
import heist.detect.Classic;
import heist.detect.Detector;
import heist.detect.Transcript;
import heist.monitor.Transcripts;
import heist.web.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Follows sessions: asks the game service for the events since the last time only, and scores again
 * only if there were any. Thread-safe.
 */
final class Watch {
  private static final int MOST_SESSIONS = 200;
  private static final Duration KEPT = Duration.ofMinutes(30);

  private final HttpJson game;
  private final Cache<String, Followed> followed =
      Caffeine.newBuilder().maximumSize(MOST_SESSIONS).expireAfterAccess(KEPT).build();

  /** One session as far as it was read. Guarded by itself. */
  private static final class Followed {
    private final Transcripts transcripts = new Transcripts();
    private final Map<String, Assessment> assessed = new HashMap<>();
    private long last;
  }

  Watch(HttpJson game) {
    this.game = game;
  }

  /** The answer of the API for a session as it stands. */
  ObjectNode answer(String session, Detector detector, double prior, boolean history) {
    Followed f = followed.get(session, _ -> new Followed());
    Assessment assessment;
    Transcript transcript;
    synchronized (f) {
      if (catchUp(session, f)) {
        f.assessed.clear();
      }
      transcript = f.transcripts.soFar();
      assessment = f.assessed.computeIfAbsent(detector.name(), _ -> detector.assess(transcript));
    }
    ObjectNode node = node(session, detector.name(), assessment, prior);
    if (history) {
      history(node.putArray("history"), transcript, detector);
    }
    return node;
  }

  /** Reads what is new; answers whether there was anything. */
  private boolean catchUp(String session, Followed f) {
    String id = URLEncoder.encode(session, StandardCharsets.UTF_8).replace("+", "%20");
    boolean news = false;
    while (true) {
      JsonNode page =
          game.get("/api/v1/sessions/" + id + "/events?after=" + f.last, JsonNode.class);
      for (JsonNode event : page.path("events")) {
        f.transcripts.add(event);
        news = true;
      }
      long last = page.path("last").asLong();
      if (last <= f.last) {
        return news;
      }
      f.last = last;
    }
  }

  private static ObjectNode node(String session, String name, Assessment a, double prior) {
    Optional<Calibration> calibration = Calibration.of(name);
    // Before anything can be told apart, nothing is known: no name, no probability.
    boolean knows = a.highest() > 0 && !a.scores().isEmpty();
    ObjectNode node = Json.mapper().createObjectNode();
    node.put("session_id", session).put("detector", name);
    node.put("suggested_mole", calibration.flatMap(c -> c.accused(a)).orElse(null));
    node.put("most_suspicious", knows ? a.top().orElse(null) : null);
    if (calibration.isPresent() && knows) {
      // P(the first is the mole): calibrated on games of the offline model, see docs/detection.md.
      node.put("confidence", a.top().isPresent() ? calibration.get().first(a, prior) : null);
      node.put("no_mole", 1 - calibration.get().mole(a, prior));
      node.put("threshold", calibration.get().threshold());
    } else {
      node.putNull("confidence").putNull("no_mole").putNull("threshold");
    }
    node.put("mode", a.note());
    ObjectNode scores = node.putObject("suspicion_scores");
    ObjectNode breakdown = node.putObject("score_breakdown");
    ObjectNode evidence = node.putObject("evidence");
    a.scores()
        .forEach((agent, score) -> {
          scores.put(agent, score.suspicion());
          breakdown.set(agent, Json.mapper().valueToTree(score.breakdown()));
          evidence.set(agent, Json.mapper().valueToTree(score.evidence()));
        });
    ArrayNode turns = node.putArray("suspicious_turns");
    for (Assessment.Turn t : a.turns()) {
      ObjectNode turn =
          turns
              .addObject()
              .put("turn", t.turn())
              .put("agent", t.agent())
              .put("suspicion", t.suspicion())
              .put("why", t.why());
      turn.set("events", Json.mapper().valueToTree(t.events()));
    }
    node.put("explanation", a.explanation());
    node.set("analysis_weights", Json.mapper().valueToTree(new TreeMap<>(Classic.WEIGHTS)));
    node.put("chance", a.scores().isEmpty() ? 0 : 1.0 / a.scores().size());
    return node;
  }

  /** The scores as they stood after each round. */
  private static void history(ArrayNode into, Transcript t, Detector detector) {
    int rounds = t.messages().stream().mapToInt(Transcript.Message::round).max().orElse(0);
    for (int round = 1; round <= rounds; round++) {
      int end = round;
      List<Transcript.Message> messages =
          t.messages().stream().filter(m -> m.round() <= end).toList();
      long last = messages.isEmpty() ? 0 : messages.getLast().seq();
      Transcript part =
          new Transcript(
              t.agents(),
              messages,
              t.toolCalls().stream().filter(c -> c.seq() <= last).toList(),
              t.plans().stream().filter(p -> p.seq() <= last).toList());
      ObjectNode scores = into.addObject().put("round", round).putObject("suspicion_scores");
      detector.assess(part).scores().forEach((agent, s) -> scores.put(agent, s.suspicion()));
    }
  }
}
