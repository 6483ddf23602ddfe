package heist.store;

import heist.HeistException;
import heist.HeistException.Kind;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** A transaction a write: PostgreSQL groups commits by itself. */
final class PlainCommit implements GroupCommit {
  private final String service;
  private final Jdbi jdbi;
  private final ExecutorService threads;

  PlainCommit(String service, Jdbi jdbi) {
    this.service = service;
    this.jdbi = jdbi;
    this.threads =
        Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name(service + "-write-", 0).factory());
  }

  @Override
  public <T extends @Nullable Object> T submit(Work<T> work) {
    // On a thread of its own: an interrupt in the middle would break the connection.
    try {
      return Futures.await(enqueue(work));
    } catch (RuntimeException e) {
      throw Dialect.POSTGRESQL.told(service, e);
    }
  }

  @Override
  public <T extends @Nullable Object> CompletableFuture<T> enqueue(Work<T> work) {
    CompletableFuture<T> done = new CompletableFuture<>();
    try {
      threads.execute(() -> {
        try {
          done.complete(jdbi.<T, RuntimeException>inTransaction(work::write));
        } catch (Throwable e) {
          done.completeExceptionally(e);
        }
      });
    } catch (RejectedExecutionException e) {
      done.completeExceptionally(
          new HeistException(Kind.UNAVAILABLE, "The data of " + service + " is closed.", e));
    }
    return done;
  }

  @Override
  public void close() {
    threads.close();
  }
}
