package heist.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.web.WebServer;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpJsonTest {
  record Thing(String name) {}

  private final CountDownLatch closing = new CountDownLatch(1);
  private final WebServer server =
      WebServer.named("game")
          .routes(config -> {
            config.routes.post("/echo", ctx -> ctx.json(ctx.bodyAsClass(Thing.class)));
            config.routes.get("/more", ctx -> ctx.result("{\"name\":\"x\",\"new\":1}"));
            config.routes.get(
                "/token", ctx -> ctx.json(new Thing(String.valueOf(ctx.header("Authorization")))));
            config.routes.get("/garbage", ctx -> ctx.result("<html>"));
            config.routes.get("/slow", ctx -> closing.await());
            config.routes.get(
                "/conflict",
                ctx -> {
                  throw new HeistException(Kind.CONFLICT, "Pause it first.");
                });
            config.routes.get(
                "/bug",
                ctx -> {
                  throw new IllegalStateException("x");
                });
          })
          .start();
  private final HttpJson game = HttpJson.to("game", server.address());

  @AfterEach
  void close() {
    closing.countDown();
    server.close();
  }

  @Test
  void sendsAndReads() {
    Thing thing = game.post("/echo", new Thing("x"), Thing.class);
    assertThat(thing).isEqualTo(new Thing("x"));
    Thing more = game.get("/more", Thing.class);
    assertThat(more).isEqualTo(new Thing("x"));
    Thing token = game.withToken(() -> "abc").get("/token", Thing.class);
    assertThat(token.name()).isEqualTo("Bearer abc");
  }

  @Test
  void problemsComeBackAsOurExceptions() {
    fails(() -> game.get("/conflict", Thing.class), Kind.CONFLICT, "Pause it first.");
    fails(() -> game.get("/nowhere", Thing.class), Kind.NOT_FOUND, "Game:");
    fails(() -> game.get("/bug", Thing.class), Kind.UNAVAILABLE, "reference");
    fails(() -> game.get("/garbage", Thing.class), Kind.UNAVAILABLE, "cannot be read");
  }

  @Test
  void aServiceThatDoesNotAnswerIsNamed() {
    fails(
        () -> HttpJson.to("files", URI.create("http://127.0.0.1:1")).get("/", Thing.class),
        Kind.UNAVAILABLE,
        "Files at http://127.0.0.1:1 does not answer");
    fails(
        () -> game.withTimeout(Duration.ofMillis(50)).get("/slow", Thing.class),
        Kind.UNAVAILABLE,
        "within 50 ms");
  }

  @Test
  void anInterruptEndsACall() {
    Thread.currentThread().interrupt();
    fails(() -> game.get("/slow", Thing.class), Kind.UNAVAILABLE, "cut short");
    assertThat(Thread.interrupted()).isTrue();
  }

  private static void fails(Runnable call, Kind kind, String message) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(HeistException.class, e -> assertThat(e.kind()).isEqualTo(kind))
        .hasMessageContaining(message);
  }
}
