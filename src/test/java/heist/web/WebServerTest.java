package heist.web;

import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import heist.HeistException;
import heist.HeistException.Kind;
import heist.testing.SettableClock;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

class WebServerTest {
  record Hello(String name) {}

  private final HttpClient http = HttpClient.newHttpClient();
  private final TestIssuer issuer = new TestIssuer(SettableClock.atNewYear());
  private final AtomicReference<Optional<String>> trouble = new AtomicReference<>(Optional.empty());
  private final CountDownLatch begun = new CountDownLatch(1);
  private final WebServer server = server(Timeouts.STANDARD);

  private WebServer server(Timeouts timeouts) {
    TokenVerifier verifier = issuer.verifier("urn:heist:test");
    return WebServer.named("test")
        .maxBody(1000)
        .timeouts(timeouts)
        .dependency("auth", trouble::get)
        .routes(config -> {
          config.routes.post("/hello", ctx -> ctx.json(ctx.bodyAsClass(Hello.class)));
          config.routes.get(
              "/newest",
              ctx -> ctx.json(ctx.queryParamAsClass("limit", Integer.class).getOrDefault(3)));
          config.routes.post("/raw", ctx -> ctx.result(ctx.bodyInputStream().readAllBytes()));
          config.routes.post(
              "/paused",
              ctx -> {
                int first = ctx.bodyInputStream().read();
                begun.countDown();
                byte[] rest = ctx.bodyInputStream().readAllBytes();
                ctx.result((char) first + new String(rest, StandardCharsets.US_ASCII));
              });
          config.routes.get("/virtual", ctx -> ctx.json(Thread.currentThread().isVirtual()));
          config.routes.get(
              "/bug",
              ctx -> {
                throw new IllegalStateException("secret detail");
              });
          config.routes.get(
              "/error",
              ctx -> {
                throw new StackOverflowError("secret detail");
              });
          config.routes.get(
              "/busy",
              ctx -> {
                throw new HeistException(Kind.CONFLICT, "Pause it first.");
              });
          config.routes.before("/guarded", verifier.before());
          config.routes.get(
              "/guarded",
              ctx -> {
                TokenVerifier.caller(ctx).require("test:use");
                ctx.result(TokenVerifier.caller(ctx).subject());
              });
        })
        .servlets(context -> {
          context.addServlet(new ServletHolder(new Echo()), "/mcp");
          context.addFilter(
              new FilterHolder(verifier.filter()), "/mcp", EnumSet.of(DispatcherType.REQUEST));
        })
        .start();
  }

