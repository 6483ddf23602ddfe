package heist.service.analytics;

import heist.store.Database;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The tables of figures. Reading the feed twice changes nothing. Thread-safe. */
final class Figures {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_-]+");

  /** Crews kept at hand; the others are read again when they are needed. */
  private static final int MOST_CREWS = 1000;

  private final Database database;
  private final Map<String, List<String>> crews = new ConcurrentHashMap<>();

  Figures(Database database) {
    this.database = database;
  }

  /** How far the feed has been read. */
  String place() {
    return database
        .jdbi()
        .withHandle(
            h -> h.createQuery("SELECT last FROM place WHERE id = 1").mapTo(String.class).one());
  }

  /** Takes a page of the feed in, and where it ends, in one transaction. */
  void take(List<JsonNode> events, String last) {
    database
        .writer()
        .submit(handle -> {
          events.forEach(e -> take(handle, e));
          handle
              .createUpdate("UPDATE place SET last = :last WHERE id = 1")
              .bind("last", last)
              .execute();
          return null;
        });
  }

  private void take(Handle handle, JsonNode e) {
    String session = e.path("session").asString("");
    happened(handle, session, e);
    switch (e.path("type").asString("")) {
      case "session_created" -> created(handle, session, e);
      case "message_spoken" -> message(handle, session, e);
      case "tool_returned" ->
          handle
              .createUpdate(
                  """
                  INSERT INTO tool_call (session, seq, turn, agent, tool, success)
                  VALUES (:session, :seq, :turn, :agent, :tool, :success) ON CONFLICT DO NOTHING
                  """)
              .bind("session", session)
              .bind("seq", e.path("seq").asLong())
              .bind("turn", e.path("turn").asInt())
              .bind("agent", e.path("agent").asString(""))
              .bind("tool", e.path("tool").asString(""))
              .bind("success", e.path("success").asBoolean(false) ? 1 : 0)
              .execute();
      case "session_ended" ->
          handle
              .createUpdate("UPDATE session SET ended = :end WHERE id = :id")
              .bind("end", e.path("end").asString("").toLowerCase(Locale.ROOT))
              .bind("id", session)
              .execute();
      default -> {
        // Nothing is counted of the others.
      }
    }
  }

  private static void happened(Handle handle, String session, JsonNode e) {
    handle
        .createUpdate(
            """
            INSERT INTO happening (session, seq, type, turn, agent, at, detail)
            VALUES (:session, :seq, :type, :turn, :agent, :at, :detail) ON CONFLICT DO NOTHING
            """)
        .bind("session", session)
        .bind("seq", e.path("seq").asLong())
        .bind("type", e.path("type").asString(""))
        .bind("turn", e.path("turn").isIntegralNumber() ? (Integer) e.path("turn").asInt() : null)
        .bind("agent", text(e, "agent"))
        .bind("at", text(e, "at"))
        .bind("detail", text(e, "tool"))
        .execute();
  }

  private static @Nullable String text(JsonNode e, String field) {
    return e.path(field).isString() ? e.path(field).asString() : null;
  }

  private void created(Handle handle, String session, JsonNode e) {
    List<String> names =
        e.path("crew").valueStream().map(m -> m.path("name").asString("")).toList();
    crews.put(session, names);
    handle
        .createUpdate(
            """
            INSERT INTO session (id, title, rounds, agents, scenario, began)
            VALUES (:id, :title, :rounds, :agents, :scenario, :began) ON CONFLICT DO NOTHING
            """)
        .bind("id", session)
        .bind("title", e.path("title").asString(""))
        .bind("rounds", e.path("rounds").asInt())
        .bind("agents", names.size())
        .bind("scenario", text(e, "scenario"))
        .bind("began", text(e, "at"))
        .execute();
    for (int i = 0; i < names.size(); i++) {
      handle
          .createUpdate(
              """
              INSERT INTO member (session, place, name, role) VALUES (:session, :place, :name, :role)
              ON CONFLICT DO NOTHING
              """)
          .bind("session", session)
          .bind("place", i)
          .bind("name", names.get(i))
          .bind("role", e.path("crew").path(i).path("role").asString(""))
          .execute();
    }
  }

  /** The crew's names, also after a restart. */
  private List<String> crew(Handle handle, String session) {
    if (crews.size() > MOST_CREWS) {
      crews.clear();
    }
    return crews.computeIfAbsent(
        session,
        id ->
            handle
                .createQuery("SELECT name FROM member WHERE session = :id ORDER BY place")
                .bind("id", id)
                .mapTo(String.class)
                .list());
  }

  private void message(Handle handle, String session, JsonNode e) {
    String agent = e.path("agent").asString("");
    String text = e.path("text").asString("");
    int words = 0;
    @Nullable String addressed = null;
    List<String> names = crew(handle, session);
    Matcher matcher = WORD.matcher(text.toLowerCase(Locale.ROOT));
    while (matcher.find()) {
      words++;
      if (addressed == null && names.contains(matcher.group()) && !matcher.group().equals(agent)) {
        addressed = matcher.group();
      }
    }
    handle
        .createUpdate(
            """
            INSERT INTO message (session, seq, turn, round, agent, addressed, words, text, folded)
            VALUES (:session, :seq, :turn, :round, :agent, :addressed, :words, :text, :folded)
            ON CONFLICT DO NOTHING
            """)
        .bind("session", session)
        .bind("seq", e.path("seq").asLong())
        .bind("turn", e.path("turn").asInt())
        .bind("round", e.path("round").asInt())
        .bind("agent", agent)
        .bind("addressed", addressed)
        .bind("words", words)
        .bind("text", text)
        .bind("folded", text.toLowerCase(Locale.ROOT))
        .execute();
  }

  /** Runs one of our own queries. Column names become field names. */
  List<Map<String, Object>> ask(String sql, Map<String, ?> parameters) {
    return database
        .jdbi()
        .withHandle(h -> h.createQuery(sql).bindMap(new HashMap<>(parameters)).mapToMap().list());
  }
}
