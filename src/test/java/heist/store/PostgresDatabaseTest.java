package heist.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heist.HeistException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("postgres")
class PostgresDatabaseTest extends DatabaseContract {
  static EmbeddedPostgres server;
  @TempDir Path folder;

  @BeforeAll
  static void start() throws IOException {
    server = EmbeddedPostgres.start();
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @Override
  Database open() {
    return Database.open("storetest", folder, server.getJdbcUrl("postgres", "postgres"));
  }

  @BeforeEach
  void empty() {
    database.jdbi().useHandle(h -> h.execute("TRUNCATE thing"));
  }

  @Test
  void theOtherWayToWriteAnAddress() {
    Database.open(
            "storetest",
            folder,
            "postgresql://postgres:secret@localhost:" + server.getPort() + "/postgres")
        .close();
  }

  @Test
  void anAddressThatCannotBeReadIsNotRepeated() {
    assertThatThrownBy(() -> Database.open("storetest", folder, "mysql://root:hunter2@localhost/x"))
        .isInstanceOf(HeistException.class)
        .hasMessageContaining("HEIST_DB_URL")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void aServerThatDoesNotAnswerIsOneClearLine() {
    assertThatThrownBy(
            () -> Database.open("storetest", folder, "postgresql://u:hunter2@localhost:1/x"))
        .isInstanceOf(HeistException.class)
        .hasMessageContaining("does not answer")
        .hasMessageNotContaining("hunter2");
  }
}
