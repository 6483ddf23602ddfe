package heist.service.game;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.event.Envelope;
import heist.event.EventCodec;
import heist.event.View;
import heist.event.View.Viewer;
import heist.session.EventLog;
import heist.session.SessionRow;
import heist.session.Sessions;
import heist.web.AuthException;
import heist.web.Caller;
import heist.web.Json;
import heist.web.TokenVerifier;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The feeds: events of one session or of all, after a number, by long poll or Server-Sent Events. A
 * reader that reconnects goes on from its last number and misses and repeats nothing.
 */
final class FeedRoutes {
  private static final int BATCH = 1000;
  private static final int LONGEST_WAIT = 30;
  private static final Duration BEAT = Duration.ofSeconds(15);

  private final Sessions sessions;

  FeedRoutes(Sessions sessions) {
    this.sessions = sessions;
  }

  void install(JavalinConfig config) {
    config.routes.get("/api/v1/sessions/{id}/events", this::session);
    config.routes.get("/api/v1/events", this::all);
  }

  /** Events and the number to go on from. */
  private record Batch(List<ObjectNode> events, long last) {}

  private void session(Context ctx) throws Exception {
    SessionRow row = sessions.row(ctx.pathParam("id"));
    Viewer viewer = viewer(ctx, row);
    long after = Params.longNumber(ctx, "after", lastEventId(ctx), 0, Long.MAX_VALUE);
    if (accepts(ctx, "text/event-stream")) {
      stream(ctx, row.id(), viewer, after);
      return;
    }
    Duration wait = Duration.ofSeconds(Params.number(ctx, "wait", 0, 0, LONGEST_WAIT));
    if (over(row)) {
      wait = Duration.ZERO;
    }
    Batch batch =
        sessions
            .log()
            .await(row.id(), wait, () -> read(row.id(), viewer, after))
            .orElse(new Batch(List.of(), after));
    ObjectNode answer = Json.mapper().createObjectNode();
    ArrayNode events = answer.putArray("events");
    batch.events().forEach(events::add);
    answer.put("last", batch.last()).put("state", sessions.row(row.id()).summary().state());
    ctx.json(answer);
  }

  /** Whether nothing more will come, so that waiting is in vain. */
  private boolean over(SessionRow row) {
    return row.phase().ended() && sessions.tables().waiting(row.id()).isEmpty();
  }

  /**
   * Engine facts are for {@code feed:engine}, and for the operator of an unblinded session who asks
   * for them.
   */
  private static Viewer viewer(Context ctx, SessionRow row) {
    Caller caller = TokenVerifier.caller(ctx);
    String view = Objects.requireNonNullElse(ctx.queryParam("view"), "outside");
    if (view.equals("outside")) {
      if (!caller.may("feed:engine")) {
        caller.require("feed:public");
      }
      return Viewer.OUTSIDE;
    }
    if (!view.equals("engine")) {
      throw new HeistException(
          Kind.BAD_INPUT, "view must be outside or engine, not \"" + view + "\".");
    }
    boolean operator = row.config().unblinded() && caller.may("session:write");
    if (!operator && !caller.may("feed:engine")) {
      throw AuthException.insufficient("feed:engine", caller.clientId());
    }
    return Viewer.ENGINE;
  }

  private Optional<Batch> read(String session, Viewer viewer, long after) {
    List<Envelope> found =
        viewer == Viewer.ENGINE
            ? sessions.log().read(session, after, BATCH)
            : sessions.log().readOutside(session, after, BATCH);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    List<ObjectNode> events = new ArrayList<>();
    found.forEach(e -> View.of(e, viewer, false).ifPresent(events::add));
    Envelope last = found.getLast();
    return Optional.of(new Batch(events, viewer == Viewer.ENGINE ? last.n() : last.seq()));
  }

  private static long lastEventId(Context ctx) {
    String id = ctx.header("Last-Event-ID");
    return id != null && id.matches("\\d{1,18}") ? Long.parseLong(id) : 0;
  }

  private static boolean accepts(Context ctx, String type) {
    String accept = ctx.header("Accept");
    return accept != null && accept.contains(type);
  }

  private void stream(Context ctx, String session, Viewer viewer, long from) throws Exception {
    ctx.contentType("text/event-stream")
        .header("Cache-Control", "no-store")
        .header("X-Accel-Buffering", "no");
    OutputStream out = ctx.res().getOutputStream();
    long after = from;
    try {
      while (true) {
        long place = after;
        Optional<Batch> batch =
            sessions.log().await(session, BEAT, () -> read(session, viewer, place));
        if (batch.isEmpty()) {
          if (sessions.row(session).phase().ended()) {
            write(out, "event: end\ndata: {}\n\n");
            return;
          }
          write(out, ": still here\n\n");
          continue;
        }
        after = batch.get().last();
        StringBuilder text = new StringBuilder();
        for (ObjectNode event : batch.get().events()) {
          long id = viewer == Viewer.ENGINE ? event.path("n").asLong() : event.path("seq").asLong();
          text.append("id: ").append(id).append("\nevent: ").append(event.path("type").asString());
          text.append("\ndata: ").append(EventCodec.line(event)).append("\n\n");
        }
        write(out, text.toString());
      }
    } catch (IOException e) {
      // The reader has gone.
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private void all(Context ctx) throws Exception {
    Caller caller = TokenVerifier.caller(ctx);
    boolean engine = "engine".equals(ctx.queryParam("view"));
    caller.require(engine ? "feed:engine" : "feed:public");
    String after = Objects.requireNonNullElse(ctx.queryParam("after"), "0");
    Duration wait = Duration.ofSeconds(Params.number(ctx, "wait", 0, 0, LONGEST_WAIT));
    int limit = Params.number(ctx, "limit", BATCH, 1, BATCH);
    EventLog.Page page =
        sessions
            .log()
            .await(
                null,
                wait,
                () ->
                    Optional.of(sessions.log().readAll(after, limit))
                        .filter(p -> !p.events().isEmpty()))
            .orElse(new EventLog.Page(List.of(), after));
    ObjectNode answer = Json.mapper().createObjectNode();
    ArrayNode events = answer.putArray("events");
    for (EventLog.Placed placed : page.events()) {
      View.of(placed.envelope(), engine ? Viewer.ENGINE : Viewer.OUTSIDE, false)
          .ifPresent(event ->
              events.add(event.put("session", placed.session()).put("place", placed.place())));
    }
    answer.put("last", page.last());
    ctx.json(answer);
  }
}