  /** A door that Javalin does not see. */
  private static final class Echo extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      byte[] body = request.getInputStream().readAllBytes();
      response.getWriter().print(TokenVerifier.caller(request).subject() + body.length);
    }
  }

  @AfterEach
  void close() {
    server.close();
    issuer.close();
  }

  @Test
  void answersOnVirtualThreads() throws Exception {
    assertThat(get("/virtual").body()).isEqualTo("true");
  }

  @Test
  void badBodiesAreTheSendersFault() throws Exception {
    problem(post("/hello", "{\"name\":"), 400, "not valid JSON");
    problem(post("/hello", "{\"nome\":\"x\"}"), 400, "Unknown field 'nome'");
    problem(post("/hello", ""), 400, "empty");
    assertThat(post("/hello", "{\"name\":\"x\"}").body()).isEqualTo("{\"name\":\"x\"}");
  }

  @Test
  void largeBodiesAreRefusedDeclaredOrNot() throws Exception {
    String large = "{\"name\":\"" + "x".repeat(2000) + "\"}";
    problem(post("/hello", large), 413, "too large");
    problem(post("/raw", large), 413, "too large");
    HttpRequest chunked =
        request("/raw")
            .POST(
                BodyPublishers.ofInputStream(
                    () -> new ByteArrayInputStream(large.getBytes(StandardCharsets.UTF_8))))
            .build();
    problem(send(chunked), 413, "too large");
  }

  /** One byte a second held a connection for as long as its sender liked. */
  @Test
  void aBodyThatTricklesIsEnded() throws Exception {
    Timeouts strict = new Timeouts(Duration.ofSeconds(9), Duration.ofSeconds(9), ZERO, 1L << 40);
    try (WebServer hasty = server(strict)) {
      for (String path : new String[] {"/hello", "/raw", "/mcp"}) {
        try (Socket socket = begin(hasty, path)) {
          assertThat(rest(socket))
              .startsWith("HTTP/1.1 408 ")
              .containsIgnoringCase("Connection: close")
              .contains("\"status\":408", "The body came too slowly.");
        }
      }
    }
  }

  @Test
  void aBodyThatPausesIsTaken() throws Exception {
    try (Socket socket = begin(server, "/paused")) {
      assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
      socket.getOutputStream().write("x".repeat(99).getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      assertThat(rest(socket)).startsWith("HTTP/1.1 200 ").endsWith("x");
    }
    Timeouts timeouts = new Timeouts(ZERO, ZERO, Duration.ofSeconds(10), 1024);
    assertThat(timeouts.behind(1, Duration.ofSeconds(10).toNanos())).isFalse();
    assertThat(timeouts.behind(1, Duration.ofSeconds(11).toNanos())).isTrue();
    assertThat(timeouts.behind(1 << 20, Duration.ofSeconds(1034).toNanos())).isFalse();
    assertThat(timeouts.behind(1 << 20, Duration.ofSeconds(1035).toNanos())).isTrue();
  }

  private Socket begin(WebServer to, String path) throws IOException {
    Socket socket = new Socket("127.0.0.1", to.port());
    socket.setSoTimeout(30_000);
    String head =
        """
        POST %s HTTP/1.1
        Host: 127.0.0.1
        Authorization: Bearer %s
        Content-Length: 100

        x\
        """
            .formatted(path, issuer.token("slow", "urn:heist:test", "test:use"));
    socket.getOutputStream().write(head.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static String rest(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Both were 30 s: a request that met the closing of an idle connection was lost. */
  @Test
  void aClientGivesAnIdleConnectionUpBeforeTheServerCloses() {
    assertThat(server.keepAlive())
        .isGreaterThanOrEqualTo(Timeouts.CLIENT_KEEP_ALIVE.plusSeconds(20));
  }

  /** It was answered in Javalin's own words, which are no problem details. */
  @Test
  void aParameterOfTheWrongTypeIsAProblem() throws Exception {
    assertThat(get("/newest?limit=7").body()).isEqualTo("7");
    for (String wrong : new String[] {"x", "1.5", "99999999999", "1;2", "x".repeat(500)}) {
      problem(get("/newest?limit=" + wrong), 400, "limit cannot be");
    }
  }

  @Test
  void whatIsNotThereIsAProblemToo() throws Exception {
    problem(get("/nowhere"), 404, "/docs");
    problem(get("/hello"), 405, "method");
    assertThat(get("/hello").headers().firstValue("Allow")).contains("POST");
    problem(get("/busy"), 409, "Pause it first.");
  }

  @Test
  void ourMistakesTellOnlyAReference() throws Exception {
    for (String path : new String[] {"/bug", "/error"}) {
      HttpResponse<String> answer = get(path);
      JsonNode problem = problem(answer, 500, "our mistake");
      assertThat(problem.get("reference").stringValue()).hasSize(36);
      assertThat(answer.body()).doesNotContain("secret", "Exception", "java");
    }
  }

  @Test
  void garbageOnTheWireIsAnsweredInOrder() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      socket.getOutputStream().write("GET /\u0000 HTTP/9\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 4").doesNotContain("jetty", "Jetty", "\tat ");
    }
  }

  @Test
  void tokensGuardRoutesAndServletsAlike() throws Exception {
    for (String path : new String[] {"/guarded", "/mcp"}) {
      HttpResponse<String> none = send(guarded(path, null));
      problem(none, 401, "token");
      assertThat(none.headers().firstValue("WWW-Authenticate")).hasValue("Bearer realm=\"heist\"");
      HttpResponse<String> bad = send(guarded(path, "abc"));
      problem(bad, 401, "cannot be read");
      assertThat(bad.headers().firstValue("WWW-Authenticate").orElseThrow())
          .contains("invalid_token");
    }
    String weak = issuer.token("weak", "urn:heist:test", "other");
    HttpResponse<String> refused = send(guarded("/guarded", weak));
    problem(refused, 403, "test:use");
    assertThat(refused.headers().firstValue("WWW-Authenticate").orElseThrow())
        .contains("insufficient_scope", "scope=\"test:use\"");
    String good = issuer.token("good", "urn:heist:test", "test:use");
    assertThat(send(guarded("/guarded", good)).body()).isEqualTo("good");
    assertThat(send(guarded("/mcp", good)).body()).isEqualTo("good2");
  }

  private HttpRequest guarded(String path, @Nullable String token) {
    HttpRequest.Builder request = request(path);
    if (path.equals("/mcp")) {
      request.POST(BodyPublishers.ofString("{}"));
    }
    return (token == null ? request : request.header("Authorization", "Bearer " + token)).build();
  }

  @Test
  void healthSaysWhichDependencyIsMissing() throws Exception {
    assertThat(get("/health").body())
        .isEqualTo(
            "{\"status\":\"ready\",\"service\":\"test\",\"dependencies\":{\"auth\":\"ready\"}}");
    trouble.set(Optional.of("does not answer"));
    HttpResponse<String> waiting = get("/health");
    assertThat(waiting.statusCode()).isEqualTo(503);
    assertThat(waiting.body()).contains("\"waiting\"", "\"auth\":\"does not answer\"");
  }

  @Test
  void describesAndMeasuresItself() throws Exception {
    post("/hello", "{\"name\":\"x\"}");
    assertThat(get("/metrics").body())
        .contains("http_server_requests_seconds_count", "route=\"/hello\"", "service=\"test\"");
    JsonNode document = Json.tree(get("/openapi.json").body());
    assertThat(document.get("openapi").stringValue()).isEqualTo("3.1.0");
    assertThat(document.get("paths").has("/health")).isTrue();
    HttpResponse<String> docs = get("/docs");
    assertThat(docs.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
    assertThat(docs.body()).contains("<code>/health</code>").doesNotContain("http://", "https://");
  }

  @Test
  void aTakenPortIsOneClearLine() {
    assertThatThrownBy(() -> WebServer.named("other").bind("127.0.0.1", server.port()).start())
        .isInstanceOf(HeistException.class)
        .hasMessageContaining("port is taken")
        .hasMessageContaining("--port-offset");
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(server.address().resolve(path))
        .version(HttpClient.Version.HTTP_1_1);
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(request(path).build());
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return send(request(path).POST(BodyPublishers.ofString(body)).build());
  }

  private HttpResponse<String> send(HttpRequest request) throws Exception {
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode problem(HttpResponse<String> answer, int status, String detail) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith(Problem.MEDIA_TYPE);
    JsonNode problem = Json.tree(answer.body());
    assertThat(problem.get("detail").stringValue()).contains(detail);
    assertThat(problem.get("status").intValue()).isEqualTo(status);
    return problem;
  }

  /**
   * Feed readers logged "HikariDataSource closed" with a stack trace at every end of the program.
   */
  @Test
  void aRequestUnderWayAtTheEndIsNobodysMistake() throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger("heist.web");
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.addAppender(log);
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    AtomicReference<Thread> handler = new AtomicReference<>();
    try {
      WebServer ending =
          WebServer.named("ending")
              .routes(config ->
                  config.routes.get(
                      "/feed",
                      ctx -> {
                        handler.set(Thread.currentThread());
                        entered.countDown();
                        closed.await();
                        throw new IllegalStateException("the pool is closed");
                      }))
              .start();
      CompletableFuture<HttpResponse<String>> unused =
          http.sendAsync(
              HttpRequest.newBuilder(ending.address().resolve("/feed")).build(),
              BodyHandlers.ofString());
      entered.await();
      ending.close();
      closed.countDown();
      java.util.Objects.requireNonNull(handler.get()).join();
      assertThat(log.list).isEmpty();
    } finally {
      logger.detachAppender(log);
    }
  }
}
