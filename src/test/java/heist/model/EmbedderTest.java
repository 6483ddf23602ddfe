package heist.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Embeddings over HTTP. */
class EmbedderTest {
  private final AtomicReference<String> answer = new AtomicReference<>("");
  private final AtomicReference<String> asked = new AtomicReference<>("");
  private final ModelClients clients = new ModelClients(InstantSource.system());

  @SuppressWarnings("NullAway.Init")
  private HttpServer server;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/embeddings",
        exchange -> {
          asked.set(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          byte[] body = answer.get().getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    clients.close();
    server.stop(0);
  }

  private Embedder embedder() {
    // without /v1, as people write it
    return clients.embedder(
        ModelEndpoint.of("http://127.0.0.1:" + server.getAddress().getPort(), "key", null), "m");
  }

  private static String vectors(String... each) {
    StringBuilder data = new StringBuilder();
    for (int i = 0; i < each.length; i++) {
      data.append(i == 0 ? "" : ",")
          .append("{\"object\":\"embedding\",\"index\":" + i + ",\"embedding\":" + each[i] + "}");
    }
    return "{\"object\":\"list\",\"model\":\"m\",\"data\":["
        + data
        + "],\"usage\":{\"prompt_tokens\":2,\"total_tokens\":2}}";
  }

  @Test
  void everyTextGetsAVectorOfLengthOne() {
    answer.set(vectors("[3,4]", "[0,2]"));
    List<float[]> vectors = embedder().embed(List.of("a dog", "a boiler"));
    assertThat(vectors).hasSize(2);
    assertThat(vectors.get(0)).containsExactly(0.6f, 0.8f);
    assertThat(vectors.get(1)).containsExactly(0f, 1f);
    assertThat(asked.get()).contains("a dog", "a boiler", "\"m\"");
  }

  @Test
  void whatIsNoVectorForEachTextIsRefusedInALine() {
    for (String bad : List.of(vectors("[1,0]"), vectors("[0,0]", "[1,0]"), "{}", "no json")) {
      answer.set(bad);
      assertThatThrownBy(() -> embedder().embed(List.of("a", "b")))
          .as(bad)
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("127.0.0.1");
    }
    server.stop(0);
    assertThatThrownBy(() -> embedder().embed(List.of("a"))).isInstanceOf(ModelException.class);
  }
}
