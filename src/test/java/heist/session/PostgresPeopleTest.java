package heist.session;

import heist.store.Database;
import heist.testing.SharedPostgres;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

@Tag("postgres")
class PostgresPeopleTest extends PeopleContract {
  @TempDir private Path folder;
  private final String url = SharedPostgres.database();

  @Override
  Database open() {
    return Database.open("game", folder, url);
  }
}
