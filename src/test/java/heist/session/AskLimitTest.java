package heist.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heist.HeistException;
import heist.model.ModelException;
import heist.store.Database;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Somebody asks more of a session than it can take up while its model thinks. */
@Timeout(120)
class AskLimitTest {
  @TempDir private Path folder;

  @Test
  void a_session_is_asked_so_much_and_no_more_and_can_always_be_stopped() throws Exception {
    CountDownLatch thinking = new CountDownLatch(1);
    try (Database database = Database.open("game", folder, null);
        Sessions sessions =
            new Sessions(
                database,
                config ->
                    new TestDesk(request -> {
                      thinking.countDown();
                      try {
                        new CountDownLatch(1).await();
                      } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                      }
                      throw new ModelException(ModelException.Trouble.CANCELLED, "cancelled");
                    }),
                InstantSource.system(),
                "test")) {
      sessions.start();
      SessionConfig config = TestSessions.config("busy", 1, "off", "none");
      Opening.Opened opened = TestSessions.open(config);
      SessionRow unused = sessions.create(config, opened.title(), opened.events());
      thinking.await();
      Ask order = new Ask.Order("intel", "Hurry", false);
      assertThatThrownBy(
              () -> {
                for (int i = 0; i <= 500; i++) {
                  assertThat(sessions.ask("busy", order, "anna")).isEqualTo(i + 1L);
                }
              })
          .isInstanceOfSatisfying(
              HeistException.class, e -> assertThat(e.kind()).isEqualTo(HeistException.Kind.LIMIT))
          .hasMessageContaining("500");
      assertThat(sessions.ask("busy", new Ask.Stop(), "anna")).isEqualTo(501);
      Optional<Boolean> stopped =
          sessions
              .log()
              .await(
                  "busy",
                  Duration.ofSeconds(60),
                  () -> Optional.of(true).filter(_ -> sessions.row("busy").phase().ended()));
      assertThat(stopped).isPresent();
    }
  }
}
