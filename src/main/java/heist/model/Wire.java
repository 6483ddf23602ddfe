package heist.model;

import heist.model.ModelException.Trouble;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One HTTP exchange with a time limit on all of it, a limit on its bytes, and an end at once when
 * the calling thread is interrupted. HTTP/1.1 only: some model servers stumble over the offer of
 * HTTP/2. Thread-safe.
 */
final class Wire implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

  /**
   * Sends and waits.
   *
   * @param where the endpoint's base URL, for messages
   * @throws ModelException TIMEOUT, UNREACHABLE, BAD_ANSWER (too long) or CANCELLED
   */
  HttpResponse<byte[]> send(HttpRequest request, Duration limit, int maxBytes, String where) {
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), maxBytes));
    try {
      return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      answer.cancel(true);
      throw cancelled(where);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new ModelException(
          Trouble.TIMEOUT,
          "The model at "
              + where
              + " gave no complete answer within "
              + seconds(limit)
              + "; use a smaller model, fewer tokens or a longer time limit.");
    } catch (ExecutionException e) {
      throw broken(where, maxBytes, e.getCause() == null ? e : e.getCause());
    }
  }

  /** The calling thread was interrupted; its flag is set again. */
  static ModelException cancelled(String where) {
    Thread.currentThread().interrupt();
    return new ModelException(
        Trouble.CANCELLED, "The call to the model at " + where + " was cancelled.");
  }

  private static ModelException broken(String where, int maxBytes, Throwable cause) {
    String told = cause.getMessage() == null ? "" : cause.getMessage();
    // BodyHandlers.limiting says so in no type of its own.
    if (cause instanceof IOException && told.contains("exceeds")) {
      return new ModelException(
          Trouble.BAD_ANSWER,
          "The answer of the model at "
              + where
              + " passed "
              + maxBytes / 1024
              + " KiB and was cut off: an endless answer; check the server or use another model.",
          cause,
          200,
          null);
    }
    String why =
        switch (cause) {
          case HttpConnectTimeoutException _ -> "it does not answer";
          case ConnectException c when c.getCause() instanceof UnresolvedAddressException ->
              "its host name is unknown";
          case ConnectException _ -> "nobody listens there";
          default -> "the connection broke off" + (told.isEmpty() ? "" : " (" + told + ")");
        };
    return new ModelException(
        Trouble.UNREACHABLE,
        "The model at "
            + where
            + " cannot be reached: "
            + why
            + ". Start the server, or give another address with --llm.",
        cause,
        0,
        null);
  }

  static String seconds(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + " s"
        : duration.toMillis() + " ms";
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
