package heist.service.analytics;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.web.TokenVerifier;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The figures over HTTP. Whoever asks needs {@code analytics:read}. */
final class FigureRoutes {
  private static final int MOST_COMPARED = 50;
  private static final int MOST_FOUND = 200;

  private final Figures figures;

  FigureRoutes(Figures figures) {
    this.figures = figures;
  }

  void install(JavalinConfig config) {
    var routes = config.routes;
    routes.get("/api/tool-stats", ctx -> ctx.json(Map.of("tool_statistics", tools())));
    routes.get("/api/agents", ctx -> ctx.json(counted("agents", agents())));
    routes.get("/api/stats/summary", ctx -> ctx.json(summary()));
    routes.get("/api/metrics", ctx -> ctx.json(metrics()));
    routes.get("/api/compare", this::compare);
    routes.get("/api/search", this::search);
    SessionFigures one = new SessionFigures(figures);
    routes.get("/api/agent-activity/{id}", ctx -> ctx.json(one.activity(known(ctx))));
    routes.get("/api/interaction-matrix/{id}", ctx -> ctx.json(one.matrix(known(ctx))));
    routes.get("/api/analytics/session/{id}", ctx -> ctx.json(one.turns(known(ctx))));
    routes.get("/api/timeline/{id}", ctx -> ctx.json(one.timeline(known(ctx))));
  }

  /** Refuses whoever may not read figures. */
  static void guard(Context ctx) {
    TokenVerifier.caller(ctx).require("analytics:read");
  }

  /** The session that is asked for. */
  private String known(Context ctx) {
    String id = ctx.pathParam("id");
    if (figures.ask("SELECT 1 AS one FROM session WHERE id = :id", Map.of("id", id)).isEmpty()) {
      throw new HeistException(
          Kind.NOT_FOUND, "There are no figures of a session \"" + id + "\" (yet).");
    }
    return id;
  }

