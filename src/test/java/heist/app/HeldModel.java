package heist.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import heist.model.ScriptedModel;
import heist.web.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Stands before a model and passes everything on, until a request comes that is waited for: that
 * one and all after it stay unanswered until they are let go. Thread-safe.
 */
final class HeldModel implements AutoCloseable {
  private static final Pattern RANGE = Pattern.compile("(?m)^#\\d+-#\\d+: ");

  private final URI model;
  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicReference<Gate> gate = new AtomicReference<>(new Gate(_ -> false));

  private static final class Gate {
    private final Predicate<JsonNode> awaited;
    private final CountDownLatch shut = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);

    Gate(Predicate<JsonNode> awaited) {
      this.awaited = awaited;
    }
  }

  HeldModel(URI model) throws IOException {
    this.model = model;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::pass);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Lets go what is held. From the next chat request on that is so, none is answered. */
  void holdAt(Predicate<JsonNode> awaited) {
    gate.getAndSet(new Gate(awaited)).opened.countDown();
  }

  void awaitHeld() throws InterruptedException {
    assertThat(gate.get().shut.await(60, TimeUnit.SECONDS)).as("the request came").isTrue();
  }

  /** Who has asked in the meantime is answered, too, if it is still there. */
  void letGo() {
    holdAt(_ -> false);
  }

  /** A request to tell messages in short. */
  static boolean summary(JsonNode request) {
    return ScriptedModel.system(request).startsWith("Summarise");
  }

  /** A request to tell summaries in short. */
  static boolean summaryOfSummaries(JsonNode request) {
    return summary(request) && RANGE.matcher(ScriptedModel.user(request)).find();
  }

  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      Gate now = gate.get();
      if (body.length > 0 && now.awaited.test(Json.mapper().readTree(body))) {
        now.shut.countDown();
      }
      if (now.shut.getCount() == 0) {
        now.opened.await();
      }
      HttpRequest.Builder request =
          HttpRequest.newBuilder(model.resolve(exchange.getRequestURI()))
              .header("Content-Type", "application/json")
              .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
      String key = exchange.getRequestHeaders().getFirst("Authorization");
      if (key != null) {
        request.header("Authorization", key);
      }
      HttpResponse<byte[]> answer = client.send(request.build(), BodyHandlers.ofByteArray());
      answer
          .headers()
          .firstValue("Content-Type")
          .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
      exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
      exchange.getResponseBody().write(answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    letGo();
    server.stop(0);
    client.close();
  }
}
