package heist.service.game;

import heist.HeistException;
import heist.client.HttpJson;
import heist.client.ServiceContext;
import heist.client.Target;
import heist.client.TokenClient;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Begins the work on sessions once every tool service has told discovery of its tools, or the
 * start's time limit has passed. Without it a session that is taken up while the program starts
 * would offer its agent whatever tools happen to be known already, and a restart would change its
 * course. One virtual thread.
 */
final class Muster implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Muster.class);
  private static final Duration BETWEEN = Duration.ofMillis(40);

  private static final Set<String> TOOL_SERVICES =
      Stream.of(Target.CALCULATOR, Target.FILES, Target.DATABASE, Target.MEMORY, Target.GAME)
          .map(Target::id)
          .collect(Collectors.toUnmodifiableSet());

  private final Thread thread;

  private Muster(Thread thread) {
    this.thread = thread;
  }

  /** Runs {@code work} as soon as all are there. */
  static Muster begin(ServiceContext ctx, TokenClient tokens, Runnable work) {
    HttpJson discovery =
        ctx.http(tokens, Target.DISCOVERY, "discovery:read").withTimeout(Duration.ofSeconds(2));
    return new Muster(
        Thread.ofVirtual()
            .name("muster")
            .start(() -> {
              if (awaitAll(discovery, ctx.startTimeout())) {
                work.run();
              }
            }));
  }

  /** False if the program ends meanwhile. */
  private static boolean awaitAll(HttpJson discovery, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    Set<String> missing = missing(discovery);
    while (!missing.isEmpty() && System.nanoTime() < end) {
      try {
        Thread.sleep(BETWEEN);
      } catch (InterruptedException _) {
        return false;
      }
      missing = missing(discovery);
    }
    if (!missing.isEmpty()) {
      LOG.warn("Sessions begin without the tools of {}: discovery does not know them", missing);
    }
    return !Thread.currentThread().isInterrupted();
  }

  private static Set<String> missing(HttpJson discovery) {
    Set<String> missing = new TreeSet<>(TOOL_SERVICES);
    try {
      JsonNode stats = discovery.get("/stats", JsonNode.class);
      stats.path("services").forEach(name -> missing.remove(name.asString("")));
    } catch (HeistException e) {
      LOG.debug("discovery does not answer yet: {}", e.getMessage());
    }
    return missing;
  }

  /** Work that has not begun will not begin. */
  @Override
  public void close() {
    thread.interrupt();
  }
}
