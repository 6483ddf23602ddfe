package heist.service.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import heist.client.HttpJson;
import heist.testing.Waiting;
import heist.web.WebServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Readers of the WebSocket that do not read: what they cost, and what others notice of them. */
class SlowReaderTest {
  private static final int EVENTS_A_PAGE = 50;

  /** A reader that reads is never so slow, on a busy machine either. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final String LONG_TEXT = "x".repeat(20_000);

  private final AtomicLong furthest = new AtomicLong();
  private HttpServer game;
  private Feeds feeds;
  private WebServer server;

  /** A game whose session never ends and says 20 kB at a time. */
  @BeforeEach
  void start() throws Exception {
    game = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    game.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    game.createContext(
        "/",
        exchange -> {
          String query = exchange.getRequestURI().getQuery();
          long after = Long.parseLong(query.replaceAll(".*after=(\\d+).*", "$1"));
          furthest.accumulateAndGet(after, Math::max);
          byte[] page = page(after).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    game.start();
    HttpJson door =
        HttpJson.to("game", URI.create("http://127.0.0.1:" + game.getAddress().getPort()));
    feeds = new Feeds(new Game(door), PATIENCE);
    server = WebServer.named("dashboard").routes(feeds::install).start();
  }

  private static String page(long after) {
    StringBuilder page = new StringBuilder("{\"state\":\"running\",\"events\":[");
    for (long seq = after + 1; seq <= after + EVENTS_A_PAGE; seq++) {
      page.append(seq == after + 1 ? "" : ",")
          .append("{\"type\":\"message_spoken\",\"agent\":\"a\",\"seq\":")
          .append(seq)
          .append(",\"text\":\"")
          .append(LONG_TEXT)
          .append("\"}");
    }
    return page.append("]}").toString();
  }

  @AfterEach
  void stop() {
    feeds.close();
    server.close();
    game.stop(0);
  }

  @Test
  @Timeout(180)
  void aReaderThatDoesNotReadIsCutOffAndHoldsNobodyUp() throws Exception {
    try (Socket idle = new Socket("127.0.0.1", server.port())) {
      idle.setSoTimeout(60_000);
      String upgrade =
          "GET /ws?session=s1 HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\n"
              + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
              + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
      idle.getOutputStream().write(upgrade.getBytes(StandardCharsets.US_ASCII));
      byte[] head = idle.getInputStream().readNBytes(12);
      assertThat(new String(head, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 101");

      // Another reader gets as far as it wants meanwhile.
      Counting busy = new Counting(3000);
      HttpClient http = HttpClient.newHttpClient();
      WebSocket socket =
          http.newWebSocketBuilder()
              .buildAsync(URI.create("ws://127.0.0.1:" + server.port() + "/ws?session=s1"), busy)
              .get(60, TimeUnit.SECONDS);
      assertThat(busy.enough.get(60, TimeUnit.SECONDS)).isEqualTo(3000L);
      socket.abort();
      // Whoever begins to read before it is cut off is a reader like others.
      Waiting.until(() -> feeds.readers() == 0);

      // What was on its way is all that the idle one ever gets: no more was kept for it.
      InputStream in = idle.getInputStream();
      long got = 0;
      byte[] part = new byte[1 << 16];
      int count = in.read(part);
      while (count >= 0) {
        got += count;
        count = read(in, part);
      }
      assertThat(got).as("bytes on their way to a reader that does not read").isLessThan(32 << 20);
      http.shutdownNow();
    }
  }

  /** A connection that was cut reads as one that has ended. */
  private static int read(InputStream in, byte[] part) throws java.io.IOException {
    try {
      return in.read(part);
    } catch (java.net.SocketException e) {
      return -1;
    }
  }

  /** Reads as fast as it can, up to an event. */
  private static final class Counting implements WebSocket.Listener {
    final CompletableFuture<Long> enough = new CompletableFuture<>();
    private final long upTo;
    private long events;

    Counting(long upTo) {
      this.upTo = upTo;
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      if (last) {
        events++;
        if (events == upTo) {
          enough.complete(events);
        }
      }
      socket.request(1);
      return CompletableFuture.completedFuture(null);
    }
  }
}
