package heist.store;

import heist.HeistException;
import heist.HeistException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Brings a service's tables up to date with Flyway. Flyway's first run in a process costs most of a
 * second, so it is asked only when the newest script is not yet in its history table.
 */
final class Migrations {
  private static final Pattern SCRIPT = Pattern.compile("V(\\d+)__.*\\.sql");

  private Migrations() {}

  static void run(Dialect dialect, String service, String migrations, DataSource source) {
    String folder = "db/" + dialect.folder() + "/" + migrations;
    int newest = newest(folder);
    if (newest == 0) {
      return;
    }
    int applied = applied(source, dialect, service);
    if (applied > newest) {
      throw new HeistException(
          Kind.CONFLICT,
          "The data of %s was written by a newer Heist (version %d, this one knows %d). Use that one, or another folder with --data."
              .formatted(service, applied, newest));
    }
    if (applied == newest) {
      return;
    }
    var flyway = Flyway.configure().dataSource(source).locations("classpath:" + folder);
    if (dialect == Dialect.POSTGRESQL) {
      flyway = flyway.schemas(service);
    }
    try {
      flyway.load().migrate();
    } catch (FlywayException e) {
      throw new HeistException(
          Kind.INTERNAL,
          "The tables of %s could not be set up: %s".formatted(service, e.getMessage()),
          e);
    }
  }

  /** The newest version in Flyway's history table, 0 if there is none yet. */
  private static int applied(DataSource source, Dialect dialect, String service) {
    String table =
        dialect == Dialect.POSTGRESQL
            ? "\"" + service + "\".flyway_schema_history"
            : "flyway_schema_history";
    String exists =
        dialect == Dialect.POSTGRESQL
            ? "SELECT to_regclass('" + table + "') IS NOT NULL"
            : "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'flyway_schema_history')";
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      try (ResultSet answer = statement.executeQuery(exists)) {
        if (!answer.next() || !answer.getBoolean(1)) {
          return 0;
        }
      }
      String newest =
          "SELECT COALESCE(MAX(CAST(version AS INTEGER)), 0) FROM "
              + table
              + " WHERE version IS NOT NULL";
      try (ResultSet answer = statement.executeQuery(newest)) {
        return answer.next() ? answer.getInt(1) : 0;
      }
    } catch (SQLException e) {
      throw Database.unreachable(service, e);
    }
  }

  private static int newest(String folder) {
    return scripts(folder).stream()
        .map(SCRIPT::matcher)
        .filter(Matcher::matches)
        .mapToInt(matcher -> Integer.parseInt(matcher.group(1)))
        .max()
        .orElse(0);
  }

  private static List<String> scripts(String folder) {
    URL url = Migrations.class.getClassLoader().getResource(folder);
    if (url == null) {
      return List.of();
    }
    try {
      if (url.openConnection() instanceof JarURLConnection jar) {
        String prefix = folder + "/";
        return jar.getJarFile().stream()
            .map(entry -> entry.getName())
            .filter(name -> name.startsWith(prefix))
            .map(name -> name.substring(prefix.length()))
            .toList();
      }
      try (Stream<Path> files = Files.list(Path.of(URI.create(url.toString())))) {
        return files.map(file -> file.getFileName().toString()).toList();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Reading the migrations in " + folder + " failed", e);
    }
  }
}
