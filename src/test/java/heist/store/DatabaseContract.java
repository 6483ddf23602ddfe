package heist.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heist.HeistException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What both databases promise. */
abstract class DatabaseContract {
  Database database;

  abstract Database open();

  @BeforeEach
  void openDatabase() {
    database = open();
  }

  @AfterEach
  void closeDatabase() {
    database.close();
  }

  static int insert(Handle handle, long id, String text) {
    return handle.execute("INSERT INTO thing (id, text) VALUES (?, ?)", id, text);
  }

  long count() {
    return database
        .jdbi()
        .withHandle(h -> h.createQuery("SELECT COUNT(*) FROM thing").mapTo(Long.class).one());
  }

  @Test
  void keepsRowsOverClosingAndOpening() {
    database.writer().submit(h -> insert(h, 1, "kept"));
    database.close();
    database = open();
    assertThat(count()).isEqualTo(1);
  }

  @Test
  void manyWritersShareCommitsAndLoseNothing() throws Exception {
    List<Future<?>> writes = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 500; i++) {
        int id = i;
        writes.add(threads.submit(() -> database.writer().submit(h -> insert(h, id, "row"))));
      }
    }
    for (Future<?> write : writes) {
      assertThat(write.get()).isEqualTo(1);
    }
    assertThat(count()).isEqualTo(500);
  }

  @Test
  void oneFailureHarmsNoOther() throws Exception {
    List<Future<?>> writes = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 100; i++) {
        int id = i;
        writes.add(
            threads.submit(() ->
                database
                    .writer()
                    .submit(h -> {
                      int rows = insert(h, id, "row");
                      if (id % 10 == 0) {
                        throw new IllegalArgumentException("no " + id);
                      }
                      return rows;
                    })));
      }
    }
    int failed = 0;
    for (Future<?> write : writes) {
      if (write.state() == Future.State.FAILED) {
        assertThat(write.exceptionNow()).isInstanceOf(IllegalArgumentException.class);
        failed++;
      }
    }
    assertThat(failed).isEqualTo(10);
    assertThat(count()).isEqualTo(90);
  }

  @Test
  void knowsADuplicateKey() {
    database.writer().submit(h -> insert(h, 7, "first"));
    assertThatThrownBy(() -> database.writer().submit(h -> insert(h, 7, "zombie")))
        .matches(database.dialect()::isDuplicateKey);
    assertThatThrownBy(() -> database.jdbi().useHandle(h -> h.execute("SELECT * FROM nowhere")))
        .matches(e -> !database.dialect().isDuplicateKey(e));
    assertThat(count()).isEqualTo(1);
  }

  @Test
  void anInterruptDoesNotCutAWriteShort() {
    Thread.currentThread().interrupt();
    try {
      int rows = database.writer().submit(h -> insert(h, 1, "kept"));
      assertThat(rows).isEqualTo(1);
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
    assertThat(count()).isEqualTo(1);
  }

  @Test
  void transactionsInsideAWriteBelongToIt() {
    assertThatThrownBy(() ->
            database
                .writer()
                .submit(h -> {
                  h.useTransaction(inner -> insert(inner, 1, "a"));
                  throw new IllegalStateException("later");
                }))
        .hasMessage("later");
    assertThat(count()).isZero();
  }

  @Test
  void afterClosingWritesAreRefused() {
    database.close();
    assertThatThrownBy(() -> database.writer().submit(h -> insert(h, 1, "late")))
        .isInstanceOf(HeistException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void aWriteThatWouldWaitForAWriteIsRefused() {
    if (database.dialect() == Dialect.SQLITE) {
      assertThatThrownBy(
              () -> database.writer().submit(h -> database.writer().submit(i -> insert(i, 1, "a"))))
          .isInstanceOf(IllegalStateException.class);
    }
  }
}
