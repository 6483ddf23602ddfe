package heist.session;

import static org.assertj.core.api.Assertions.assertThat;

import heist.event.Envelope;
import heist.event.SessionEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Begins sessions of a worker and waits for what becomes of them. */
final class Watching {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Watching() {}

  static void create(Sessions sessions, SessionConfig config) {
    Opening.Opened opened = TestSessions.open(config);
    SessionRow unused = sessions.create(config, opened.title(), opened.events());
  }

  static <T extends SessionEvent> List<T> events(Sessions sessions, String id, Class<T> type) {
    return sessions.log().readAllOf(id).stream()
        .map(Envelope::event)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  static void awaitPhase(Sessions sessions, String id, Phase phase) throws InterruptedException {
    assertThat(comes(sessions, id, () -> sessions.row(id).phase() == phase))
        .as("%s is %s", id, sessions.row(id).phase())
        .isTrue();
  }

  static <T extends SessionEvent> void awaitEvents(
      Sessions sessions, String id, Class<T> type, int count) throws InterruptedException {
    assertThat(comes(sessions, id, () -> events(sessions, id, type).size() >= count))
        .as("%d %s", count, type.getSimpleName())
        .isTrue();
  }

  private static boolean comes(Sessions sessions, String id, BooleanSupplier wished)
      throws InterruptedException {
    return sessions
        .log()
        .await(id, PATIENCE, () -> Optional.of(true).filter(_ -> wished.getAsBoolean()))
        .isPresent();
  }
}
