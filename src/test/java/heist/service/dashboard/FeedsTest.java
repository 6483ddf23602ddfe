package heist.service.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import heist.web.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class FeedsTest {
  @TempDir Path data;
  private final HttpClient http = HttpClient.newHttpClient();
  private TestDashboard dashboard;

  @BeforeEach
  void start() {
    dashboard = TestDashboard.start(data);
  }

  @AfterEach
  void stop() {
    dashboard.close();
    http.shutdownNow();
  }

  /** A reader of the WebSocket that keeps what comes. */
  private final class Reader implements WebSocket.Listener {
    private final BlockingQueue<JsonNode> came = new LinkedBlockingQueue<>();
    private final StringBuilder part = new StringBuilder();
    private final WebSocket socket;

    Reader(String query) {
      socket =
          http.newWebSocketBuilder()
              .buildAsync(
                  URI.create("ws://127.0.0.1:" + dashboard.address().getPort() + "/ws" + query),
                  this)
              .join();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
      part.append(text);
      if (last) {
        came.add(Json.tree(part.toString()));
        part.setLength(0);
      }
      from.request(1);
      return java.util.concurrent.CompletableFuture.completedFuture(null);
    }

    JsonNode next() throws InterruptedException {
      JsonNode message = came.poll(60, TimeUnit.SECONDS);
      assertThat(message).as("a message").isNotNull();
      return message;
    }

    /** The numbers of events up to and with this one. */
    List<Long> eventsTo(long seq) throws InterruptedException {
      List<Long> numbers = new ArrayList<>();
      while (numbers.isEmpty() || numbers.getLast() < seq) {
        JsonNode message = next();
        if (message.has("event")) {
          numbers.add(message.path("seq").asLong());
        }
      }
      return numbers;
    }
  }

  private static List<Long> range(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }

  @Test
  void goesOnLiveAfterCatchingUp() throws Exception {
    dashboard.game.show(20);
    Reader reader = new Reader("?session=s1");
    assertThat(reader.eventsTo(20)).isEqualTo(range(1, 20));
    dashboard.game.show(30);
    assertThat(reader.eventsTo(30)).isEqualTo(range(21, 30));
  }

  @Test
  void aReaderThatComesBackMissesNothingAndSeesNothingTwice() throws Exception {
    dashboard.game.show(12);
    Reader first = new Reader("?session=s1&after=5");
    assertThat(first.eventsTo(12)).isEqualTo(range(6, 12));
    first.socket.abort();
    dashboard.game.show(25);
    assertThat(new Reader("?session=s1&after=12").eventsTo(25)).isEqualTo(range(13, 25));
  }

  @Test
  void messagesCarryTheOldNamesBesideTheEvent() throws Exception {
    dashboard.game.show(20);
    Reader reader = new Reader("?session=s1");
    JsonNode started = reader.next();
    assertThat(started.path("type").asString()).isEqualTo("heist_started");
    assertThat(started.path("session_id").asString()).isEqualTo("s1");
    JsonNode message = started;
    while (!message.path("type").asString().equals("agent_message")) {
      message = reader.next();
    }
    assertThat(message.path("agent").asString()).isEqualTo("planner");
    assertThat(message.path("message").asString()).isEqualTo(message.at("/event/text").asString());
  }

  @Test
  void saysThatItHasCaughtUpAndWhichStateItIs() throws Exception {
    dashboard.game.showTo("paused");
    Reader reader = new Reader("?session=s1&after=4");
    List<String> types = new ArrayList<>();
    while (!types.contains("caught_up") || !types.contains("state")) {
      JsonNode message = reader.next();
      types.add(message.path("type").asString());
      if (types.getLast().equals("state")) {
        assertThat(message.path("state").asString()).isEqualTo("paused");
      }
    }
  }

  @Test
  void tellsAllSessionsWhatChangesTheList() throws Exception {
    dashboard.game.show(3);
    Reader everything = new Reader("?after=0");
    assertThat(everything.eventsTo(3)).isEqualTo(range(1, 3));
    Reader reader = new Reader("?feed=sessions");
    assertThat(reader.next().path("type").asString()).isEqualTo("caught_up");
    dashboard.game.showTo("paused");
    JsonNode next = reader.next();
    assertThat(next.path("type").asString()).isIn("pause_requested", "heist_started");
    assertThat(next.path("session_id").asString()).isEqualTo("s1");
  }

  @Test
  void saysWhatIsWrongAndCloses() throws Exception {
    assertThat(new Reader("?session=none").next().path("message").asString())
        .contains("no such session");
    assertThat(new Reader("?session=s1&after=x").next().path("message").asString())
        .contains("after is a number");
  }
}
