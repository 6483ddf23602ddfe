package heist.session;

import heist.event.SessionEvent;
import heist.model.ModelReply;
import heist.model.ModelRequest;
import heist.store.Database;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
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
    Watching.create(sessions, config);
  }

  final void awaitPhase(String id, Phase phase) throws InterruptedException {
    Watching.awaitPhase(sessions, id, phase);
  }

  final <T extends SessionEvent> List<T> events(String id, Class<T> type) {
    return Watching.events(sessions, id, type);
  }
}
