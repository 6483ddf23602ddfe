package heist.session;

import static org.assertj.core.api.Assertions.assertThat;

import heist.event.Envelope;
import heist.event.SessionEvent;
import heist.model.ModelReply;
import heist.model.ModelRequest;
import heist.store.Database;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole sessions through the real log, inbox and scheduler on a database of the test's own; only
 * the model is a script. {@link #stop} and {@link #start} again is a restart of the program.
 */
abstract class WholeSessions {
  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init")
  Sessions sessions;

  @SuppressWarnings("NullAway.Init")
  private Database database;

  final void start(Function<ModelRequest, ModelReply> script) {
    database = Database.open("game", folder, null);
    sessions =
        new Sessions(database, config -> new TestDesk(script), InstantSource.system(), "test");
    sessions.start();
  }

  @AfterEach
  final void stop() {
    if (sessions != null) {
      sessions.close();
      database.close();
    }
  }

  final void create(SessionConfig config) {
    Opening.Opened opened = TestSessions.open(config);
    sessions.create(config, opened.title(), opened.events());
  }

  final void awaitPhase(String id, Phase phase) throws InterruptedException {
    Optional<Boolean> there =
        sessions
            .log()
            .await(
                id,
                Duration.ofSeconds(40),
                () -> Optional.of(true).filter(_ -> sessions.row(id).phase() == phase));
    assertThat(there).as("%s is %s", id, sessions.row(id).phase()).isPresent();
  }

  final <T extends SessionEvent> List<T> events(String id, Class<T> type) {
    return sessions.log().readAllOf(id).stream()
        .map(Envelope::event)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }
}
