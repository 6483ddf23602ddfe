package heist.service.memory;

import heist.store.Database;
import heist.testing.SharedPostgres;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

@Tag("postgres")
class PostgresMemoryTest extends MemoryContract {
  private static final String URL = SharedPostgres.database();
  @TempDir Path folder;

  @Override
  Database open() {
    Database database = reopen();
    database
        .jdbi()
        .useHandle(h ->
            h.execute("TRUNCATE memory, memory_terms, memory_vector, summary, progress, opening"));
    return database;
  }

  @Override
  Database reopen() {
    return Database.open("memory", folder, URL);
  }
}
