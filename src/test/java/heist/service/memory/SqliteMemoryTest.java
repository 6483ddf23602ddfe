package heist.service.memory;

import heist.store.Database;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteMemoryTest extends MemoryContract {
  @TempDir Path folder;

  @Override
  Database open() {
    return reopen();
  }

  @Override
  Database reopen() {
    return Database.open("memory", folder, null);
  }
}
