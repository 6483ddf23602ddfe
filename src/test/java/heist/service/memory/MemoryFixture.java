package heist.service.memory;

import heist.service.memory.Memory.Whose;
import heist.service.memory.Reader.Filter;
import heist.store.Database;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Memory on one of the databases, empty before each test. */
abstract class MemoryFixture {
  Database database;
  MemoryStore store;
  Notebook notebook;

  /** An empty one. */
  abstract Database open();

  /** The same once more. */
  abstract Database reopen();

  @BeforeEach
  void openStore() {
    database = open();
    store = new MemoryStore(database);
    notebook = new Notebook(store);
  }

  @AfterEach
  void close() {
    database.close();
  }

  static Memory said(long seq, String author, String text) {
    return Memory.of(Whose.CREW, seq, seq, "message", author, 1, text);
  }

  void take(String session, List<Memory> said, long seq) {
    store.take(session, Stretch.of(said), seq);
  }

  List<String> recall(String session, String owner, String query, long upto) {
    return recall(session, owner, query, upto, Filter.NONE);
  }

  List<String> recall(String session, String owner, String query, long upto, Filter filter) {
    return new Recall(store.terms())
        .best(new Reader(session, owner, upto), query, filter, 5).stream()
            .map(Memory::line)
            .toList();
  }

  String digest(String session, String owner, long upto, String... queries) {
    return new Digests(store, new Recall(store.terms()))
        .of(new Digests.Question(session, owner, upto, Long.MAX_VALUE, 2_000, List.of(queries)));
  }
}
