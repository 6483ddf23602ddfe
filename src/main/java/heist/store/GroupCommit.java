package heist.store;

import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Writes of many threads. When a call returns, what it wrote is durable; when it throws, it wrote
 * nothing. On SQLite all writes that wait share one transaction, each in a savepoint of its own, so
 * that one failure harms no other; on PostgreSQL every write is a transaction. Thread-safe.
 */
public interface GroupCommit extends AutoCloseable {
  /**
   * What is to be written. Runs on another thread; must neither wait for anything else nor submit.
   */
  @FunctionalInterface
  interface Work<T extends @Nullable Object> {
    /** Writes through {@code handle}, which is in a transaction, and answers. */
    T write(Handle handle);
  }

  /**
   * Runs {@code work} and returns its answer once it is durable. An interrupt does not cut it
   * short: the thread's mark is kept for the caller.
   *
   * @throws RuntimeException what {@code work} threw, or why the commit failed
   */
  <T extends @Nullable Object> T submit(Work<T> work);

  /** The same without waiting: complete once durable. */
  <T extends @Nullable Object> CompletableFuture<T> enqueue(Work<T> work);

  /** Finishes what waits; refuses what comes later with UNAVAILABLE. */
  @Override
  void close();
}
