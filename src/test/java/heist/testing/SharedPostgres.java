package heist.testing;

import heist.client.AddressBook;
import heist.client.Target;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One real PostgreSQL server for all tests of a run that do not disturb it; ends with the run.
 * Starting one costs seconds, a database of one's own almost nothing.
 */
public final class SharedPostgres {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private SharedPostgres() {}

  private static final class Server {
    static final EmbeddedPostgres RUNNING = start();

    private static EmbeddedPostgres start() {
      try {
        EmbeddedPostgres server = builder().start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server)));
        return server;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void stop(EmbeddedPostgres server) {
      try {
        server.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A server on a port that nobody else is given before it listens there. */
  public static EmbeddedPostgres.Builder builder() {
    return EmbeddedPostgres.builder().setPort(AddressBook.onFreePorts().of(Target.GAME).getPort());
  }

  /** The address of a new, empty database. */
  public static String database() {
    String name = "test" + COUNT.incrementAndGet();
    try (Connection connection = Server.RUNNING.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException("no database " + name, e);
    }
    return Server.RUNNING.getJdbcUrl("postgres", name);
  }
}
