package heist.service.database;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.client.SessionWorld.Column;
import heist.client.SessionWorld.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteLimits;
import tools.jackson.databind.JsonNode;

/**
 * A SQLite file with the given tables and nothing else, open to SELECTs of strangers. Every query
 * has a connection of its own: read-only, nothing can be attached, values, time, rows and bytes are
 * bounded. What the caller may not read must not be among the tables. Thread-safe.
 */
final class Sandbox implements AutoCloseable {
  static final int MAX_ROWS = 100;
  static final int MAX_BYTES = 16_384;

  /** Also bounds what sorting piles up in memory while a query may run. */
  private static final int MAX_VALUE = 20_000;

  private static final int OPS_BETWEEN_CHECKS = 2_000;

  private final Path file;
  private final Duration limit;

  private Sandbox(Path file, Duration limit) {
    this.file = file;
    this.limit = limit;
  }

  /**
   * What a query found.
   *
   * @param more whether rows were left out
   */
  record Rows(List<String> columns, List<List<@Nullable Object>> rows, boolean more) {}

  /**
   * Builds the file in {@code folder}.
   *
   * @param limit the longest a query may run
   */
  static Sandbox build(Path folder, List<Table> tables, Duration limit) {
    try {
      Files.createDirectories(folder);
      Path file = Files.createTempFile(folder, "world", ".db");
      Sandbox sandbox = new Sandbox(file, limit);
      try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
        connection.setAutoCommit(false);
        for (Table table : tables) {
          fill(connection, table);
        }
        connection.commit();
      } catch (SQLException | RuntimeException e) {
        sandbox.close();
        throw new HeistException(
            Kind.INTERNAL, "The session's database cannot be built: " + e.getMessage(), e);
      }
      return sandbox;
    } catch (IOException e) {
      throw new HeistException(
          Kind.UNAVAILABLE, "Cannot write to " + folder + ": make the data folder writable", e);
    }
  }

  private static void fill(Connection connection, Table table) throws SQLException {
    String columns =
        table.columns().stream().map(c -> quoted(c.name()) + " " + type(c)).collect(joining());
    String places = table.columns().stream().map(_ -> "?").collect(joining());
    try (Statement create = connection.createStatement()) {
      create.execute("CREATE TABLE " + quoted(table.name()) + " (" + columns + ")");
    }
    String sql = "INSERT INTO " + quoted(table.name()) + " VALUES (" + places + ")";
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      for (List<JsonNode> row : table.rows()) {
        for (int i = 0; i < table.columns().size(); i++) {
          insert.setObject(i + 1, i < row.size() ? value(row.get(i)) : null);
        }
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static java.util.stream.Collector<CharSequence, ?, String> joining() {
    return Collectors.joining(", ");
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private static String type(Column column) {
    return switch (column.type().toUpperCase(java.util.Locale.ROOT)) {
      case "INTEGER", "INT", "BIGINT", "BOOLEAN" -> "INTEGER";
      case "REAL", "DOUBLE", "FLOAT", "DECIMAL" -> "REAL";
      case "NUMBER", "NUMERIC" -> "NUMERIC";
      default -> "TEXT";
    };
  }

  private static @Nullable Object value(@Nullable JsonNode node) {
    if (node == null || node.isNull()) {
      return null;
    }
    if (node.isBoolean()) {
      return node.asBoolean() ? 1 : 0;
    }
    if (node.isIntegralNumber()) {
      return node.asLong();
    }
    return node.isNumber() ? node.asDouble() : node.isString() ? node.asString() : node.toString();
  }

  /**
   * Runs one SELECT that {@link SqlGate} has let through.
   *
   * @throws HeistException BAD_INPUT if SQLite refuses it or it runs into a limit
   */
  Rows query(String sql) {
    try (Connection connection = open()) {
      long end = System.nanoTime() + limit.toNanos();
      boolean[] late = new boolean[1];
      ProgressHandler.setHandler(
          connection,
          OPS_BETWEEN_CHECKS,
          new ProgressHandler() {
            @Override
            protected int progress() {
              late[0] = System.nanoTime() - end > 0;
              return late[0] || Thread.currentThread().isInterrupted() ? 1 : 0;
            }
          });
      try (Statement statement = connection.createStatement();
          ResultSet result = statement.executeQuery(sql)) {
        return read(result);
      } catch (SQLException e) {
        if (late[0]) {
          throw SqlGate.bad(
              "the query was stopped after "
                  + limit.toMillis()
                  + " ms; narrow it down with WHERE or LIMIT");
        }
        throw SqlGate.bad("SQLite refuses the query: " + reason(e));
      } finally {
        ProgressHandler.clearHandler(connection);
      }
    } catch (SQLException e) {
      throw new HeistException(
          Kind.INTERNAL, "The session's database cannot be opened: " + e.getMessage(), e);
    }
  }

  private Connection open() throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.enableLoadExtension(false);
    // Sorting must not fill somebody's disk.
    config.setTempStore(SQLiteConfig.TempStore.MEMORY);
    Connection connection = config.createConnection("jdbc:sqlite:" + file);
    SQLiteConnection sqlite = connection.unwrap(SQLiteConnection.class);
    sqlite.setLimit(SQLiteLimits.SQLITE_LIMIT_ATTACHED, 0);
    sqlite.setLimit(SQLiteLimits.SQLITE_LIMIT_LENGTH, MAX_VALUE);
    sqlite.setLimit(SQLiteLimits.SQLITE_LIMIT_SQL_LENGTH, SqlGate.MAX_LENGTH * 4);
    sqlite.setLimit(SQLiteLimits.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 200);
    sqlite.setLimit(SQLiteLimits.SQLITE_LIMIT_EXPR_DEPTH, 100);
    sqlite.setLimit(SQLiteLimits.SQLITE_LIMIT_COMPOUND_SELECT, 20);
    sqlite.setLimit(SQLiteLimits.SQLITE_LIMIT_COLUMN, 200);
    sqlite.setLimit(SQLiteLimits.SQLITE_LIMIT_WORKER_THREADS, 0);
    return connection;
  }

  private static Rows read(ResultSet result) throws SQLException {
    int width = result.getMetaData().getColumnCount();
    List<String> columns = new ArrayList<>();
    for (int i = 1; i <= width; i++) {
      columns.add(result.getMetaData().getColumnLabel(i));
    }
    List<List<@Nullable Object>> rows = new ArrayList<>();
    int bytes = 0;
    while (result.next()) {
      List<@Nullable Object> row = new ArrayList<>();
      for (int i = 1; i <= width; i++) {
        Object value = result.getObject(i);
        row.add(value);
        bytes += TextTable.cell(value).length() + 3;
      }
      if (rows.size() == MAX_ROWS || bytes > MAX_BYTES) {
        return new Rows(columns, rows, true);
      }
      rows.add(row);
    }
    return new Rows(columns, rows, false);
  }

  /** SQLite's own words, without the driver's wrapping. */
  private static String reason(SQLException e) {
    String message = String.valueOf(e.getMessage());
    return message
        .replaceFirst("^\\[SQLITE_\\w+]\\s*", "")
        .replaceFirst("^SQL error or missing database \\((.*)\\)$", "$1");
  }

  /** Deletes the file. */
  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException _) {
      file.toFile().deleteOnExit();
    }
  }
}
