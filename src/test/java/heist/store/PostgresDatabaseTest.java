package heist.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heist.HeistException;
import heist.testing.SharedPostgres;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("postgres")
class PostgresDatabaseTest extends DatabaseContract {
  private static final String URL = SharedPostgres.database();
  @TempDir Path folder;

  @Override
  Database open() {
    return Database.open("storetest", folder, URL);
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
            URL.replaceFirst(
                "^jdbc:postgresql://([^/]+)/([^?]+).*", "postgresql://postgres:secret@$1/$2"))
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
