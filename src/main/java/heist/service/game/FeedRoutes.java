package heist.service.game;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.event.Envelope;
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

  private final Sessions sessions;
  private final Places places;

  FeedRoutes(Sessions sessions, Places places) {
    this.sessions = sessions;
    this.places = places;
  }

  void install(JavalinConfig config) {
    for (String base : List.of("", "/api/v1")) {
      config.routes.get(base + "/sessions/{id}/events", this::session);
      config.routes.get(base + "/events", this::all);
    }
  }

  /** Events and the place to go on from. */
  record Batch(List<Item> events, String last) {}

  /** An event as its reader may see it, and its place in the feed. */
  record Item(String place, ObjectNode event) {}

  private void session(Context ctx) throws Exception {
    SessionRow row = sessions.row(ctx.pathParam("id"));
    Viewer viewer = viewer(ctx, row);
    long after = Params.longNumber(ctx, "after", lastEventId(ctx), 0, Long.MAX_VALUE);
    if (wantsStream(ctx)) {
      EventStream.open(ctx)
          .run(
              sessions.log(),
              row.id(),
              Long.toString(after),
              place -> read(row.id(), viewer, Long.parseLong(place)),
              () -> sessions.row(row.id()).phase().ended());
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
            .orElse(new Batch(List.of(), Long.toString(after)));
    ObjectNode answer = Json.mapper().createObjectNode();
    ArrayNode events = answer.putArray("events");
    batch.events().forEach(item -> events.add(item.event()));
    answer.put("last", Long.parseLong(batch.last()));
    ctx.json(answer.put("state", sessions.row(row.id()).summary().state()));
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
    if (asked(ctx) == Viewer.OUTSIDE) {
      if (!caller.may("feed:engine")) {
        caller.require("feed:public");
      }
      return Viewer.OUTSIDE;
    }
    boolean operator = row.config().unblinded() && caller.may("session:write");
    if (!operator && !caller.may("feed:engine")) {
      throw AuthException.insufficient("feed:engine", caller.clientId());
    }
    return Viewer.ENGINE;
  }

  private static Viewer asked(Context ctx) {
    String view = Objects.requireNonNullElse(ctx.queryParam("view"), "outside");
    return switch (view) {
      case "outside" -> Viewer.OUTSIDE;
      case "engine" -> Viewer.ENGINE;
      default ->
          throw new HeistException(
              Kind.BAD_INPUT, "view must be outside or engine, not \"" + view + "\".");
    };
  }

  private Optional<Batch> read(String session, Viewer viewer, long after) {
    List<Envelope> found =
        viewer == Viewer.ENGINE
            ? sessions.log().read(session, after, BATCH)
            : sessions.log().readOutside(session, after, BATCH);
    List<Item> items = new ArrayList<>();
    for (Envelope e : found) {
      String place = Long.toString(viewer == Viewer.ENGINE ? e.n() : e.seq());
      View.of(e, viewer, false).ifPresent(event -> items.add(new Item(place, event)));
    }
    return items.isEmpty()
        ? Optional.empty()
        : Optional.of(new Batch(items, items.getLast().place()));
  }

  private static long lastEventId(Context ctx) {
    String id = ctx.header("Last-Event-ID");
    return id != null && id.matches("\\d{1,18}") ? Long.parseLong(id) : 0;
  }

  private static boolean wantsStream(Context ctx) {
    String accept = ctx.header("Accept");
    return accept != null && accept.contains("text/event-stream");
  }

  private void all(Context ctx) throws Exception {
    Caller caller = TokenVerifier.caller(ctx);
    Viewer viewer = asked(ctx);
    if (viewer == Viewer.ENGINE || !caller.may("feed:engine")) {
      caller.require(viewer == Viewer.ENGINE ? "feed:engine" : "feed:public");
    }
    String given = Objects.requireNonNullElse(ctx.queryParam("after"), "");
    String id = ctx.header("Last-Event-ID");
    String after =
        !given.isBlank() ? given : id != null && wantsStream(ctx) ? id : Places.BEGINNING;
    int limit = Params.number(ctx, "limit", BATCH, 1, BATCH);
    Optional<Batch> now = readAll(after, viewer, limit);
    if (wantsStream(ctx)) {
      EventStream.open(ctx)
          .run(sessions.log(), null, after, p -> readAll(p, viewer, limit), () -> false);
      return;
    }
    Duration wait = Duration.ofSeconds(Params.number(ctx, "wait", 0, 0, LONGEST_WAIT));
    Batch batch =
        now.or(() -> waitForAny(wait, () -> readAll(after, viewer, limit)))
            .orElse(new Batch(List.of(), after));
    ObjectNode answer = Json.mapper().createObjectNode();
    ArrayNode events = answer.putArray("events");
    batch.events().forEach(item -> events.add(item.event()));
    ctx.json(answer.put("last", batch.last()));
  }

  private Optional<Batch> waitForAny(
      Duration wait, java.util.function.Supplier<Optional<Batch>> read) {
    try {
      return sessions.log().await(null, wait, read);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** A reader from outside is not even told where between two events engine facts lie. */
  private Optional<Batch> readAll(String after, Viewer viewer, int limit) {
    boolean outside = viewer == Viewer.OUTSIDE;
    EventLog.Page page =
        sessions.log().readAll(outside ? places.open(after) : after, limit, outside);
    List<Item> items = new ArrayList<>();
    for (EventLog.Placed placed : page.events()) {
      String place = outside ? places.seal(placed.place()) : placed.place();
      View.of(placed.envelope(), viewer, false)
          .ifPresent(event ->
              items.add(
                  new Item(
                      place, event.put("session", placed.session()).put("feed_place", place))));
    }
    return items.isEmpty()
        ? Optional.empty()
        : Optional.of(new Batch(items, items.getLast().place()));
  }
}
