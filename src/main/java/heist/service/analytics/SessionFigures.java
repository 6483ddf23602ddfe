package heist.service.analytics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The figures of one session. */
final class SessionFigures {
  /** Told apart also by people who do not see red and green (Okabe and Ito, 2008). */
  private static final List<String> COLOURS =
      List.of(
          "#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#8a6d00", "#5b5b5b");

  private final Figures figures;

  SessionFigures(Figures figures) {
    this.figures = figures;
  }

  private List<String> crew(String session) {
    return figures
        .ask(
            "SELECT name FROM member WHERE session = :session ORDER BY place",
            Map.of("session", session))
        .stream()
        .map(row -> String.valueOf(row.get("name")))
        .toList();
  }

  private List<Map<String, Object>> interactions(String session) {
    return figures.ask(
        """
        SELECT agent AS speaker, addressed, count(*) AS messages FROM message
        WHERE session = :session AND addressed IS NOT NULL
        GROUP BY agent, addressed ORDER BY agent, addressed
        """,
        Map.of("session", session));
  }

  /** Messages, words and tool calls of each agent, and who addressed whom. */
  Map<String, Object> activity(String session) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("session_id", session);
    answer.put(
        "agent_activity",
        figures.ask(
            """
            SELECT c.name AS agent,
              (SELECT count(*) FROM message m WHERE m.session = c.session AND m.agent = c.name) AS messages,
              (SELECT coalesce(sum(m.words), 0) FROM message m
                WHERE m.session = c.session AND m.agent = c.name) AS words,
              (SELECT count(*) FROM tool_call t WHERE t.session = c.session AND t.agent = c.name) AS tool_calls
            FROM member c WHERE c.session = :session ORDER BY c.place
            """,
            Map.of("session", session)));
    answer.put("agent_interactions", interactions(session));
    return answer;
  }

  /** Who addressed whom how often: a row a speaker, a column an addressed agent. */
  Map<String, Object> matrix(String session) {
    List<String> crew = crew(session);
    long[][] matrix = new long[crew.size()][crew.size()];
    List<Map<String, Object>> pairs = interactions(session);
    for (Map<String, Object> pair : pairs) {
      int from = crew.indexOf(String.valueOf(pair.get("speaker")));
      int to = crew.indexOf(String.valueOf(pair.get("addressed")));
      if (from >= 0 && to >= 0 && pair.get("messages") instanceof Number n) {
        matrix[from][to] = n.longValue();
      }
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("session_id", session);
    answer.put("agents", crew);
    answer.put("matrix", matrix);
    answer.put("interactions", pairs);
    return answer;
  }

  /** Messages and tool calls of each agent by turn, for a chart. */
  Map<String, Object> turns(String session) {
    List<Map<String, Object>> rows =
        figures.ask(
            """
            SELECT agent, turn, count(*) AS acts FROM (
              SELECT agent, turn FROM message WHERE session = :session
              UNION ALL SELECT agent, turn FROM tool_call WHERE session = :session) acts
            GROUP BY agent, turn
            """,
            Map.of("session", session));
    int last = rows.stream().mapToInt(row -> number(row, "turn")).max().orElse(0);
    Map<String, int[]> acts = new LinkedHashMap<>();
    crew(session).forEach(name -> acts.put(name, new int[last]));
    for (Map<String, Object> row : rows) {
      int[] mine = acts.get(String.valueOf(row.get("agent")));
      if (mine != null) {
        mine[number(row, "turn") - 1] = number(row, "acts");
      }
    }
    List<Map<String, Object>> agents = new ArrayList<>();
    acts.forEach((name, counts) -> {
      Map<String, Object> agent = new LinkedHashMap<>();
      agent.put("name", name);
      agent.put("activity_per_turn", Arrays.stream(counts).boxed().toList());
      agent.put("color", COLOURS.get(agents.size() % COLOURS.size()));
      agents.add(agent);
    });
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("session_id", session);
    answer.put("turns", IntStream.rangeClosed(1, last).boxed().toList());
    answer.put("agents", agents);
    return answer;
  }

  private static int number(Map<String, Object> row, String name) {
    return row.get(name) instanceof Number n ? n.intValue() : 0;
  }

  /** Everything that happened, in order. */
  Map<String, Object> timeline(String session) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("session_id", session);
    answer.putAll(
        FigureRoutes.counted(
            "timeline",
            figures.ask(
                """
                SELECT h.seq, h.type, h.turn, h.agent, h.at, coalesce(h.detail, m.text) AS detail
                FROM happening h LEFT JOIN message m ON m.session = h.session AND m.seq = h.seq
                WHERE h.session = :session ORDER BY h.seq
                """,
                Map.of("session", session))));
    return answer;
  }
}
