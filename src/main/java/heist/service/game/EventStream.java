package heist.service.game;

import heist.event.EventCodec;
import heist.session.Bell;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Server-Sent Events of a feed. Each reader has a thread of its own that writes before it reads on:
 * one that does not read costs one batch, holds nobody up, and is cut off by the server's idle time
 * limit.
 */
final class EventStream {
  private static final Duration BEAT = Duration.ofSeconds(15);

  private final OutputStream out;

  private EventStream(OutputStream out) {
    this.out = out;
  }

  /** Answers {@code ctx} with a stream. */
  static EventStream open(Context ctx) throws IOException {
    ctx.contentType("text/event-stream")
        .header("Cache-Control", "no-store")
        .header("X-Accel-Buffering", "no");
    return new EventStream(ctx.res().getOutputStream());
  }

  /**
   * Sends events until the reader goes, the feed is over or the program ends.
   *
   * @param session whose events to wait for; null: anybody's
   * @param from the place after which to begin
   * @param read events after a place
   * @param over whether nothing more will come
   */
  void run(
      Bell log,
      @Nullable String session,
      String from,
      Function<String, Optional<FeedRoutes.Batch>> read,
      BooleanSupplier over)
      throws InterruptedException {
    String after = from;
    try {
      while (!log.closed()) {
        String place = after;
        // Before looking: what is written between the last look and the end is then still found.
        boolean ending = over.getAsBoolean();
        Optional<FeedRoutes.Batch> batch =
            log.await(session, ending ? Duration.ZERO : BEAT, () -> read.apply(place));
        if (batch.isPresent()) {
          after = batch.get().last();
          send(batch.get());
        } else if (ending) {
          write("event: end\ndata: {}\n\n");
          return;
        } else {
          write(": still here\n\n");
        }
      }
    } catch (IOException e) {
      // The reader has gone.
    }
  }

  private void send(FeedRoutes.Batch batch) throws IOException {
    StringBuilder text = new StringBuilder();
    for (FeedRoutes.Item item : batch.events()) {
      text.append("id: ").append(item.place());
      text.append("\nevent: ").append(item.event().path("type").asString(""));
      text.append("\ndata: ").append(EventCodec.line(item.event())).append("\n\n");
    }
    write(text.toString());
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
