package heist.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import heist.HeistException;
import heist.HeistException.Kind;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The rows of one service: the SQLite file {@code <service>.db} in the data folder, or the schema
 * {@code <service>} of a PostgreSQL database. Opening it locks the file, brings the tables up to
 * date and opens a small pool. Thread-safe.
 *
 * <p>SQLite runs with a write-ahead log and {@code synchronous=FULL}: what a commit has returned
 * survives a loss of power. Its transactions take the write lock when they begin, so they wait for
 * each other instead of failing half-way.
 */
public final class Database implements AutoCloseable {
  /** How long a statement waits for another writer, in milliseconds. */
  private static final int BUSY_MS = 10_000;

  private static final Pattern SERVICE = Pattern.compile("[a-z][a-z0-9_]{0,30}");

  private final String service;
  private final Dialect dialect;
  private final @Nullable FileLock lock;
  private final HikariDataSource pool;
  private final Jdbi jdbi;
  private final GroupCommit writer;

  private Database(
      String service, Dialect dialect, @Nullable FileLock lock, HikariDataSource pool) {
    this.service = service;
    this.dialect = dialect;
    this.lock = lock;
    this.pool = pool;
    this.jdbi = Jdbi.create(pool);
    this.writer =
        switch (dialect) {
          case SQLITE -> new SqliteGroupCommit(service, jdbi);
          case POSTGRESQL -> new PlainCommit(service, jdbi);
        };
  }

  /**
   * Opens the data of {@code service}.
   *
   * @param service lower-case name: of the file, the schema and the folder of migrations
   * @param dataDir where the SQLite file lies; made if missing
   * @param url none for SQLite in {@code dataDir}; {@code jdbc:sqlite:FILE} for exactly that file;
   *     {@code jdbc:postgresql://...} or {@code postgresql://user:password@host:port/name}
   * @throws HeistException CONFLICT if another process has the file, or a newer Heist wrote it;
   *     UNAVAILABLE if the folder cannot be written or the server does not answer
   */
  public static Database open(String service, Path dataDir, @Nullable String url) {
    return open(service, service, dataDir, url);
  }

  /** The same with migrations that several share: those of the folder {@code migrations}. */
  public static Database open(
      String service, String migrations, Path dataDir, @Nullable String url) {
    if (!SERVICE.matcher(service).matches()) {
      throw new IllegalArgumentException("Not a name for a service's data: " + service);
    }
    if (url == null || url.isBlank()) {
      return openSqlite(service, migrations, dataDir.resolve(service + ".db"));
    }
    if (url.startsWith("jdbc:sqlite:")) {
      return openSqlite(service, migrations, Path.of(url.substring("jdbc:sqlite:".length())));
    }
    return openPostgres(service, migrations, PostgresUrl.parse(url));
  }

  private static Database openSqlite(String service, String migrations, Path file) {
    FileLock.makeFolder(file);
    FileLock lock = FileLock.of(file);
    try {
      SQLiteConfig config = new SQLiteConfig();
      config.setJournalMode(SQLiteConfig.JournalMode.WAL);
      config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
      config.setBusyTimeout(BUSY_MS);
      config.enforceForeignKeys(true);
      config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
      SQLiteDataSource source = new SQLiteDataSource(config);
      source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
      Migrations.run(Dialect.SQLITE, service, migrations, source);
      HikariConfig hikari = pool(service, source);
      // One writer at a time is all SQLite has; the others are readers.
      hikari.setMaximumPoolSize(6);
      return new Database(service, Dialect.SQLITE, lock, new HikariDataSource(hikari));
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static Database openPostgres(
      String service, String migrations, PGSimpleDataSource source) {
    source.setApplicationName("heist-" + service);
    source.setCurrentSchema(service);
    source.setConnectTimeout(5);
    source.setSocketTimeout(60);
    source.setTcpKeepAlive(true);
    source.setOptions("-c idle_in_transaction_session_timeout=60000 -c synchronous_commit=on");
    Migrations.run(Dialect.POSTGRESQL, service, migrations, source);
    HikariConfig hikari = pool(service, source);
    hikari.setMaximumPoolSize(10);
    return new Database(service, Dialect.POSTGRESQL, null, new HikariDataSource(hikari));
  }

  private static HikariConfig pool(String service, DataSource source) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(service);
    config.setDataSource(source);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(15_000);
    config.setRegisterMbeans(false);
    return config;
  }

  static HeistException unreachable(String service, SQLException cause) {
    return new HeistException(
        Kind.UNAVAILABLE,
        "The database of %s does not answer (%s). Check HEIST_DB_URL and that the server runs."
            .formatted(service, cause.getMessage()),
        cause);
  }

  /**
   * Reads, and writes of little weight. Heavy or concurrent writing belongs to {@link #writer()}.
   */
  public Jdbi jdbi() {
    return jdbi;
  }

  /** The writer that makes many small appends cheap and durable. */
  public GroupCommit writer() {
    return writer;
  }

  /** Which of the two databases this is. */
  public Dialect dialect() {
    return dialect;
  }

  /** The pool itself, for libraries that want one. */
  public DataSource dataSource() {
    return pool;
  }

  /** Whose data this is. */
  public String service() {
    return service;
  }

  /** Writes what is waiting, closes the pool and gives up the lock. May be called twice. */
  @Override
  public void close() {
    writer.close();
    pool.close();
    if (lock != null) {
      lock.close();
    }
  }
}
