package heist.service.database;

import heist.client.SessionWorld;
import heist.client.SessionWorld.Table;
import heist.tool.Withheld;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One session's security database as one agent may see it: another agent's tables are not in the
 * file at all, and asking for one by name is refused with the name of whom to ask. Thread-safe.
 */
final class Security implements AutoCloseable {
  private static final List<String> SCHEMA_TABLES = List.of("sqlite_master", "sqlite_schema");

  private final Map<String, Table> readable = new TreeMap<>();
  private final Map<String, Table> closed = new TreeMap<>();
  private final Sandbox sandbox;

  Security(Path folder, SessionWorld world, @Nullable String agent, Duration limit) {
    for (Table table : world.tables()) {
      boolean may = SessionWorld.mayRead(table.owner(), agent);
      (may ? readable : closed).put(SqlGate.fold(table.name()), table);
    }
    sandbox = Sandbox.build(folder, List.copyOf(readable.values()), limit);
  }

  /**
   * Runs one SELECT.
   *
   * @throws heist.HeistException BAD_INPUT with what to write instead
   */
  Sandbox.Rows query(String query) {
    SqlGate.Passed passed = SqlGate.check(query);
    for (String name : passed.tables()) {
      Table foreign = closed.get(name);
      if (foreign != null) {
        throw new Withheld(
            "table %s may be read by %s alone: ask %s in the conversation. You may read: %s"
                .formatted(foreign.name(), foreign.owner(), foreign.owner(), names()));
      }
      if (!readable.containsKey(name)
          && !passed.local().contains(name)
          && !SCHEMA_TABLES.contains(name)) {
        throw SqlGate.bad("no table \"%s\"; there are: %s".formatted(name, names()));
      }
    }
    try {
      return sandbox.query(passed.sql());
    } catch (heist.HeistException e) {
      throw String.valueOf(e.getMessage()).contains("no such column")
          ? SqlGate.bad(e.getMessage() + ". Tables and columns:\n" + schema())
          : e;
    }
  }

  /** The tables that this agent may read, a line each. */
  String schema() {
    return readable.values().stream()
        .map(t ->
            "- %s(%s)%s"
                .formatted(
                    t.name(),
                    t.columns().stream()
                        .map(c -> c.name() + " " + c.type())
                        .collect(Collectors.joining(", ")),
                    t.description() == null || t.description().isBlank()
                        ? ""
                        : ": " + t.description()))
        .collect(Collectors.joining("\n"));
  }

  /** The same as rows: table, column, type. */
  Sandbox.Rows columns() {
    List<List<@Nullable Object>> rows =
        readable.values().stream()
            .flatMap(t ->
                t.columns().stream()
                    .map(c ->
                        java.util.Arrays.<@Nullable Object>asList(t.name(), c.name(), c.type())))
            .toList();
    return new Sandbox.Rows(List.of("table", "column", "type"), rows, false);
  }

  private String names() {
    return readable.isEmpty()
        ? "none"
        : readable.values().stream()
            .map(t ->
                t.columns().stream()
                    .map(SessionWorld.Column::name)
                    .collect(Collectors.joining(", ", t.name() + "(", ")")))
            .collect(Collectors.joining("; "));
  }

  @Override
  public void close() {
    sandbox.close();
  }
}
