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
import io.javalin.http.Context;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    config.routes.before("/api/*", ctx -> TokenVerifier.caller(ctx).require("analytics:read"));
    config.routes.get(
        "/api/tool-stats", ctx -> ctx.json(Map.of("tool_statistics", toolStatistics(figures))));
    config.routes.get("/api/agent-activity/{id}", ctx -> activity(ctx, figures));
    config.routes.get(
        "/api/interaction-matrix/{id}",
        ctx -> ctx.json(Map.of("interactions", interactions(figures, ctx.pathParam("id")))));
    config.routes.get("/api/stats/summary", ctx -> summary(ctx, figures));
  }

  private static List<Map<String, Object>> toolStatistics(Figures figures) {
    return figures.ask(
        """
        SELECT tool, count(*) AS calls, sum(success) AS succeeded,
          round(1.0 * sum(success) / count(*), 3) AS success_rate, count(DISTINCT agent) AS agents
        FROM tool_call GROUP BY tool ORDER BY calls DESC, tool
        """,
        Map.of());
  }

  private static List<Map<String, Object>> interactions(Figures figures, String session) {
    return figures.ask(
        """
        SELECT agent AS speaker, addressed, count(*) AS messages FROM message
        WHERE session = :session AND addressed IS NOT NULL
        GROUP BY agent, addressed ORDER BY agent, addressed
        """,
        Map.of("session", session));
  }

  private static void activity(Context ctx, Figures figures) {
    String session = ctx.pathParam("id");
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("session_id", session);
    answer.put(
        "agent_activity",
        figures.ask(
            """
            SELECT m.agent, count(*) AS messages, sum(m.words) AS words,
              (SELECT count(*) FROM tool_call t WHERE t.session = m.session AND t.agent = m.agent) AS tool_calls
            FROM message m WHERE m.session = :session GROUP BY m.session, m.agent ORDER BY m.agent
            """,
            Map.of("session", session)));
    answer.put("agent_interactions", interactions(figures, session));
    ctx.json(answer);
  }

  private static void summary(Context ctx, Figures figures) {
    Map<String, Object> row =
        figures
            .ask(
                """
                SELECT (SELECT count(*) FROM session) AS total_sessions,
                  (SELECT count(*) FROM message) AS total_messages,
                  (SELECT count(*) FROM tool_call) AS total_tools,
                  (SELECT count(*) FROM session WHERE ended = 'completed') AS completed
                """,
                Map.of())
            .getFirst();
    long sessions = ((Number) row.getOrDefault("total_sessions", 0)).longValue();
    long completed = ((Number) row.getOrDefault("completed", 0)).longValue();
    Map<String, Object> answer = new LinkedHashMap<>(row);
    answer.put(
        "completion_percentage",
        sessions == 0 ? 0 : Math.round(1000.0 * completed / sessions) / 10.0);
    ctx.json(answer);
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
