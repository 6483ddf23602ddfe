package heist.session;

import heist.store.Database;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteResumeTest extends ResumeContract {
  @TempDir private Path folder;

  @Override
  Database open() {
    return Database.open("game", folder, null);
  }
}
