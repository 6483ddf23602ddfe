package heist.app;

import heist.HeistException;
import heist.cli.Door;
import heist.cli.Launcher.Services;
import heist.event.EventCodec;
import heist.web.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code heist bench feed}: readers of the dashboard's WebSocket that break off and come back at
 * random while sessions run. Counts what they miss and what they see twice, and how long an event
 * takes from the moment it happens until a reader has it. Everything runs in this process, the
 * readers, too.
 */
final class FeedBench {
  private static final int SESSIONS = 10;

  private final Door game;
  private final URI dashboard;
  private final URI model;
  private final int rounds;
  private final Random random = new Random(1);

  FeedBench(Services services, URI model, int rounds) {
    this.game = services.door("game");
    this.model = model;
    this.rounds = rounds;
    this.dashboard =
        services.addresses().stream()
            .filter(a -> a.target().equals("dashboard"))
            .findFirst()
            .orElseThrow()
            .uri();
  }

  /**
   * Plays sessions before the readers, once to warm up, and tells the figures of the second time.
   */
  ObjectNode run(int readers) {
    ObjectNode unused = play(Math.min(readers, 50));
    return play(readers);
  }

  private ObjectNode play(int count) {
    long begin = System.nanoTime();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        HttpClient http = HttpClient.newBuilder().executor(threads).build()) {
      List<String> sessions = new ArrayList<>();
      for (int i = 0; i < SESSIONS; i++) {
        sessions.add(begin());
      }
      List<FeedReader> readers = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        String session = sessions.get(i % SESSIONS);
        FeedReader reader = new FeedReader(http, dashboard, session, random.nextLong());
        readers.add(reader);
        reader.connect();
      }
      readers.forEach(FeedReader::awaitEnd);
      return figures(readers, sessions, (System.nanoTime() - begin) / 1e9);
    }
  }

  private String begin() {
    ObjectNode body = Json.mapper().createObjectNode();
    // A moment before the first turn, so that readers are there when it comes.
    body.put("rounds", rounds).put("mole", "off").put("pace", 0.5);
    body.putObject("llm").put("base_url", model.toString()).put("model", "stub");
    return game.post("/api/v1/sessions", body).path("id").asString("");
  }

  private ObjectNode figures(List<FeedReader> readers, List<String> sessions, double seconds) {
    Map<String, Map<Long, Instant>> happened = new HashMap<>();
    sessions.forEach(id -> happened.put(id, times(id)));
    List<Double> lags = new ArrayList<>();
    long gaps = 0;
    long repeats = 0;
    long reconnects = 0;
    long events = 0;
    for (FeedReader reader : readers) {
      gaps += reader.gaps();
      repeats += reader.repeats();
      reconnects += reader.reconnects();
      events += reader.last();
      Map<Long, Instant> times = happened.getOrDefault(reader.session(), Map.of());
      reader
          .live()
          .forEach((seq, at) ->
              lags.add(Duration.between(times.getOrDefault(seq, at), at).toNanos() / 1e6));
    }
    if (lags.isEmpty()) {
      throw new HeistException(
          HeistException.Kind.INTERNAL, "Not a single event was read live; see the log.");
    }
    lags.sort(null);
    ObjectNode node = Json.mapper().createObjectNode();
    node.put("readers", readers.size()).put("reconnects", reconnects);
    node.put("events_read", events).put("gaps", gaps).put("repeats", repeats);
    node.put("lag_p50_ms", at(lags, 0.5)).put("lag_p95_ms", at(lags, 0.95));
    node.put("lag_p99_ms", at(lags, 0.99)).put("lags", lags.size());
    node.put("sessions", sessions.size()).put("rounds", rounds);
    node.put("seconds", Math.round(seconds * 10) / 10.0);
    node.put("cpus", Runtime.getRuntime().availableProcessors());
    node.put("java", Runtime.version().toString());
    return node;
  }

  /** When each event of a session happened, as the engine's own record has it. */
  private Map<Long, Instant> times(String session) {
    Map<Long, Instant> times = new HashMap<>();
    for (String line :
        game.text("/api/v1/sessions/" + session + "/export?format=full").lines().toList()) {
      JsonNode event = EventCodec.parse(line);
      if (event.has("seq") && event.has("at")) {
        // An engine fact carries the number of the fact before it, and comes later.
        times.putIfAbsent(event.path("seq").asLong(), Instant.parse(event.path("at").asString()));
      }
    }
    return times;
  }

  private static double at(List<Double> sorted, double quantile) {
    int index = (int) Math.min(sorted.size() - 1, Math.ceil(quantile * sorted.size()) - 1);
    return Math.round(sorted.get(Math.max(0, index)) * 10) / 10.0;
  }
}