  static Map<String, Object> counted(String name, List<Map<String, Object>> rows) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put(name, rows);
    answer.put("count", rows.size());
    return answer;
  }

  private List<Map<String, Object>> tools() {
    return figures.ask(
        """
        SELECT tool, count(*) AS calls, sum(success) AS succeeded,
          round(1.0 * sum(success) / count(*), 3) AS success_rate, count(DISTINCT agent) AS agents
        FROM tool_call GROUP BY tool ORDER BY calls DESC, tool
        """,
        Map.of());
  }

  private List<Map<String, Object>> agents() {
    return figures.ask(
        """
        SELECT m.name, min(m.role) AS role, count(*) AS sessions,
          (SELECT count(*) FROM message x WHERE x.agent = m.name) AS messages,
          (SELECT coalesce(sum(x.words), 0) FROM message x WHERE x.agent = m.name) AS words,
          (SELECT count(*) FROM tool_call t WHERE t.agent = m.name) AS tool_calls,
          (SELECT round(1.0 * sum(t.success) / count(*), 3) FROM tool_call t WHERE t.agent = m.name) AS success_rate
        FROM member m GROUP BY m.name ORDER BY sessions DESC, m.name
        """,
        Map.of());
  }

  private Map<String, Object> totals() {
    return figures
        .ask(
            """
            SELECT (SELECT count(*) FROM session) AS total_sessions,
              (SELECT count(*) FROM message) AS total_messages,
              (SELECT count(*) FROM tool_call) AS total_tools,
              (SELECT count(*) FROM session WHERE ended = 'completed') AS completed,
              (SELECT count(*) FROM session WHERE ended IS NULL) AS under_way,
              (SELECT coalesce(sum(success), 0) FROM tool_call) AS tools_succeeded,
              (SELECT coalesce(sum(words), 0) FROM message) AS words
            """,
            Map.of())
        .getFirst();
  }

  private Map<String, Object> summary() {
    Map<String, Object> totals = totals();
    Map<String, Object> answer = new LinkedHashMap<>();
    for (String name : List.of("total_sessions", "total_messages", "total_tools", "completed")) {
      answer.put(name, number(totals, name));
    }
    answer.put(
        "completion_percentage",
        Math.round(1000 * ratio(totals, "completed", "total_sessions")) / 10.0);
    return answer;
  }

  private Map<String, Object> metrics() {
    Map<String, Object> totals = totals();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("sessions", number(totals, "total_sessions"));
    answer.put("sessions_under_way", number(totals, "under_way"));
    answer.put("messages", number(totals, "total_messages"));
    answer.put("words", number(totals, "words"));
    answer.put("tool_calls", number(totals, "total_tools"));
    answer.put("tool_success_rate", rounded(ratio(totals, "tools_succeeded", "total_tools")));
    answer.put("messages_per_session", rounded(ratio(totals, "total_messages", "total_sessions")));
    answer.put("tool_calls_per_session", rounded(ratio(totals, "total_tools", "total_sessions")));
    answer.put("words_per_message", rounded(ratio(totals, "words", "total_messages")));
    return answer;
  }

  private static long number(Map<String, Object> row, String name) {
    return row.get(name) instanceof Number n ? n.longValue() : 0;
  }

  private static double ratio(Map<String, Object> row, String part, String whole) {
    long all = number(row, whole);
    return all == 0 ? 0 : (double) number(row, part) / all;
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }

  /** The sessions named in {@code sessions=a,b}, else the newest ten, side by side. */
  private void compare(Context ctx) {
    String wish = Objects.requireNonNullElse(ctx.queryParam("sessions"), "");
    List<String> ids = new ArrayList<>();
    for (String id : wish.split(",", -1)) {
      if (!id.isBlank()) {
        ids.add(id.strip());
      }
    }
    if (ids.size() > MOST_COMPARED) {
      throw new HeistException(
          Kind.BAD_INPUT,
          "sessions may name at most " + MOST_COMPARED + ", not " + ids.size() + ".");
    }
    if (ids.isEmpty()) {
      figures
          .ask("SELECT id FROM session ORDER BY began DESC, id LIMIT 10", Map.of())
          .forEach(row -> ids.add(String.valueOf(row.get("id"))));
    }
    List<Map<String, Object>> rows = new ArrayList<>();
    for (String id : ids) {
      List<Map<String, Object>> found = figures.ask(COMPARED, Map.of("id", id));
      if (found.isEmpty()) {
        throw new HeistException(
            Kind.NOT_FOUND, "There are no figures of a session \"" + id + "\" (yet).");
      }
      rows.addAll(found);
    }
    ctx.json(counted("sessions", rows));
  }

  private static final String COMPARED =
      """
      SELECT s.id AS session_id, s.title, s.scenario, s.rounds, s.agents, s.ended,
        (SELECT count(*) FROM happening h WHERE h.session = s.id AND h.type = 'turn_ended') AS turns,
        (SELECT count(*) FROM message m WHERE m.session = s.id) AS messages,
        (SELECT coalesce(sum(m.words), 0) FROM message m WHERE m.session = s.id) AS words,
        (SELECT count(*) FROM tool_call t WHERE t.session = s.id) AS tool_calls,
        (SELECT round(1.0 * sum(t.success) / count(*), 3) FROM tool_call t WHERE t.session = s.id) AS tool_success_rate
      FROM session s WHERE s.id = :id
      """;

  /** Messages that hold all the words of {@code q}, the newest first. */
  private void search(Context ctx) {
    String query = Objects.requireNonNullElse(ctx.queryParam("q"), "").strip();
    if (query.isEmpty() || query.length() > 200) {
      throw new HeistException(
          Kind.BAD_INPUT, "q must say what to look for, in 1 to 200 characters.");
    }
    StringBuilder where = new StringBuilder("1 = 1");
    Map<String, Object> parameters = new LinkedHashMap<>();
    for (String word : query.toLowerCase(Locale.ROOT).split("\\s+")) {
      String name = "w" + parameters.size();
      where.append(" AND folded LIKE :").append(name).append(" ESCAPE '!'");
      parameters.put(name, "%" + word.replaceAll("([!%_])", "!$1") + "%");
    }
    String session = ctx.queryParam("session");
    if (session != null) {
      where.append(" AND session = :session");
      parameters.put("session", session);
    }
    parameters.put("most", MOST_FOUND);
    List<Map<String, Object>> found =
        figures.ask(
            "SELECT session AS session_id, seq, turn, round, agent, text FROM message WHERE "
                + where
                + " ORDER BY session, seq DESC LIMIT :most",
            parameters);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("query", query);
    answer.putAll(counted("results", found));
    ctx.json(answer);
  }
}
