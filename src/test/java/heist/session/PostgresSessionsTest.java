package heist.session;

import static org.assertj.core.api.Assertions.assertThat;

import heist.event.Envelope;
import heist.event.SessionEvent.TurnEnded;
import heist.store.Database;
import heist.testing.SharedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Log, feed and workers on a real PostgreSQL server. */
@Tag("postgres")
@Timeout(120)
class PostgresSessionsTest {
  private static final String URL = SharedPostgres.database();
  @TempDir private static Path folder;

  private static Database open() {
    return Database.open("game", folder, URL);
  }

  private static void create(SessionTables tables, String id) {
    SessionConfig config = TestSessions.config(id, 1, "off", "none");
    Opening.Opened opened = TestSessions.open(config);
    List<Envelope> unused =
        tables.create(
            config, opened.title(), opened.events(), Instant.parse("2026-01-01T00:00:00Z"));
  }

  private static List<String> read(SessionTables tables, String after, int limit) {
    List<String> found = new ArrayList<>();
    String place = after;
    while (true) {
      EventLog.Page page = tables.readAll(place, limit, true);
      if (page.events().isEmpty()) {
        found.add(place);
        return found;
      }
      page.events().forEach(e -> found.add(e.session() + "/" + e.envelope().seq()));
      place = page.last();
    }
  }

  /** Two writers: the one that began first commits last. What the second wrote must wait. */
  @Test
  void a_feed_loses_nothing_when_transactions_commit_out_of_order() throws Exception {
    try (Database database = open()) {
      SessionTables tables = new SessionTables(database);
      create(tables, "early");
      List<String> before = read(tables, "0", 10);
      String place = before.getLast();
      try (Connection slow = DriverManager.getConnection(URL);
          Statement statement = slow.createStatement()) {
        slow.setAutoCommit(false);
        statement.execute(
            "INSERT INTO game.event (session, n, seq, outside, type, v, at, body)"
                + " VALUES ('early', 3, 2, 1, 'paused', 1, '2026-01-01T00:00:00Z', '{\"turn\":0}')");
        create(tables, "late");
        assertThat(read(tables, place, 10))
            .as("nothing is shown behind which something could still appear")
            .containsExactly(place);
        slow.commit();
      }
      List<String> after = read(tables, place, 1);
      assertThat(after.subList(0, after.size() - 1)).containsExactly("early/2", "late/1");
      assertThat(read(tables, "0", 2)).containsAll(List.of("early/1", "early/2", "late/1"));
    }
  }

  /** Whole sessions, shared by two workers on one database. */
  @Test
  void two_workers_play_every_session_once() throws Exception {
    try (Database one = open();
        Database two = open();
        Sessions first = workers(one, "one");
        Sessions second = workers(two, "two")) {
      first.start();
      second.start();
      for (int i = 0; i < 6; i++) {
        SessionConfig config = TestSessions.config("shared" + i, 2, "random", "none");
        Opening.Opened opened = TestSessions.open(config);
        SessionRow unused =
            (i % 2 == 0 ? first : second).create(config, opened.title(), opened.events());
      }
      for (int i = 0; i < 6; i++) {
        String id = "shared" + i;
        Optional<Boolean> over =
            first
                .log()
                .await(
                    id,
                    Duration.ofSeconds(60),
                    () -> Optional.of(true).filter(_ -> first.row(id).phase().ended()));
        assertThat(over).as(id).isPresent();
        List<Envelope> log = first.log().readAllOf(id);
        assertThat(log.stream().filter(e -> e.event() instanceof TurnEnded)).hasSize(6);
        assertThat(SessionState.fold(log).phase()).isEqualTo(Phase.COMPLETED);
      }
    }
  }

  private static Sessions workers(Database database, String name) {
    return new Sessions(
        database,
        config -> new TestDesk(request -> TestDesk.says("Hm. <note>n</note>")),
        InstantSource.system(),
        name);
  }
}
