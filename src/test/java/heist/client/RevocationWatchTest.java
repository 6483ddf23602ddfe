package heist.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.testing.SettableClock;
import heist.web.Caller;
import heist.web.WebServer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RevocationWatchTest {
  private static final String NONE = "{\"revocations\":[],\"last\":0,\"keys\":[\"k\"]}";
  private static final String ONE =
      "{\"revocations\":[{\"n\":1,\"jti\":\"t1\"}],\"last\":1,\"keys\":[\"k\"]}";

  private final SettableClock clock = SettableClock.atNewYear();
  private final AtomicReference<String> answer = new AtomicReference<>("");

  /** A service that had just started took a revoked token while auth was too busy to tell. */
  @Test
  void untilAuthHasToldOnceNoTokenIsGoodAndThenWhatIsKnownHolds() {
    try (WebServer auth =
        WebServer.named("auth")
            .routes(config ->
                config.routes.get(
                    "/revocations",
                    ctx -> {
                      if (answer.get().isEmpty()) {
                        throw new HeistException(Kind.UNAVAILABLE, "busy");
                      }
                      ctx.result(answer.get());
                    }))
            .start()) {
      RevocationWatch watch = new RevocationWatch(HttpJson.to("auth", auth.address()), clock);
      Caller caller =
          new Caller(
              "a",
              "a",
              null,
              null,
              Set.of(),
              "t1",
              clock.instant(),
              clock.instant().plusSeconds(9));
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> watch.test(caller))
            .isInstanceOfSatisfying(
                HeistException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE))
            .hasMessageContaining("cannot be checked");
      }
      later(NONE);
      assertThat(watch.test(caller)).isFalse();
      later("");
      assertThat(watch.test(caller)).as("known is known").isFalse();
      later(ONE);
      assertThat(watch.test(caller)).isTrue();
      later("");
      assertThat(watch.test(caller)).isTrue();
    }
  }

  private void later(String told) {
    clock.advance(Duration.ofSeconds(1));
    answer.set(told);
  }
}
