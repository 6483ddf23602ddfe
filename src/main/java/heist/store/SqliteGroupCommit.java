package heist.store;

import heist.HeistException;
import heist.HeistException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * One thread that writes all that waits in one transaction. The cost of a durable commit is the
 * disk's flush, so while one batch is flushed the next one gathers: nobody waits for a timer.
 */
final class SqliteGroupCommit implements GroupCommit {
  /** The most writes in one transaction: bounds how long the first waits for the last. */
  private static final int BATCH = 512;

  private final String service;
  private final Jdbi jdbi;
  private final LinkedBlockingQueue<Item<?>> queue = new LinkedBlockingQueue<>();
  private final Object gate = new Object();
  private final Thread thread;
  private boolean started;
  private boolean closed;

  SqliteGroupCommit(String service, Jdbi jdbi) {
    this.service = service;
    this.jdbi = jdbi;
    // A platform thread: the driver's native calls would pin a carrier of virtual threads.
    this.thread = Thread.ofPlatform().name(service + "-writer").daemon(true).unstarted(this::run);
  }

  @Override
  public <T extends @Nullable Object> T submit(Work<T> work) {
    try {
      return Futures.await(enqueue(work));
    } catch (RuntimeException e) {
      throw Dialect.SQLITE.told(service, e);
    }
  }

  @Override
  public <T extends @Nullable Object> CompletableFuture<T> enqueue(Work<T> work) {
    if (Thread.currentThread() == thread) {
      throw new IllegalStateException("A write must not wait for another write of " + service);
    }
    Item<T> item = new Item<>(work);
    synchronized (gate) {
      if (closed) {
        item.future.completeExceptionally(
            new HeistException(Kind.UNAVAILABLE, "The data of " + service + " is closed."));
      } else {
        // Most services write seldom: no thread before the first write.
        if (!started) {
          started = true;
          thread.start();
        }
        queue.add(item);
      }
    }
    return item.future;
  }

  private void run() {
    List<Item<?>> batch = new ArrayList<>();
    boolean open = true;
    while (open) {
      try {
        batch.clear();
        batch.add(queue.take());
        queue.drainTo(batch, BATCH - 1);
        open = batch.stream().noneMatch(item -> item.last);
        batch.removeIf(item -> item.last);
        write(batch);
      } catch (InterruptedException e) {
        // Nobody but close() ends this thread, and it does so through the queue.
        Thread.interrupted();
      }
    }
  }

  private void write(List<Item<?>> batch) {
    if (batch.isEmpty()) {
      return;
    }
    try (Handle handle = jdbi.open()) {
      handle.begin();
      try {
        for (Item<?> item : batch) {
          item.run(handle);
        }
        handle.commit();
      } catch (Throwable e) {
        rollBack(handle, e);
        throw e;
      }
    } catch (Throwable e) {
      batch.forEach(item -> item.fail(e));
      return;
    }
    batch.forEach(Item::finish);
  }

  private static void rollBack(Handle handle, Throwable first) {
    try {
      handle.rollback();
    } catch (RuntimeException gone) {
      first.addSuppressed(gone);
    }
  }

  @Override
  public void close() {
    synchronized (gate) {
      if (!closed) {
        closed = true;
        queue.add(Item.end());
      }
      if (!started) {
        return;
      }
    }
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** A write and who waits for it. */
  private static final class Item<T extends @Nullable Object> {
    private final Work<T> work;
    private final boolean last;
    private final CompletableFuture<T> future = new CompletableFuture<>();
    private @Nullable Runnable outcome;

    Item(Work<T> work) {
      this(work, false);
    }

    private Item(Work<T> work, boolean last) {
      this.work = work;
      this.last = last;
    }

    static Item<@Nullable Void> end() {
      return new Item<@Nullable Void>(handle -> null, true);
    }

    /** Throws only if the transaction as a whole is lost. */
    void run(Handle handle) {
      handle.execute("SAVEPOINT item");
      try {
        T answer = work.write(handle);
        outcome = () -> future.complete(answer);
      } catch (Throwable e) {
        try {
          handle.execute("ROLLBACK TO item");
        } catch (RuntimeException gone) {
          // A full disk takes the whole transaction with it; the first failure says why.
          e.addSuppressed(gone);
          throw e;
        }
        outcome = () -> future.completeExceptionally(e);
      }
      handle.execute("RELEASE item");
    }

    void finish() {
      if (outcome != null) {
        outcome.run();
      }
    }

    void fail(Throwable e) {
      future.completeExceptionally(e);
    }
  }
}
