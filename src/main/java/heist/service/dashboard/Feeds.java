package heist.service.dashboard;

import heist.HeistException;
import io.javalin.config.JavalinConfig;
import io.javalin.websocket.WsContext;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.websocket.api.Callback;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The WebSocket {@code /ws}. With {@code ?session=ID&after=N} it sends that session's public events
 * after number N, each once and in order, and goes on live; without a session it sends the public
 * events of all sessions, with {@code ?feed=sessions} only those that change a list of sessions.
 * With {@code &batch=1} a session's events come many in a message ({@code {type: "events", events:
 * [...]}}), as the page reads them: a long session is there at once.
 *
 * <p>Each socket has a thread of its own that reads the feed and waits until a message is out
 * before it sends the next: a reader that does not read costs one message, holds nobody up, and is
 * cut off after a while; it can come back and go on from the last number it saw.
 */
final class Feeds implements AutoCloseable {
  private static final int GONE = 1001;
  private static final int BAD = 1008;
  private static final int LATER = 1013;
  private static final int MOST_READERS = 1000;

  /** How long a reader may take to take in one message. */
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Game game;
  private final Duration patience;
  private final Map<String, Thread> readers = new ConcurrentHashMap<>();
  private volatile String lastPlace = "0";

  Feeds(Game game, Duration patience) {
    this.game = game;
    this.patience = patience;
  }

  void install(JavalinConfig config) {
    config.routes.ws(
        "/ws",
        ws -> {
          ws.onConnect(this::begin);
          ws.onClose(ctx -> end(ctx.sessionId()));
          ws.onError(ctx -> end(ctx.sessionId()));
        });
  }

  /** How many read now. */
  int readers() {
    return readers.size();
  }

  private void begin(WsContext ctx) {
    ctx.enableAutomaticPings();
    ctx.session.setMaxTextMessageSize(1024);
    if (readers.size() >= MOST_READERS) {
      ctx.closeSession(LATER, "too many readers; try again later");
      return;
    }
    Thread reader = Thread.ofVirtual().name("feed-" + ctx.sessionId()).unstarted(() -> read(ctx));
    readers.put(ctx.sessionId(), reader);
    reader.start();
  }

  private void end(String socket) {
    Thread reader = readers.remove(socket);
    if (reader != null) {
      reader.interrupt();
    }
  }

  private void read(WsContext ctx) {
    try {
      String session = ctx.queryParam("session");
      String after = ctx.queryParam("after");
      if (session == null) {
        readAll(ctx, after, "sessions".equals(ctx.queryParam("feed")));
      } else {
        readSession(ctx, session, after == null ? 0 : number(after));
      }
    } catch (HeistException e) {
      if (!Thread.currentThread().isInterrupted() && ctx.session.isOpen()) {
        send(ctx, Game.object().put("type", "error").put("message", e.getMessage()));
        // What is wrong with the request stays wrong; all else is worth another try.
        boolean hopeless = e.kind().status() < 500;
        ctx.closeSession(hopeless ? BAD : GONE, hopeless ? "refused" : "try again");
      }
    } catch (Gone e) {
      // The other side has left.
    } finally {
      readers.remove(ctx.sessionId());
    }
  }

  private void readSession(WsContext ctx, String session, long after) {
    long last = after;
    String state = "";
    boolean inBatches = "1".equals(ctx.queryParam("batch"));
    boolean behind = true;
    while (ctx.session.isOpen() && !Thread.currentThread().isInterrupted()) {
      JsonNode page = game.events(session, last, behind ? 0 : Game.WAIT_SECONDS);
      if (inBatches && !page.path("events").isEmpty()) {
        ObjectNode batch = Game.object().put("type", "events").put("session_id", session);
        batch.set("events", page.path("events"));
        send(ctx, batch);
      }
      for (JsonNode event : page.path("events")) {
        if (!inBatches) {
          send(ctx, WireNames.message(session, event));
        }
        last = Math.max(last, event.path("seq").asLong(last));
      }
      if (page.path("events").isEmpty() && behind) {
        behind = false;
        send(
            ctx,
            Game.object().put("type", "caught_up").put("seq", last).put("session_id", session));
      }
      String now = page.path("state").asString("");
      if (!now.isEmpty() && !now.equals(state)) {
        state = now;
        send(
            ctx,
            Game.object()
                .put("type", "state")
                .put("state", now)
                .put("seq", last)
                .put("session_id", session));
      }
    }
  }

  private void readAll(WsContext ctx, @Nullable String after, boolean listOnly) {
    String last = after;
    if (last == null) {
      last = end();
      // From here on nothing is missed: whoever reads the list now has all that came before.
      send(ctx, Game.object().put("type", "caught_up"));
    }
    while (ctx.session.isOpen() && !Thread.currentThread().isInterrupted()) {
      JsonNode page = game.allEvents(last, Game.WAIT_SECONDS);
      for (JsonNode event : page.path("events")) {
        if (!listOnly || WireNames.changesList(event.path("type").asString(""))) {
          send(ctx, WireNames.message(event.path("session").asString(""), event));
        }
      }
      last = page.path("last").asString(last);
    }
  }

  /** Where the feed of all sessions ends; what was read on the way there is not read again. */
  private String end() {
    String place = lastPlace;
    while (true) {
      String next = game.allEvents(place, 0).path("last").asString(place);
      if (next.equals(place)) {
        return place;
      }
      place = next;
      lastPlace = place;
    }
  }

  private static long number(String text) {
    if (!text.matches("\\d{1,15}")) {
      throw new HeistException(
          HeistException.Kind.BAD_INPUT, "after is a number, not \"" + text + "\".");
    }
    return Long.parseLong(text);
  }

  /** The socket has closed. */
  private static final class Gone extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private void send(WsContext ctx, ObjectNode message) {
    Callback.Completable sent = new Callback.Completable();
    ctx.session.sendText(message.toString(), sent);
    try {
      sent.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Gone();
    } catch (ExecutionException e) {
      throw new Gone();
    } catch (TimeoutException e) {
      cutOff(ctx);
      throw new Gone();
    }
  }

  /** Says why to a reader that does not read, in case it begins to, and then leaves it. */
  private void cutOff(WsContext ctx) {
    Callback.Completable said = new Callback.Completable();
    ctx.session.close(LATER, "too slow; come back with after= the last seq", said);
    try {
      said.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // It still does not read.
    }
    ctx.session.disconnect();
  }

  @Override
  public void close() {
    readers.values().forEach(Thread::interrupt);
    readers.clear();
  }
}
