package heist.audit;

import heist.store.Database;
import heist.store.Dialect;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * The audit of one service. Entries are durable within a fraction of a second and chained by
 * hashes; the chain's head is kept outside of the database, sealed with a key, so that cutting off
 * the end shows as well. Thread-safe.
 */
public final class AuditLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** How long an entry may wait for others to share its commit. */
  private static final Duration LINGER = Duration.ofMillis(50);

  private static final int BATCH = 1000;
  private static final int QUEUE = 50_000;

  private final String service;
  private final Database database;
  private final Head head;
  private final InstantSource clock;
  private final LinkedBlockingQueue<Item> queue = new LinkedBlockingQueue<>(QUEUE);
  private final Thread thread;
  private boolean closed;

  private sealed interface Item {
    record Fact(long at, String body) implements Item {}

    record Flush(CompletableFuture<Boolean> done, boolean last) implements Item {}
  }

  /** A row as it stands. */
  public record Row(long n, Instant at, AuditEntry entry, String hash) {}

  private record Link(long n, String hash) {}

  private AuditLog(String service, Database database, Head head, InstantSource clock) {
    this.service = service;
    this.database = database;
    this.head = head;
    this.clock = clock;
    this.thread = Thread.ofPlatform().name(service + "-audit").daemon(true).start(this::run);
  }

  /**
   * Opens the audit of {@code service}.
   *
   * @param dataDir the data folder; the head lies in {@code audit/SERVICE.head}
   * @param dbUrl as for {@link Database#open}
   * @param key seals the head
   */
  public static AuditLog open(
      String service, Path dataDir, @Nullable String dbUrl, String key, InstantSource clock) {
    // A file given for a service's own rows is not shared with its audit.
    String url = dbUrl != null && dbUrl.startsWith("jdbc:sqlite:") ? null : dbUrl;
    Path folder = dataDir.resolve("audit");
    Database database = Database.open("audit_" + service, "audit", folder, url);
    Head head = new Head(service, folder.resolve(service + ".head"), key);
    AuditLog log = new AuditLog(service, database, head, clock);
    head.writeFirst(log.last().n, log.last().hash);
    return log;
  }

  /** Notes {@code entry}. Returns at once, unless the disk is far behind. */
  public void append(AuditEntry entry) {
    put(new Item.Fact(clock.millis(), JSON.writeValueAsString(entry)));
  }

  private void put(Item item) {
    boolean interrupted = false;
    while (true) {
      try {
        queue.put(item);
        break;
      } catch (InterruptedException e) {
        // An entry must not be lost because its writer was told to stop.
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until all entries so far are durable. */
  public void flush() {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    put(new Item.Flush(done, false));
    done.join();
  }

  private void run() {
    List<Item.Fact> facts = new ArrayList<>();
    List<Item.Flush> flushes = new ArrayList<>();
    boolean open = true;
    while (open) {
      gather(facts, flushes);
      write(facts);
      open = flushes.stream().noneMatch(Item.Flush::last);
      flushes.forEach(flush -> flush.done.complete(true));
      facts.clear();
      flushes.clear();
    }
  }

  private void gather(List<Item.Fact> facts, List<Item.Flush> flushes) {
    try {
      @Nullable Item item = queue.take();
      long deadline = System.nanoTime() + LINGER.toNanos();
      while (item != null) {
        switch (item) {
          case Item.Fact fact -> facts.add(fact);
          case Item.Flush flush -> flushes.add(flush);
        }
        if (!flushes.isEmpty() || facts.size() >= BATCH) {
          return;
        }
        item = queue.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      // Only close() ends this thread, and it does so through the queue.
      Thread.interrupted();
    }
  }

  private void write(List<Item.Fact> facts) {
    if (facts.isEmpty()) {
      return;
    }
    try {
      Link link = database.writer().submit(handle -> write(handle, facts));
      head.write(link.n, link.hash);
    } catch (RuntimeException e) {
      LOG.error(
          "The audit of {} lost {} entries: they could not be written", service, facts.size(), e);
    }
  }

  private Link write(Handle handle, List<Item.Fact> facts) {
    if (database.dialect() == Dialect.POSTGRESQL) {
      // Several workers may share one chain: one link after the other.
      handle.execute("LOCK TABLE audit IN EXCLUSIVE MODE");
    }
    Link link = last(handle);
    try (var batch =
        handle.prepareBatch("INSERT INTO audit (n, at_ms, body, hash) VALUES (?, ?, ?, ?)")) {
      for (Item.Fact fact : facts) {
        long n = link.n + 1;
        link = new Link(n, Chain.next(link.hash, n, fact.at, fact.body));
        batch.bind(0, n).bind(1, fact.at).bind(2, fact.body).bind(3, link.hash).add();
      }
      batch.execute();
    }
    return link;
  }

  private Link last() {
    return database.jdbi().withHandle(AuditLog::last);
  }

  private static Link last(Handle handle) {
    return handle
        .createQuery("SELECT n, hash FROM audit ORDER BY n DESC LIMIT 1")
        .map((row, context) -> new Link(row.getLong("n"), row.getString("hash")))
        .findOne()
        .orElseGet(() -> new Link(0, Chain.START));
  }

  /** The newest rows, at most {@code limit}, the oldest of them first. */
  public List<Row> tail(int limit) {
    List<Row> rows =
        database
            .jdbi()
            .withHandle(h ->
                h.createQuery("SELECT n, at_ms, body, hash FROM audit ORDER BY n DESC LIMIT :limit")
                    .bind("limit", limit)
                    .map((row, context) ->
                        new Row(
                            row.getLong("n"),
                            Instant.ofEpochMilli(row.getLong("at_ms")),
                            JSON.readValue(row.getString("body"), AuditEntry.class),
                            row.getString("hash")))
                    .list());
    return rows.reversed();
  }

  /** Goes over the whole chain and holds it against its head. */
  public Verdict verify() {
    flush();
    return database
        .jdbi()
        .withHandle(handle -> {
          try (var rows =
              handle
                  .createQuery("SELECT n, at_ms, body, hash FROM audit ORDER BY n")
                  .map((row, context) ->
                      new Chain.Row(
                          row.getLong("n"),
                          row.getLong("at_ms"),
                          row.getString("body"),
                          row.getString("hash")))
                  .stream()) {
            return Chain.verify(service, rows.iterator(), head.read());
          }
        });
  }

  /** Writes what waits. May be called twice. */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    put(new Item.Flush(done, true));
    done.join();
    database.close();
  }
}
