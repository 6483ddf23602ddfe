package heist.session;

import heist.event.Envelope;
import heist.event.SessionEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The log with a bell: readers wait for new facts instead of asking over and over. With several
 * workers on one database, facts of the others are noticed by looking every {@link #LOOK}.
 * Thread-safe.
 */
public final class Bell implements EventLog {
  private static final Duration LOOK = Duration.ofMillis(250);
  private static final String ALL = "";

  private final EventLog log;
  private final boolean shared;
  private final Map<String, Waiters> waiters = new ConcurrentHashMap<>();
  private volatile boolean closed;

  private static final class Waiters {
    final ReentrantLock lock = new ReentrantLock();
    final Condition rung = lock.newCondition();

    /** How often it rang: a reader that finds another count than before reads again. */
    long rings;

    int waiting;
  }

  /**
   * @param shared whether other processes write to the same log
   */
  public Bell(EventLog log, boolean shared) {
    this.log = log;
    this.shared = shared;
  }

  @Override
  public List<Envelope> append(
      String session,
      Position expected,
      List<? extends SessionEvent> events,
      Instant at,
      Collection<Long> taken,
      Summary summary) {
    List<Envelope> written = log.append(session, expected, events, at, taken, summary);
    ring(session);
    return written;
  }

  /** Wakes who waits for this session. */
  public void ring(String session) {
    wake(session);
    wake(ALL);
  }

  private void wake(String key) {
    Waiters w = waiters.get(key);
    if (w != null) {
      w.lock.lock();
      try {
        w.rings++;
        w.rung.signalAll();
      } finally {
        w.lock.unlock();
      }
    }
  }

  /**
   * Asks {@code read} again whenever something was appended, until it finds something or the time
   * is over.
   *
   * @param session whose facts to wait for; null: anybody's
   * @param read what to ask; empty means that there is nothing yet
   */
  public <T> Optional<T> await(
      @org.jspecify.annotations.Nullable String session, Duration most, Supplier<Optional<T>> read)
      throws InterruptedException {
    String key = session == null ? ALL : session;
    long left = most.toNanos();
    Waiters w =
        waiters.compute(
            key,
            (k, v) -> {
              Waiters mine = v == null ? new Waiters() : v;
              mine.waiting++;
              return mine;
            });
    try {
      while (true) {
        long heard = rings(w);
        // Not under the lock: whoever appends must not wait until every reader has read.
        Optional<T> found = read.get();
        if (found.isPresent() || left <= 0 || closed) {
          return found;
        }
        left = sleep(w, heard, left);
      }
    } finally {
      waiters.computeIfPresent(key, (k, v) -> --v.waiting == 0 ? null : v);
    }
  }

  private static long rings(Waiters w) throws InterruptedException {
    w.lock.lockInterruptibly();
    try {
      return w.rings;
    } finally {
      w.lock.unlock();
    }
  }

  /** Waits until it rings again, or for a while; returns the nanoseconds that are left. */
  private long sleep(Waiters w, long heard, long left) throws InterruptedException {
    w.lock.lockInterruptibly();
    try {
      long rest = left;
      long look = shared ? Math.min(left, LOOK.toNanos()) : left;
      while (w.rings == heard && look > 0 && !closed) {
        long after = w.rung.awaitNanos(look);
        rest -= look - after;
        look = after;
      }
      return rest;
    } finally {
      w.lock.unlock();
    }
  }

  /** Sends every reader home with what there is: the log is about to be closed. */
  public void close() {
    closed = true;
    waiters.keySet().forEach(this::wake);
  }

  /** Whether nothing more can be waited for. */
  public boolean closed() {
    return closed;
  }

  @Override
  public List<Envelope> read(String session, long n, int limit) {
    return log.read(session, n, limit);
  }

  @Override
  public List<Envelope> readOutside(String session, long seq, int limit) {
    return log.readOutside(session, seq, limit);
  }

  @Override
  public Page readAll(String after, int limit, boolean outside) {
    return log.readAll(after, limit, outside);
  }

  @Override
  public Optional<SessionRow> find(String session) {
    return log.find(session);
  }

  @Override
  public List<SessionRow> list(int limit, int offset) {
    return log.list(limit, offset);
  }

  @Override
  public long count() {
    return log.count();
  }
}
