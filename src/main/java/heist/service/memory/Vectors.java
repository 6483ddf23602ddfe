package heist.service.memory;

import heist.service.memory.Reader.Filter;
import heist.store.Database;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.mapper.RowMapper;

/** Memories as vectors: which have none yet, and which lie nearest. Thread-safe. */
final class Vectors {
  private record Near(Memory memory, double cosine) {}

  private final Database database;

  Vectors(Database database) {
    this.database = database;
  }

  /** The oldest memories after row {@code after} that have no vector of this model. */
  List<Memory> missing(String model, long after, int most) {
    return database
        .jdbi()
        .withHandle(h ->
            h.createQuery(
                    """
                    SELECT m.* FROM memory m
                    LEFT JOIN memory_vector v ON v.id = m.id AND v.model = :model
                    WHERE m.id > :after AND v.id IS NULL AND m.kind <> 'forgotten'
                    ORDER BY m.id LIMIT :most
                    """)
                .bind("model", model)
                .bind("after", after)
                .bind("most", most)
                .map(MemoryStore.row(Long.MAX_VALUE))
                .list());
  }

  /** Keeps a vector, unless the memory was forgotten while it was made. */
  void put(List<Memory> memories, String model, List<float[]> vectors) {
    int unused =
        database
            .writer()
            .submit(handle -> {
              for (int i = 0; i < memories.size(); i++) {
                handle.execute(
                    """
                    INSERT INTO memory_vector (id, model, vector)
                    SELECT id, ?, ? FROM memory WHERE id = ? AND kind <> 'forgotten'
                    ON CONFLICT (id) DO UPDATE SET model = excluded.model, vector = excluded.vector
                    """,
                    model,
                    bytes(vectors.get(i)),
                    memories.get(i).id());
              }
              return memories.size();
            });
  }

  /** What the reader may be told, nearest first; of equals the newer. */
  List<Memory> nearest(Reader reader, Filter filter, String model, float[] to, int count) {
    return database
        .jdbi()
        .withHandle(h -> {
          RowMapper<Memory> row = MemoryStore.row(reader.upto());
          try (Stream<Near> all =
              reader
                  .bind(
                      h.createQuery(
                          """
                          SELECT m.*, v.vector FROM memory m JOIN memory_vector v ON v.id = m.id
                          WHERE v.model = :model AND
                          """
                              + Reader.MAY_SEE),
                      filter)
                  .bind("model", model)
                  .map((r, c) -> new Near(row.map(r, c), cosine(to, r.getBytes("vector"))))
                  .stream()) {
            return all.sorted(
                    Comparator.comparingDouble(Near::cosine)
                        .reversed()
                        .thenComparing(n -> -n.memory().id()))
                .limit(count)
                .map(Near::memory)
                .toList();
          }
        });
  }

  private static byte[] bytes(float[] vector) {
    ByteBuffer buffer = ByteBuffer.allocate(4 * vector.length).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(vector);
    return buffer.array();
  }

  /** Of two vectors of length 1; -1 if their sizes differ. */
  private static double cosine(float[] a, byte[] b) {
    if (b.length != 4 * a.length) {
      return -1;
    }
    var other = ByteBuffer.wrap(b).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * other.get(i);
    }
    return sum;
  }
}
