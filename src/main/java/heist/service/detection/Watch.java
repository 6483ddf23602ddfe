package heist.service.detection;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import heist.client.HttpJson;
import heist.detect.Assessment;
import heist.detect.Calibration;
import heist.detect.Detector;
import heist.detect.Hybrid;
import heist.detect.Rules;
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
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
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

  private static final Set<String> OVER = Set.of("completed", "stopped", "failed");
  private static final Detector ALONE = new Hybrid();

  private final HttpJson game;
  private final Detectors detectors;
  private final @Nullable LiveJudge judge;
  private final Cache<String, Followed> followed =
      Caffeine.newBuilder().maximumSize(MOST_SESSIONS).expireAfterAccess(KEPT).build();

  /** One session as far as it was read. Guarded by itself. */
  private static final class Followed {
    private final Transcripts transcripts = new Transcripts();
    private final Map<String, Assessment> assessed = new HashMap<>();
    private final LiveJudge.Matter matter = new LiveJudge.Matter();
    private long last;
    private boolean over;
    private LiveJudge.@Nullable Verdict verdict;
  }

  /**
   * What is told of a session.
   *
   * @param assessment the scores
   * @param accuser by which somebody is accused: the scores, but where a judge is mixed in those of
   *     the rules alone
   * @param calibrated whether the probabilities hold for the scores
   */
  private record Told(Assessment assessment, Assessment accuser, boolean calibrated) {}

  /**
   * @param judge null if the installation has no LLM
   */
  Watch(HttpJson game, Detectors detectors, @Nullable LiveJudge judge) {
    this.game = game;
    this.detectors = detectors;
    this.judge = judge;
  }

  /**
   * The answer of the API for a session as it stands.
   *
   * @throws HeistException BAD_INPUT if there is no such detector
   */
  ObjectNode answer(String session, String name, double prior, boolean history) {
    Detector detector = detectors.of(name);
    Followed f = followed.get(session, _ -> new Followed());
    Told told;
    Transcript transcript;
    long last;
    synchronized (f) {
      if (catchUp(session, f)) {
        f.assessed.clear();
      }
      transcript = f.transcripts.soFar();
      last = f.last;
      boolean judged = name.equals(Detectors.JUDGE) || name.equals(Detectors.USUAL);
      told =
          judge != null && judged
              ? judged(f, name, transcript, judge)
              : told(f, name, transcript, detector);
    }
    ObjectNode node = node(session, name, told, prior);
    node.put("last", last);
    node.set("analysis_weights", Json.mapper().valueToTree(new TreeMap<>(detector.weights())));
    if (history && !name.equals(Detectors.JUDGE)) {
      // The past is not judged again: the rules speak alone there.
      Detector quick = name.equals(Detectors.USUAL) ? ALONE : detector;
      history(node.putArray("history"), transcript, quick);
    }
    return node;
  }

  private static Told told(Followed f, String name, Transcript t, Detector detector) {
    Assessment a = f.assessed.computeIfAbsent(name, _ -> detector.assess(t));
    return new Told(a, a, Rules.checkable(t));
  }

  private static Told judged(Followed f, String name, Transcript t, LiveJudge judge) {
    LiveJudge.Verdict verdict = judge.of(f.matter, t, f.over);
    if (verdict != f.verdict) {
      f.verdict = verdict;
      f.assessed.remove(name);
    }
    Assessment said =
        verdict == null
            ? Assessment.unanswered(Detectors.JUDGE, "not yet")
            : noted(verdict, t.messages().size());
    Told alone = told(f, ALONE.name() + " alone", t, ALONE);
    if (name.equals(Detectors.JUDGE)) {
      return new Told(said, said, false);
    }
    Assessment mixed =
        f.assessed.computeIfAbsent(name, _ -> new Hybrid(new Rules(), new Given(said)).assess(t));
    return new Told(mixed, alone.accuser(), alone.calibrated() && said.scores().isEmpty());
  }

  /** A judgement that is there already. */
  private record Given(Assessment said) implements Detector {
    @Override
    public String name() {
      return said.detector();
    }

    @Override
    public Assessment assess(Transcript transcript) {
      return said;
    }
  }

  /** The judgement, which says how much of the session it has seen. */
  private static Assessment noted(LiveJudge.Verdict verdict, int messages) {
    Assessment said = verdict.said();
    if (said.scores().isEmpty()) {
      return said;
    }
    String seen = "an LLM has judged %d of %d messages".formatted(verdict.messages(), messages);
    return new Assessment(
        said.detector(),
        said.scores(),
        said.turns(),
        said.noMole(),
        said.explanation(),
        said.note().isEmpty() ? seen : seen + "; " + said.note());
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
      f.over = OVER.contains(page.path("state").asString(""));
      long last = page.path("last").asLong();
      if (last <= f.last) {
        return news;
      }
      f.last = last;
    }
  }

  private static ObjectNode node(String session, String name, Told told, double prior) {
    Assessment a = told.assessment();
    Optional<Calibration> calibration = Calibration.of(name);
    // Before anything can be told apart, nothing is known: no name, no probability.
    boolean knows = a.highest() > 0 && !a.scores().isEmpty();
    ObjectNode node = Json.mapper().createObjectNode();
    node.put("session_id", session).put("detector", name);
    node.put("suggested_mole", calibration.flatMap(c -> c.accused(told.accuser())).orElse(null));
    node.put("most_suspicious", knows ? a.top().orElse(null) : null);
    if (calibration.isPresent() && knows && told.calibrated()) {
      // P(the first is the mole): calibrated on games of the offline model, see docs/detection.md.
      node.put("confidence", a.top().isPresent() ? calibration.get().first(a, prior) : null);
      node.put("no_mole", 1 - calibration.get().mole(a, prior));
    } else {
      node.putNull("confidence").putNull("no_mole");
    }
    node.put("threshold", calibration.map(Calibration::threshold).orElse(null));
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
    node.put("chance", a.scores().isEmpty() ? 0 : 1.0 / a.scores().size());
    return node;
  }

  /** The scores as they stood after each round; what follows the last message belongs to it. */
  private static void history(ArrayNode into, Transcript t, Detector detector) {
    int rounds = t.messages().stream().mapToInt(Transcript.Message::round).max().orElse(0);
    for (int round = 1; round <= rounds; round++) {
      ObjectNode scores = into.addObject().put("round", round).putObject("suspicion_scores");
      Transcript part = round == rounds ? t : until(t, round);
      detector.assess(part).scores().forEach((agent, s) -> scores.put(agent, s.suspicion()));
    }
  }

  private static Transcript until(Transcript t, int round) {
    List<Transcript.Message> messages =
        t.messages().stream().filter(m -> m.round() <= round).toList();
    int last = messages.stream().mapToInt(Transcript.Message::turn).max().orElse(0);
    return new Transcript(
        t.agents(),
        messages,
        t.toolCalls().stream().filter(c -> c.turn() <= last).toList(),
        t.plans().stream().filter(p -> p.turn() <= last).toList());
  }
}
