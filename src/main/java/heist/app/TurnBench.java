package heist.app;

import heist.HeistException;
import heist.cli.Door;
import heist.cli.Launcher.Services;
import heist.event.Envelope;
import heist.event.EventCodec;
import heist.event.SessionEvent.ModelReplied;
import heist.event.SessionEvent.ToolReturned;
import heist.event.SessionEvent.TurnEnded;
import heist.event.SessionEvent.TurnOutcome;
import heist.event.SessionEvent.TurnStarted;
import heist.web.Json;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code heist bench turns}: sessions at the same time, with every service, token, event and commit
 * that a real turn has; the model alone is a stub. Sessions are started and read over HTTP, like
 * anybody's. Everything runs in this process, so its CPU time counts the stub and the client, too.
 */
final class TurnBench {
  private static final Set<String> OVER = Set.of("completed", "stopped", "failed");

  private final Door game;
  private final URI model;
  private final int rounds;
  private final Duration warmUp;

  /** At least one round of sessions is played as a warm-up, however short that is. */
  TurnBench(Services services, URI model, int rounds, Duration warmUp) {
    this.game = services.door("game");
    this.model = model;
    this.rounds = rounds;
    this.warmUp = warmUp;
  }

  /** Warms up, measures, and tells the figures. */
  ObjectNode run(int sessions, Duration latency) {
    long warmUntil = System.nanoTime() + warmUp.toNanos();
    int warmSessions = 0;
    do {
      warmSessions += play(Math.min(sessions, 16)).size();
    } while (System.nanoTime() < warmUntil);

    long cpu = cpuNanos();
    long begin = System.nanoTime();
    List<String> ids = play(sessions);
    double seconds = (System.nanoTime() - begin) / 1e9;
    double cpuMs = (cpuNanos() - cpu) / 1e6;

    Mix mix = new Mix();
    ids.forEach(id -> mix.add(game.text("/api/v1/sessions/" + id + "/export?format=full")));
    return figures(sessions, latency, warmSessions, seconds, cpuMs, mix);
  }

  private ObjectNode figures(
      int sessions, Duration latency, int warmSessions, double seconds, double cpuMs, Mix mix) {
    if (mix.tookMs.isEmpty()) {
      throw new HeistException(
          HeistException.Kind.INTERNAL, "Not a single turn was measured; see the log.");
    }
    List<Double> sorted = mix.tookMs.stream().sorted().toList();
    int turns = sorted.size();
    ObjectNode node = Json.mapper().createObjectNode();
    node.put("turns_per_s", round(turns / seconds));
    node.put("cpu_ms_per_turn", round(cpuMs / turns));
    node.put("p50_ms", round(at(sorted, 0.50)));
    node.put("p99_ms", round(at(sorted, 0.99)));
    node.put("turns", turns).put("failed_turns", mix.failed);
    node.put("sessions", sessions).put("rounds", rounds).put("latency_ms", latency.toMillis());
    node.put("seconds", round(seconds));
    node.put(
        "warm_up",
        warmSessions + " sessions of the same kind, at least " + warmUp.toSeconds() + " s");
    ObjectNode each = node.putObject("mix_per_turn");
    each.put("model_calls", round((double) mix.modelCalls / turns));
    each.put("tool_calls", round((double) mix.toolCalls / turns));
    each.put("rows", round((double) mix.rows / turns));
    node.put("cpus", Runtime.getRuntime().availableProcessors());
    node.put("java", Runtime.version().toString());
    return node;
  }

  private static double at(List<Double> sorted, double quantile) {
    return sorted.get((int) Math.min(sorted.size() - 1, Math.ceil(quantile * sorted.size()) - 1));
  }

  private static double round(double value) {
    return Math.round(value * 100) / 100.0;
  }

  private static long cpuNanos() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean bean
        ? bean.getProcessCpuTime()
        : 0;
  }

  /** Plays so many sessions at the same time and returns their ids when all are over. */
  private List<String> play(int sessions) {
    List<Future<String>> playing = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < sessions; i++) {
        playing.add(threads.submit(this::one));
      }
    }
    List<String> ids = new ArrayList<>();
    for (Future<String> each : playing) {
      try {
        ids.add(each.get());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new HeistException(HeistException.Kind.UNAVAILABLE, "Interrupted.", e);
      } catch (ExecutionException e) {
        if (e.getCause() instanceof HeistException known) {
          throw known;
        }
        throw new IllegalStateException(e.getCause());
      }
    }
    return ids;
  }

  private String one() {
    ObjectNode body = Json.mapper().createObjectNode();
    body.put("rounds", rounds).put("mole", "off").put("pace", 0);
    body.putObject("llm").put("base_url", model.toString()).put("model", "stub");
    String id = game.post("/api/v1/sessions", body).path("id").asString("");
    long last = 0;
    while (true) {
      JsonNode page = game.get("/api/v1/sessions/" + id + "/events?after=" + last + "&wait=20");
      last = Math.max(last, page.path("last").asLong(last));
      if (OVER.contains(page.path("state").asString("")) && page.path("events").isEmpty()) {
        return id;
      }
    }
  }

  /** What the turns were made of, from full exports. */
  private static final class Mix {
    private final List<Double> tookMs = new ArrayList<>();
    private int modelCalls;
    private int toolCalls;
    private int rows;
    private int failed;

    void add(String export) {
      Map<Integer, Instant> begun = new HashMap<>();
      export
          .lines()
          .map(EventCodec::parse)
          .filter(n -> n.has("type"))
          .map(EventCodec::read)
          .forEach(e -> add(e, begun));
    }

    private void add(Envelope envelope, Map<Integer, Instant> begun) {
      rows++;
      switch (envelope.event()) {
        case TurnStarted e -> begun.put(e.turn(), envelope.at());
        case ModelReplied _ -> modelCalls++;
        case ToolReturned _ -> toolCalls++;
        case TurnEnded e -> {
          failed += e.outcome() == TurnOutcome.FAILED ? 1 : 0;
          Instant from = begun.get(e.turn());
          if (from != null) {
            tookMs.add(Duration.between(from, envelope.at()).toNanos() / 1e6);
          }
        }
        // Only turns are measured.
        default -> {}
      }
    }
  }
}
