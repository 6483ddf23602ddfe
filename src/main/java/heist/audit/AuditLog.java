package heist.audit;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.audit.Chain.Seal;
import heist.store.Database;
import heist.store.Dialect;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
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

  /** How long a caller waits for a disk that takes nothing. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Duration RETRY = Duration.ofMillis(100);
  private static final int TRIES_AT_END = 10;
  private static final int BATCH = 1000;
  private static final int QUEUE = 50_000;

  private final String service;
  private final Database database;
  private final Head head;
  private final InstantSource clock;
  private final LinkedBlockingQueue<Item> queue = new LinkedBlockingQueue<>(QUEUE);
  private final Thread thread;
  private boolean closed;
  // Of the writing thread alone, once it runs.
  private Link known;
  private @Nullable String damage;

  private sealed interface Item {
    record Fact(long at, String body) implements Item {}

    record Flush(CompletableFuture<Boolean> done, boolean last) implements Item {}
  }

  /** A row as it stands. */
  public record Row(long n, Instant at, AuditEntry entry, String hash) {}

  private record Link(long n, String hash) {}

  private AuditLog(
      String service,
      Database database,
      Head head,
      InstantSource clock,
      Link known,
      @Nullable String damage) {
    this.known = known;
    this.damage = damage;
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
    Database database = database(service, dataDir, dbUrl);
    try {
      Head head = head(service, dataDir, key);
      Link last = database.jdbi().withHandle(AuditLog::last);
      head.writeFirst(last.n, last.hash);
      return new AuditLog(service, database, head, clock, last, damage(service, database, head));
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /**
   * Looks at an audit that no process has open, and changes nothing.
   *
   * @param limit how many of the newest rows to read
   */
  public static Inspection inspect(
      String service, Path dataDir, @Nullable String dbUrl, String key, int limit) {
    try (Database database = database(service, dataDir, dbUrl)) {
      Head head = head(service, dataDir, key);
      Verdict verdict = verify(service, database, head);
      long sealed = head.read() instanceof Seal.Good good ? good.n() : 0;
      return new Inspection(
          verdict.intact() && verdict.rows() > sealed
              ? verdict.saying("the last %d are not sealed".formatted(verdict.rows() - sealed))
              : verdict,
          tail(database, limit));
    }
  }

  /** What there is to see of an audit at rest. */
  public record Inspection(Verdict verdict, List<Row> tail) {}

  private static Database database(String service, Path dataDir, @Nullable String dbUrl) {
    // A file given for a service's own rows is not shared with its audit.
    String url = dbUrl != null && dbUrl.startsWith("jdbc:sqlite:") ? null : dbUrl;
    return Database.open("audit_" + service, "audit", dataDir.resolve("audit"), url);
  }

  static Head head(String service, Path dataDir, String key) {
    return new Head(service, dataDir.resolve("audit").resolve(service + ".head"), key);
  }

  /**
   * What is wrong with the chain that we are about to carry on. It must be found now: the next seal
   * would cover it up.
   */
  private static @Nullable String damage(String service, Database database, Head head) {
    Verdict verdict =
        switch (head.read()) {
          case Seal.Good good when good.damage() == null && isEnd(database, good) -> null;
          case Seal.Good _, Seal.Bad _ -> verify(service, database, head);
        };
    if (verdict == null || verdict.intact()) {
      return null;
    }
    LOG.error("The audit is damaged: {}", verdict.message());
    return verdict.message().substring(service.length() + 2);
  }

  /** Whether the sealed row is there: the rows before it are a matter for whoever verifies. */
  private static boolean isEnd(Database database, Seal.Good seal) {
    return seal.n() == 0
        ? seal.hash().equals(Chain.START)
        : database.jdbi().withHandle(h -> has(h, new Link(seal.n(), seal.hash())));
  }

  private static boolean has(Handle handle, Link link) {
    return link.n == 0
        || handle
            .createQuery("SELECT hash FROM audit WHERE n = :n")
            .bind("n", link.n)
            .mapTo(String.class)
            .findOne()
            .filter(link.hash::equals)
            .isPresent();
  }

  /**
   * Notes {@code entry}. Returns at once, unless the disk is far behind.
   *
   * @throws HeistException UNAVAILABLE if the disk takes nothing more: what cannot be noted must
   *     not be done
   */
  public void append(AuditEntry entry) {
    put(new Item.Fact(clock.millis(), JSON.writeValueAsString(entry)));
    if (queue.size() == BATCH) {
      LockSupport.unpark(thread);
    }
  }

  private void put(Item item) {
    boolean interrupted = false;
    while (true) {
      try {
        if (!queue.offer(item, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
          throw stuck();
        }
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

  private HeistException stuck() {
    return new HeistException(
        Kind.UNAVAILABLE,
        "The audit of %s cannot be written. Look for a full disk, or a database that is down."
            .formatted(service));
  }

  /** Waits until all entries so far are durable. */
  public void flush() {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    put(new Item.Flush(done, false));
    LockSupport.unpark(thread);
    try {
      boolean unused = done.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
    } catch (CompletionException e) {
      throw stuck();
    }
  }

  private void run() {
    List<Item.Fact> facts = new ArrayList<>();
    List<Item.Flush> flushes = new ArrayList<>();
    boolean open = true;
    while (open) {
      gather(facts, flushes);
      open = flushes.stream().noneMatch(Item.Flush::last);
      write(facts, open ? Integer.MAX_VALUE : TRIES_AT_END);
      flushes.forEach(flush -> flush.done.complete(true));
      facts.clear();
      flushes.clear();
    }
  }

  /**
   * Takes what there is once somebody has said something, and after a pause in which others may:
   * being woken by each of them would cost more than writing it. Whoever wants it sooner wakes us.
   */
  private void gather(List<Item.Fact> facts, List<Item.Flush> flushes) {
    List<Item> items = new ArrayList<>();
    try {
      Item first = queue.take();
      items.add(first);
      if (first instanceof Item.Fact) {
        LockSupport.parkNanos(LINGER.toNanos());
      }
      queue.drainTo(items, BATCH - 1);
    } catch (InterruptedException e) {
      // Only close() ends this thread, and it does so through the queue.
      Thread.interrupted();
    }
    for (Item item : items) {
      switch (item) {
        case Item.Fact fact -> facts.add(fact);
        case Item.Flush flush -> flushes.add(flush);
      }
    }
  }

  /** Nothing is dropped while the disk is full or the database down: it is tried again. */
  private void write(List<Item.Fact> facts, int tries) {
    boolean stored = false;
    for (int i = 1; !facts.isEmpty(); i++) {
      try {
        if (!stored) {
          known = database.writer().submit(handle -> write(handle, facts));
          stored = true;
        }
        head.write(known.n, known.hash, damage);
        return;
      } catch (RuntimeException e) {
        if (i == 1 || i % 100 == 0) {
          LOG.error("The audit of {} cannot be written; {} entries wait", service, facts.size(), e);
        }
        if (i >= tries) {
          LOG.error("The audit of {} lost {} entries", service, stored ? 0 : facts.size());
          return;
        }
        LockSupport.parkNanos(RETRY.toNanos());
      }
    }
  }

  private Link write(Handle handle, List<Item.Fact> facts) {
    if (database.dialect() == Dialect.POSTGRESQL) {
      // Several workers may share one chain: one link after the other.
      handle.execute("LOCK TABLE audit IN EXCLUSIVE MODE");
    }
    Link link = last(handle);
    if (damage == null && !has(handle, known)) {
      damage =
          "row %d and perhaps others were cut off or changed while the service ran"
              .formatted(known.n);
      LOG.error("The audit of {} is damaged: {}", service, damage);
    }
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

  private static Link last(Handle handle) {
    return handle
        .createQuery("SELECT n, hash FROM audit ORDER BY n DESC LIMIT 1")
        .map((row, context) -> new Link(row.getLong("n"), row.getString("hash")))
        .findOne()
        .orElseGet(() -> new Link(0, Chain.START));
  }

  /** The newest rows, at most {@code limit}, the oldest of them first. */
  public List<Row> tail(int limit) {
    return tail(database, limit);
  }

  private static List<Row> tail(Database database, int limit) {
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
                            entry(row.getString("body")),
                            row.getString("hash")))
                    .list());
    return rows.reversed();
  }

  /** Somebody may have written anything into a row. */
  private static AuditEntry entry(@Nullable String body) {
    try {
      AuditEntry entry = JSON.readValue(body == null ? "" : body, AuditEntry.class);
      return entry == null ? AuditEntry.of("unreadable", null, "failed") : entry;
    } catch (JacksonException e) {
      return AuditEntry.of("unreadable", null, "failed");
    }
  }

  /** Goes over the whole chain and holds it against its head. */
  public Verdict verify() {
    flush();
    return verify(service, database, head);
  }

  private static Verdict verify(String service, Database database, Head head) {
    // The head first: rows that come meanwhile do not look cut off.
    Seal seal = head.read();
    try {
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
                            String.valueOf(row.getString("body")),
                            String.valueOf(row.getString("hash"))))
                    .stream()) {
              return Chain.verify(service, rows.iterator(), seal);
            }
          });
    } catch (JdbiException e) {
      LOG.error("The audit of {} cannot be read", service, e);
      return new Verdict(
          service, false, 0, null, service + ": the database of the audit cannot be read");
    }
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
    LockSupport.unpark(thread);
    done.join();
    database.close();
  }
}
