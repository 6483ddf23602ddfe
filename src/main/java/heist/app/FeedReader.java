package heist.app;

import heist.HeistException;
import heist.web.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A reader of one session's WebSocket that breaks off after a random number of events and comes
 * back with the last number it saw, until the session is over. Calls of one socket come one after
 * the other; what a broken-off socket still delivers is passed over.
 */
final class FeedReader implements WebSocket.Listener {
  private static final int MOST_AT_A_TIME = 60;
  private static final int PATIENCE_MINUTES = 10;

  private final HttpClient http;
  private final URI dashboard;
  private final String session;
  private final Random random;
  private final CompletableFuture<Boolean> over = new CompletableFuture<>();
  private final Map<Long, Instant> live = new HashMap<>();
  private final StringBuilder frame = new StringBuilder();
  private @Nullable WebSocket current;
  private boolean caughtUp;
  private long last;
  private int left;
  private long gaps;
  private long repeats;
  private long reconnects = -1;

  FeedReader(HttpClient http, URI dashboard, String session, long seed) {
    this.http = http;
    this.dashboard = dashboard;
    this.session = session;
    this.random = new Random(seed);
  }

  /** Begins, or comes back. */
  synchronized void connect() {
    reconnects++;
    caughtUp = false;
    frame.setLength(0);
    left = 1 + random.nextInt(MOST_AT_A_TIME);
    URI uri =
        URI.create(
            dashboard.toString().replaceFirst("^http", "ws")
                + "/ws?session="
                + session
                + "&after="
                + last);
    CompletableFuture<WebSocket> unused =
        http.newWebSocketBuilder()
            .buildAsync(uri, this)
            .whenComplete((socket, failure) -> {
              if (failure != null) {
                over.completeExceptionally(failure);
              }
            });
  }

  @Override
  public synchronized void onOpen(WebSocket socket) {
    current = socket;
    socket.request(1);
  }

  @Override
  public synchronized CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean end) {
    CompletionStage<?> done = CompletableFuture.completedFuture(null);
    if (socket != current) {
      return done;
    }
    frame.append(data);
    if (end) {
      String text = frame.toString();
      frame.setLength(0);
      take(Json.tree(text), Instant.now());
    }
    if (socket == current) {
      socket.request(1);
    }
    return done;
  }

  private void take(JsonNode message, Instant now) {
    String type = message.path("type").asString("");
    if (type.equals("caught_up")) {
      caughtUp = true;
    }
    if (!message.has("event")) {
      return;
    }
    long seq = message.path("seq").asLong();
    gaps += Math.max(0, seq - last - 1);
    repeats += seq <= last ? 1 : 0;
    last = Math.max(last, seq);
    if (caughtUp) {
      live.put(seq, now);
    }
    if (message.at("/event/type").asString("").equals("session_ended")) {
      over.complete(true);
      leave();
    } else if (--left <= 0) {
      leave();
      connect();
    }
  }

  private void leave() {
    WebSocket socket = current;
    current = null;
    if (socket != null) {
      socket.abort();
    }
  }

  @Override
  public synchronized CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
    if (socket == current && !over.isDone()) {
      current = null;
      connect();
    }
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public synchronized void onError(WebSocket socket, Throwable error) {
    if (socket == current && !over.isDone()) {
      current = null;
      connect();
    }
  }

  /** Waits until the session is over and all of it has been read. */
  void awaitEnd() {
    try {
      boolean unused = over.get(PATIENCE_MINUTES, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HeistException(HeistException.Kind.UNAVAILABLE, "Interrupted.", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new HeistException(
          HeistException.Kind.UNAVAILABLE,
          "A reader of " + session + " did not get to its end.",
          e);
    }
  }

  String session() {
    return session;
  }

  /** When events came that happened while the reader was there. */
  synchronized Map<Long, Instant> live() {
    return Map.copyOf(live);
  }

  synchronized long last() {
    return last;
  }

  synchronized long gaps() {
    return gaps;
  }

  synchronized long repeats() {
    return repeats;
  }

  synchronized long reconnects() {
    return reconnects;
  }
}
