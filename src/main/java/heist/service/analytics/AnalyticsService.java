package heist.service.analytics;

import heist.HeistException;
import heist.client.HttpJson;
import heist.client.ServiceContext;
import heist.client.Target;
import heist.store.Database;
import heist.web.Service;
import heist.web.TokenVerifier;
import heist.web.WebServer;
import io.javalin.config.JavalinConfig;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Follows the game's global feed and answers figures. */
public final class AnalyticsService implements Service {
  private static final Logger LOG = LoggerFactory.getLogger(AnalyticsService.class);
  private static final Duration AFTER_TROUBLE = Duration.ofSeconds(1);
  private static final int WAIT_SECONDS = 20;

  private final WebServer server;
  private final Database database;
  private final Thread reader;

  private AnalyticsService(WebServer server, Database database, Thread reader) {
    this.server = server;
    this.database = database;
    this.reader = reader;
  }

  /** Starts the service; it goes on reading where it had stopped. */
  public static Service start(ServiceContext ctx) {
    Database database = Database.open(ctx.name(), ctx.dataDir(), ctx.dbUrl());
    try {
      Figures figures = new Figures(database);
      HttpJson game =
          ctx.http(Target.GAME, "feed:public").withTimeout(Duration.ofSeconds(WAIT_SECONDS + 10L));
      TokenVerifier verifier = ctx.verifier();
      WebServer server =
          ctx.web()
              .openApi("openapi/analytics.yaml")
              .routes(c -> routes(c, verifier, figures))
              .start();
      Thread reader = Thread.ofVirtual().name("analytics-feed").start(() -> follow(game, figures));
      return new AnalyticsService(server, database, reader);
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  private static void follow(HttpJson game, Figures figures) {
    boolean told = false;
    while (!Thread.currentThread().isInterrupted()) {
      try {
        String after = URLEncoder.encode(figures.place(), StandardCharsets.UTF_8);
        JsonNode page =
            game.get("/api/v1/events?after=" + after + "&wait=" + WAIT_SECONDS, JsonNode.class);
        List<JsonNode> events = page.path("events").valueStream().toList();
        String last = page.path("last").asString("0");
        if (!events.isEmpty() || !last.equals(figures.place())) {
          figures.take(events, last);
        }
        told = false;
      } catch (HeistException e) {
        if (e.kind() == HeistException.Kind.BAD_INPUT) {
          // The place is of another feed than this one; what was counted is not counted twice.
          figures.take(List.of(), "0");
        }
        if (!told && !Thread.currentThread().isInterrupted()) {
          LOG.info("The game's feed does not answer: {}", e.getMessage());
          told = true;
        }
        try {
          Thread.sleep(AFTER_TROUBLE);
        } catch (InterruptedException _) {
          return;
        }
      }
    }
  }

  private static void routes(JavalinConfig config, TokenVerifier verifier, Figures figures) {
    config.routes.before("/api/*", verifier.before());
    config.routes.before("/api/*", FigureRoutes::guard);
    new FigureRoutes(figures).install(config);
  }

  @Override
  public String name() {
    return server.name();
  }

  @Override
  public URI address() {
    return server.address();
  }

  @Override
  public void close() {
    reader.interrupt();
    server.close();
    database.close();
  }
}
