package heist.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import heist.HeistException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An OpenAI-compatible server for measurements: it answers after a set time, in every second turn
 * with a call of the calculator first. It thinks as little as it can, since its work counts as
 * ours.
 */
final class StubModel implements AutoCloseable {
  private static final String SAYS =
      """
      {"id":"stub","object":"chat.completion","created":1,"model":"stub","choices":[{"index":0,\
      "message":{"role":"assistant","content":"I have looked at my sources, and the window of ten \
      minutes after the change of shifts is what we should plan with (%d)."},\
      "finish_reason":"stop"}],"usage":{"prompt_tokens":900,"completion_tokens":30,"total_tokens":930}}\
      """;
  private static final String ASKS =
      """
      {"id":"stub","object":"chat.completion","created":1,"model":"stub","choices":[{"index":0,\
      "message":{"role":"assistant","content":null,"tool_calls":[{"id":"c%d","type":"function",\
      "function":{"name":"calculator","arguments":"{\\"expression\\":\\"10000*3/3600\\"}"}}]},\
      "finish_reason":"tool_calls"}],"usage":{"prompt_tokens":900,"completion_tokens":20,\
      "total_tokens":920}}\
      """;

  private final HttpServer server;
  private final Duration latency;
  private final AtomicLong turns = new AtomicLong();

  StubModel(Duration latency) {
    this.latency = latency;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
    } catch (IOException e) {
      throw new HeistException(
          HeistException.Kind.UNAVAILABLE, "No port for the stub model: " + e.getMessage(), e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/v1/chat/completions", this::answer);
    server.start();
  }

  URI baseUrl() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Thread.sleep(latency);
      byte[] body = reply(request).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String reply(String request) {
    boolean afterTool = lastRole(request, "tool") > lastRole(request, "user");
    long number = afterTool ? turns.get() : turns.incrementAndGet();
    boolean asks = !afterTool && number % 2 == 0 && request.contains("\"calculator\"");
    return asks ? ASKS.formatted(number) : SAYS.formatted(number);
  }

  private static int lastRole(String request, String role) {
    return Math.max(
        request.lastIndexOf("\"role\":\"" + role + "\""),
        request.lastIndexOf("\"role\" : \"" + role + "\""));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
