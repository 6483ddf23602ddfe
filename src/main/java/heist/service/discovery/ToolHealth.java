package heist.service.discovery;

import heist.HeistException;
import heist.client.HttpJson;
import heist.tool.ToolInfo;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Whether the services of tools are ready, as they say themselves. Looks only when somebody asks,
 * at most every five seconds, and never lets the one who asks wait. Thread-safe.
 */
final class ToolHealth implements AutoCloseable {
  private static final Duration BETWEEN = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofMillis(1500);

  private final InstantSource clock;
  private final Map<String, Seen> seen = new ConcurrentHashMap<>();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("tool-health-", 0).factory());

  private record Seen(String health, Instant nextLook) {}

  ToolHealth(InstantSource clock) {
    this.clock = clock;
  }

  /** What was last seen of the service behind {@code tool}. */
  String of(ToolInfo tool) {
    Instant now = clock.instant();
    Seen known = seen.get(tool.address());
    if (known == null || !now.isBefore(known.nextLook)) {
      String last = known == null ? "unknown" : known.health;
      Seen looking = new Seen(last, now.plus(BETWEEN));
      boolean mine =
          known == null
              ? seen.putIfAbsent(tool.address(), looking) == null
              : seen.replace(tool.address(), known, looking);
      if (mine && !threads.isShutdown()) {
        threads.execute(() -> look(tool));
      }
      return last;
    }
    return known.health;
  }

  private void look(ToolInfo tool) {
    String health;
    try {
      HttpJson.Answer answer =
          HttpJson.to(tool.service(), URI.create(tool.address()))
              .withTimeout(PATIENCE)
              .send("GET", "/health", null);
      health = answer.status() == 200 ? "ready" : "not ready: it answers " + answer.status();
    } catch (HeistException e) {
      health = "does not answer";
    }
    seen.put(tool.address(), new Seen(health, clock.instant().plus(BETWEEN)));
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
