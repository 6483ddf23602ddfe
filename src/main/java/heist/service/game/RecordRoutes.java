package heist.service.game;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.client.SessionWorld;
import heist.event.Envelope;
import heist.scenario.World;
import heist.session.Export;
import heist.session.Import;
import heist.session.SessionRow;
import heist.session.SessionState;
import heist.session.Sessions;
import heist.web.Json;
import heist.web.TokenVerifier;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/** Sessions as files, and the world of a session for the tool services. */
final class RecordRoutes {
  private final Sessions sessions;

  RecordRoutes(Sessions sessions) {
    this.sessions = sessions;
  }

  void install(JavalinConfig config) {
    config.routes.get("/api/v1/sessions/{id}/export", this::export);
    config.routes.post("/api/v1/sessions/import", this::adopt);
    config.routes.get("/api/v1/sessions/{id}/world", this::world);
  }

  private void export(Context ctx) {
    TokenVerifier.caller(ctx).require("session:read");
    SessionRow row = sessions.row(ctx.pathParam("id"));
    boolean all = !row.config().moleGame() || row.summary().revealed();
    String format = Objects.requireNonNullElse(ctx.queryParam("format"), "jsonl");
    List<Envelope> log = sessions.log().readAllOf(row.id());
    switch (format) {
      case "jsonl" ->
          ctx.contentType("application/x-ndjson; charset=utf-8").result(Export.jsonl(log, all));
      case "full" ->
          ctx.contentType("application/x-ndjson; charset=utf-8").result(Export.full(log, all));
      case "csv" -> ctx.contentType("text/csv; charset=utf-8").result(Export.csv(log));
      case "md" -> ctx.contentType("text/markdown; charset=utf-8").result(Export.markdown(log));
      default ->
          throw new HeistException(
              Kind.BAD_INPUT, "format must be jsonl, full, csv or md, not \"" + format + "\".");
    }
  }

  private void adopt(Context ctx) {
    TokenVerifier.caller(ctx).require("session:write");
    Import.Recorded recorded = Import.read(ctx.body(), ctx.queryParam("id"));
    SessionRow row = sessions.adopt(recorded.config(), recorded.title(), recorded.events());
    ctx.status(201).json(SessionJson.of(row));
  }

  private void world(Context ctx) {
    TokenVerifier.caller(ctx).require("world:read");
    String id = ctx.pathParam("id");
    SessionState state = sessions.state(id);
    String language = state.language();
    Map<String, String> owners = state.owners();
    ctx.json(
        state
            .world()
            .map(w -> world(id, language, w, owners))
            .orElse(new SessionWorld(id, language, List.of(), List.of(), Map.of())));
  }

  private static SessionWorld world(
      String id, String language, World world, Map<String, String> owners) {
    return new SessionWorld(
        id,
        language,
        world.documents().stream()
            .map(
                d -> new SessionWorld.Document(d.name(), d.title(), d.text(), owners.get(d.name())))
            .toList(),
        world.tables().stream()
            .map(t ->
                new SessionWorld.Table(
                    t.name(),
                    t.description(),
                    t.columns().stream()
                        .map(c -> new SessionWorld.Column(c.name(), c.type()))
                        .toList(),
                    t.rows().stream()
                        .map(r -> r.stream().map(RecordRoutes::json).toList())
                        .toList(),
                    owners.get(t.name())))
            .toList(),
        world.surveys().entrySet().stream()
            .collect(
                java.util.stream.Collectors.toMap(
                    Map.Entry::getKey,
                    e -> e.getValue().stream().map(RecordRoutes::row).toList())));
  }

  private static Map<String, JsonNode> row(Map<String, Object> row) {
    Map<String, JsonNode> cells = new java.util.LinkedHashMap<>();
    row.forEach((k, v) -> cells.put(k, json(v)));
    return cells;
  }

  private static JsonNode json(Object value) {
    return Json.mapper().valueToTree(value);
  }
}
