package heist.service.dashboard;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What another service tells, asked anew each time, but not waited for long: whoever asks gets the
 * last answer then. A game service that has just started reads all its scenarios for the first one,
 * which takes seconds on a busy machine; a page need not wait for that. Thread-safe.
 */
final class Lately {
  private final Supplier<JsonNode> ask;
  private volatile JsonNode last;
  private @Nullable CompletableFuture<JsonNode> asking;

  /**
   * An answer.
   *
   * @param fresh whether it is of now; else it is an earlier one, or what stands for none
   */
  record Told(JsonNode value, boolean fresh) {}

  /**
   * @param ask asks the other service
   * @param none stands for an answer until there is one
   */
  Lately(Supplier<JsonNode> ask, JsonNode none) {
    this.ask = ask;
    this.last = none;
  }

  /** Asks, if no question is under way, and does not wait. */
  void begin() {
    CompletableFuture<JsonNode> unused = asked();
  }

  /** The answer, waited for no longer than this. */
  Told within(Duration patience) {
    try {
      return new Told(asked().get(patience.toMillis(), TimeUnit.MILLISECONDS), true);
    } catch (TimeoutException | ExecutionException e) {
      // It is away or busy: the page can begin without.
      return new Told(last, false);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Told(last, false);
    }
  }

  /** The question under way; many ask it once. */
  private synchronized CompletableFuture<JsonNode> asked() {
    CompletableFuture<JsonNode> open = asking;
    if (open != null && !open.isDone()) {
      return open;
    }
    CompletableFuture<JsonNode> next = new CompletableFuture<>();
    asking = next;
    Thread unused =
        Thread.startVirtualThread(() -> {
          try {
            JsonNode answer = ask.get();
            last = answer;
            next.complete(answer);
          } catch (RuntimeException e) {
            next.completeExceptionally(e); // whatever it is, the next one may ask again
          }
        });
    return next;
  }
}
