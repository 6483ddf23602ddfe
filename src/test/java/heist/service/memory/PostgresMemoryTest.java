package heist.service.memory;

import heist.store.Database;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

@Tag("postgres")
class PostgresMemoryTest extends MemoryContract {
  private static EmbeddedPostgres server;
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
    Database database = reopen();
    database
        .jdbi()
        .useHandle(
            h -> h.execute("TRUNCATE memory, memory_terms, memory_vector, summary, progress"));
    return database;
  }

  @Override
  Database reopen() {
    return Database.open("memory", folder, server.getJdbcUrl("postgres", "postgres"));
  }
}
