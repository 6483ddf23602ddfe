package heist.model;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An OpenAI-compatible server on a free loopback port that answers by script, well or badly. Every
 * request is kept. Thread-safe.
 *
 * <pre>{@code
 * try (var server = FaultyModelServer.start(ScriptedModel.of(Reply.tooMany(1), Reply.say("Hi.")))) {
 *   ModelEndpoint.of(server.baseUrl(), null, "any") ...
 * }
 * }</pre>
 */
public final class FaultyModelServer implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpServer server;
  private final ScriptedModel script;
  private final List<JsonNode> requests = Collections.synchronizedList(new ArrayList<>());
  private final List<String> paths = Collections.synchronizedList(new ArrayList<>());
  private final List<String> keys = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger mostInFlight = new AtomicInteger();
  private volatile List<String> models = List.of("scripted");
  private volatile Consumer<JsonNode> arrival = _ -> {};

  private FaultyModelServer(ScriptedModel script) {
    this.script = script;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/v1/chat/completions", this::chat);
    server.createContext("/v1/models", this::list);
    server.createContext(
        "/", e -> send(e, 404, "application/json", error("no such path"), Map.of()));
    server.start();
  }

  /** Starts a server that answers by this script. */
  public static FaultyModelServer start(ScriptedModel script) {
    return new FaultyModelServer(script);
  }

  /** Gives these answers one after the other, then the last one again and again. */
  public static FaultyModelServer start(Reply... replies) {
    return new FaultyModelServer(ScriptedModel.of(replies));
  }

  /** With {@code /v1}. */
  public String baseUrl() {
    return root() + "/v1";
  }

  /** Without {@code /v1}. */
  public String root() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** What {@code /v1/models} lists; {@code scripted} unless set. */
  public FaultyModelServer withModels(String... names) {
    models = List.of(names);
    return this;
  }

  /** Is called with each chat request before it is answered, on the server's thread. */
  public FaultyModelServer onArrival(Consumer<JsonNode> listener) {
    arrival = listener;
    return this;
  }

  /** Every chat request so far, oldest first. */
  public List<JsonNode> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  /** The path of every request so far. */
  public List<String> paths() {
    synchronized (paths) {
      return List.copyOf(paths);
    }
  }

  /** The {@code Authorization} header of every request so far, "" where there was none. */
  public List<String> keys() {
    synchronized (keys) {
      return List.copyOf(keys);
    }
  }

  /** Most chat requests that were open at one time. */
  public int mostInFlight() {
    return mostInFlight.get();
  }

  private void chat(HttpExchange exchange) throws IOException {
    note(exchange);
    JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
    requests.add(request);
    mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
    try {
      arrival.accept(request);
      play(exchange, script.apply(request));
    } finally {
      inFlight.decrementAndGet();
    }
  }

  private void play(HttpExchange exchange, Reply reply) throws IOException {
    switch (reply) {
      case Reply.Said said ->
          send(exchange, 200, "application/json", completion(said).toString(), Map.of());
      case Reply.Raw raw ->
          send(exchange, raw.status(), raw.contentType(), raw.body(), raw.headers());
      case Reply.Stall _ -> awaitClose();
      case Reply.Drop _ -> exchange.close();
      case Reply.Endless endless -> {
        exchange.getResponseHeaders().set("Content-Type", endless.contentType());
        exchange.sendResponseHeaders(200, 0);
        byte[] chunk = endless.chunk().repeat(64).getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = exchange.getResponseBody()) {
          while (closed.getCount() > 0) {
            out.write(chunk);
          }
        }
      }
    }
  }

  private void awaitClose() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static ObjectNode completion(Reply.Said said) {
    ObjectNode answer = JSON.createObjectNode();
    answer.put("id", "scripted").put("object", "chat.completion").put("model", "scripted");
    ObjectNode choice = answer.putArray("choices").addObject();
    choice.put("index", 0).put("finish_reason", said.finish());
    ObjectNode message = choice.putObject("message");
    message.put("role", "assistant").put("content", said.text());
    if (!said.calls().isEmpty()) {
      ArrayNode calls = message.putArray("tool_calls");
      for (Reply.Call call : said.calls()) {
        calls
            .addObject()
            .put("id", call.id())
            .put("type", "function")
            .putObject("function")
            .put("name", call.tool())
            .put("arguments", call.arguments());
      }
    }
    if (said.usage() != null) {
      int prompt = said.usage().get(0);
      int completion = said.usage().get(1);
      answer
          .putObject("usage")
          .put("prompt_tokens", prompt)
          .put("completion_tokens", completion)
          .put("total_tokens", prompt + completion);
    }
    return answer;
  }

  private void list(HttpExchange exchange) throws IOException {
    note(exchange);
    ObjectNode answer = JSON.createObjectNode().put("object", "list");
    ArrayNode data = answer.putArray("data");
    models.forEach(name -> data.addObject().put("id", name).put("object", "model"));
    send(exchange, 200, "application/json", answer.toString(), Map.of());
  }

  private void note(HttpExchange exchange) {
    paths.add(exchange.getRequestURI().getPath());
    String key = exchange.getRequestHeaders().getFirst("Authorization");
    keys.add(key == null ? "" : key);
  }

  private static String error(String message) {
    return "{\"error\":{\"message\":\"" + message + "\"}}";
  }

  private static void send(
      HttpExchange exchange, int status, String type, String body, Map<String, String> headers)
      throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
      exchange.getResponseHeaders().set("Content-Type", type);
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      if (bytes.length > 0) {
        exchange.getResponseBody().write(bytes);
      }
    }
  }

  /** Ends every stalled and endless answer, then the server. */
  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
  }
}
