package heist.service.database;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import heist.HeistException;
import heist.HeistException.Kind;
import heist.client.SessionWorld;
import heist.client.WorldClient;
import heist.tool.ToolCall;
import heist.tool.ToolResult;
import heist.tool.Withheld;
import heist.web.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tool {@code database_query}. Keeps one small database file per session and agent (the last
 * few hundred), since each holds only what that agent may read. Thread-safe.
 */
final class QueryTool implements AutoCloseable {
  /** With the parsing before it, a query is over within a second. */
  static final Duration LIMIT = Duration.ofMillis(500);

  private static final int KEPT = 512;
  private static final Pattern SCRATCH = Pattern.compile("worlds-(\\d{1,18})");

  private record Key(String session, @Nullable String agent) {}

  /** A file that is closed once nobody reads it any more. */
  private static final class Shared {
    private final SessionWorld world;
    private final Security security;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean closed;

    Shared(SessionWorld world, Security security) {
      this.world = world;
      this.security = security;
    }

    void close() {
      lock.writeLock().lock();
      try {
        closed = true;
        security.close();
      } finally {
        lock.writeLock().unlock();
      }
    }
  }

  private final WorldClient worlds;
  private final Path folder;
  private final Cache<Key, Shared> open =
      Caffeine.newBuilder()
          .maximumSize(KEPT)
          .executor(Runnable::run)
          .removalListener((@Nullable Key key, @Nullable Shared shared, RemovalCause cause) -> {
            if (shared != null) {
              shared.close();
            }
          })
          .build();

  QueryTool(WorldClient worlds, Path folder) {
    this.worlds = worlds;
    sweep(folder);
    this.folder = folder.resolve("worlds-" + ProcessHandle.current().pid());
  }

  ToolResult call(ToolCall call) {
    Key key = new Key(call.session(), call.caller().agent());
    String query = call.text("query");
    for (int attempt = 1; ; attempt++) {
      Shared shared = Objects.requireNonNull(open.get(key, this::build));
      shared.lock.readLock().lock();
      try {
        if (!shared.closed) {
          return answer(shared.security, query);
        }
      } catch (Withheld e) {
        // What was another agent's alone is everybody's once that agent has left.
        if (worlds.latest(call.session()) == shared.world) {
          throw e;
        }
      } finally {
        shared.lock.readLock().unlock();
      }
      open.asMap().remove(key, shared);
      if (attempt == 3) {
        throw new HeistException(Kind.UNAVAILABLE, "The database is being closed");
      }
    }
  }

  private Shared build(Key key) {
    SessionWorld world = worlds.world(key.session);
    return new Shared(world, new Security(folder, world, key.agent, LIMIT));
  }

  private static ToolResult answer(Security security, String query) {
    if (SqlGate.asksForSchema(query)) {
      return ToolResult.of(
          "Tables that you may read:\n" + security.schema(), data(security.columns()));
    }
    Sandbox.Rows rows = security.query(query);
    return ToolResult.of(
        TextTable.of(rows.columns(), rows.rows()) + "\n" + count(rows), data(rows));
  }

  private static ObjectNode data(Sandbox.Rows rows) {
    ObjectNode data = Json.mapper().createObjectNode();
    data.set("columns", Json.mapper().valueToTree(rows.columns()));
    ArrayNode list = data.putArray("rows");
    for (List<@Nullable Object> row : rows.rows()) {
      list.add(cells(row));
    }
    return data.put("truncated", rows.more());
  }

  private static ArrayNode cells(List<? extends @Nullable Object> row) {
    ArrayNode cells = Json.mapper().createArrayNode();
    for (Object value : row) {
      switch (value) {
        case null -> cells.addNull();
        case Number number -> cells.addPOJO(number);
        default -> cells.add(TextTable.cell(value));
      }
    }
    return cells;
  }

  private static String count(Sandbox.Rows rows) {
    int n = rows.rows().size();
    if (rows.more()) {
      return "(the first " + n + " rows; there are more: narrow it down with WHERE or LIMIT)";
    }
    return n == 0 ? "(no rows)" : n == 1 ? "(1 row)" : "(" + n + " rows)";
  }

  /** What killed processes left behind; a folder carries the number of its process. */
  private static void sweep(Path folder) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> left = Files.list(folder)) {
      for (Path scratch : left.filter(QueryTool::isOrphan).toList()) {
        try (Stream<Path> files = Files.list(scratch)) {
          for (Path file : files.toList()) {
            Files.deleteIfExists(file);
          }
        }
        Files.deleteIfExists(scratch);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isOrphan(Path scratch) {
    Matcher name = SCRATCH.matcher(scratch.getFileName().toString());
    return name.matches()
        && Files.isDirectory(scratch, LinkOption.NOFOLLOW_LINKS)
        && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty();
  }

  @Override
  public void close() {
    open.invalidateAll();
    open.cleanUp();
    try {
      Files.deleteIfExists(folder);
    } catch (IOException _) {
      // Not empty: another of this process still uses it, and the next start sweeps.
    }
  }
}
