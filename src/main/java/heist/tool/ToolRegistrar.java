package heist.tool;

import heist.HeistException;
import heist.client.HttpJson;
import heist.client.ServiceContext;
import heist.client.Target;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Tells discovery about a service's tools, at the start and again whenever discovery has restarted:
 * it looks every few seconds whether discovery is still the one it told. A tool that somebody took
 * out of discovery stays out. One virtual thread.
 */
final class ToolRegistrar implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ToolRegistrar.class);
  private static final Duration FIRST = Duration.ofMillis(200);
  private static final Duration BETWEEN = Duration.ofSeconds(3);

  private final ServiceContext ctx;
  private final ToolRegistration registration;
  private final HttpJson discovery;
  private @Nullable Thread thread;

  ToolRegistrar(ServiceContext ctx, List<ToolSpec> specs) {
    this.ctx = ctx;
    this.registration =
        new ToolRegistration(
            ctx.name(),
            ctx.addresses().of(ctx.target()).toString(),
            specs.stream()
                .map(s ->
                    new ToolRegistration.Entry(s.name(), s.description(), s.schema(), s.scope()))
                .toList());
    this.discovery =
        ctx.http(Target.DISCOVERY, "discovery:read", "discovery:register")
            .withTimeout(Duration.ofSeconds(5));
  }

  synchronized void start() {
    if (thread == null) {
      thread = Thread.ofVirtual().name("announce-" + ctx.name()).start(this::run);
    }
  }

  private void run() {
    String told = "";
    boolean silent = false;
    Duration wait = FIRST;
    while (!Thread.currentThread().isInterrupted()) {
      try {
        JsonNode stats = discovery.get("/stats", JsonNode.class);
        String instance = stats.path("instance").asString("?");
        if (!instance.equals(told)) {
          discovery.post("/tools/register", registration, JsonNode.class);
          LOG.debug("{} told discovery about its tools", ctx.name());
          told = instance;
        }
        silent = false;
      } catch (HeistException e) {
        if (!silent && !told.isEmpty()) {
          LOG.info("{} cannot reach discovery: {}", ctx.name(), e.getMessage());
        }
        silent = true;
      }
      try {
        Thread.sleep(told.isEmpty() ? wait : BETWEEN);
        wait = wait.multipliedBy(2).compareTo(BETWEEN) > 0 ? BETWEEN : wait.multipliedBy(2);
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  @Override
  public synchronized void close() {
    if (thread != null) {
      thread.interrupt();
    }
  }
}
