package heist.service.memory;

import heist.model.Embedder;
import heist.model.ModelException;
import heist.service.memory.Reader.Filter;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recall by meaning. Vectors are made by a thread of their own, after a memory was stored and
 * answered for: storing never waits for the model. While the endpoint is silent, words alone find.
 * Thread-safe.
 */
final class Meaning implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Meaning.class);
  private static final int AT_ONCE = 64;
  private static final int RETRY_SECONDS = 30;

  /** Rows that other writers may still commit behind the last one seen. */
  private static final int STRAGGLERS = 1_000;

  /** What an endpoint that works at all takes. */
  private static final String HARMLESS = "memory";

  /** Dampens the first ranks (Cormack et al. 2009, reciprocal rank fusion). */
  private static final double DAMP = 60;

  private final Vectors vectors;
  private final Embedder embedder;
  private final Semaphore news = new Semaphore(1);

  /** Rows that the endpoint refuses; the worker's alone. */
  private final NavigableSet<Long> skipped = new TreeSet<>();

  private final Thread worker;
  private volatile boolean silent;
  private volatile boolean closed;

  Meaning(Vectors vectors, Embedder embedder) {
    this.vectors = vectors;
    this.embedder = embedder;
    this.worker = Thread.ofVirtual().name("memory-embeddings").start(this::run);
  }

  /** Says that something was stored. Returns at once. */
  void stored() {
    news.release();
  }

  private void run() {
    long last = 0;
    while (!Thread.currentThread().isInterrupted()) {
      try {
        boolean unused = news.tryAcquire(RETRY_SECONDS, TimeUnit.SECONDS);
        int drained = news.drainPermits();
        last = catchUp(Math.max(0, last - STRAGGLERS));
      } catch (InterruptedException e) {
        return;
      } catch (ModelException e) {
        trouble(e);
      } catch (RuntimeException e) {
        if (closed) {
          return;
        }
        LOG.warn("Memories are left without embeddings for now", e);
      }
    }
  }

  private long catchUp(long after) {
    skipped.headSet(after).clear();
    long last = after;
    while (true) {
      List<Memory> missing = vectors.missing(embedder.model(), last, AT_ONCE);
      if (missing.isEmpty()) {
        return last;
      }
      embed(missing.stream().filter(m -> !skipped.contains(m.id())).toList());
      silent = false;
      last = missing.getLast().id();
    }
  }

  /** What the endpoint refuses is split down to the text it refuses, which is skipped. */
  private void embed(List<Memory> memories) {
    if (memories.isEmpty()) {
      return;
    }
    try {
      vectors.put(
          memories, embedder.model(), embedder.embed(memories.stream().map(Memory::text).toList()));
    } catch (ModelException e) {
      if (!refusal(e)) {
        throw e;
      }
      if (memories.size() == 1) {
        skip(memories.getFirst());
      } else {
        int half = memories.size() / 2;
        embed(memories.subList(0, half));
        embed(memories.subList(half, memories.size()));
      }
    }
  }

  private static boolean refusal(ModelException e) {
    return switch (e.trouble()) {
      case REFUSED, CONTEXT_OVERFLOW, BAD_ANSWER, EMPTY -> true;
      case TIMEOUT, RATE_LIMITED, SERVER_ERROR, UNREACHABLE, CANCELLED -> false;
    };
  }

  /**
   * Leaves a memory without a vector until the next start, if the endpoint takes a harmless text
   * and then refuses the memory once more: it may have come to its senses in between.
   *
   * @throws ModelException if the endpoint refuses the harmless text as well, so that it is not the
   *     memory's fault
   */
  private void skip(Memory memory) {
    List<float[]> unused = embedder.embed(List.of(HARMLESS));
    try {
      vectors.put(List.of(memory), embedder.model(), embedder.embed(List.of(memory.text())));
    } catch (ModelException e) {
      if (!refusal(e)) {
        throw e;
      }
      skipped.add(memory.id());
      LOG.warn("Memory {} is found by words alone: {}", memory.id(), e.getMessage());
    }
  }

  private void trouble(ModelException e) {
    if (!silent && e.trouble() != ModelException.Trouble.CANCELLED) {
      silent = true;
      LOG.warn("Memory is searched by words alone for now: {}", e.getMessage());
    }
  }

  /** What is nearest to the question; nothing while the endpoint does not answer. */
  List<Memory> nearest(Reader reader, String query, Filter filter, int count) {
    if (query.isBlank()) {
      return List.of();
    }
    try {
      float[] to = embedder.embed(List.of(query)).getFirst();
      return vectors.nearest(reader, filter, embedder.model(), to, count);
    } catch (ModelException e) {
      trouble(e);
      return List.of();
    }
  }

  /** Two rankings as one; of equals that of {@code words}. */
  static List<Memory> merged(List<Memory> words, List<Memory> meaning, int count) {
    return new Fusion(DAMP).add(words, 1).add(meaning, 1).best(count);
  }

  @Override
  public void close() {
    closed = true;
    worker.interrupt();
    try {
      worker.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
