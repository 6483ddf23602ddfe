package heist.service.memory;

import heist.HeistException;
import heist.model.Embedder;
import heist.service.memory.Memory.Whose;
import heist.service.memory.Reader.Filter;
import heist.store.Database;
import heist.web.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code heist bench memory}: how long storing and recalling take with many memories, and how often
 * an old fact is found. Each session holds a thousand lines of talk with a fact of each kind near
 * its beginning; the question comes at its end. On SQLite, in the given folder, without HTTP.
 */
public final class MemoryBench {
  private static final int STRETCH = 200;
  private static final int PLANTED_AT = 10;
  private static final int ASKED = 5;
  private static final int NOTES = 500;
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  private MemoryBench() {}

  /**
   * Measures.
   *
   * @param memories how many there are in all
   * @param sessions over how many sessions they are spread
   * @param embedder if given, finding is measured a second time with meaning beside words
   */
  public static ObjectNode run(
      Path folder, int memories, int sessions, @Nullable Embedder embedder) {
    try (Database database = Database.open("memory", folder, null)) {
      MemoryStore store = new MemoryStore(database);
      int each = memories / sessions;
      for (int s = 0; s < sessions; s++) {
        fill(store, s, sessions, each);
      }
      Recall recall = new Recall(store.terms());
      ObjectNode node = Json.mapper().createObjectNode();
      node.put("memories", (long) each * sessions).put("sessions", sessions);
      node.set("store", stored(store, sessions, each));
      Asker words = (reader, question) -> recall.best(reader, question, Filter.NONE, ASKED);
      measure(node, "", words, sessions, each);
      if (embedder != null) {
        Vectors vectors = new Vectors(database);
        try (Meaning meaning = new Meaning(vectors, embedder)) {
          embedAll(meaning, vectors, embedder.model());
          node.put("embedding_model", embedder.model());
          measure(
              node,
              "_with_embeddings",
              (reader, question) ->
                  Meaning.merged(
                      words.ask(reader, question),
                      meaning.nearest(reader, question, Filter.NONE, ASKED),
                      ASKED),
              sessions,
              each);
        }
      }
      return node;
    }
  }

  /** Finds what answers a question. */
  private interface Asker {
    List<Memory> ask(Reader reader, String question);
  }

  private static void measure(ObjectNode node, String suffix, Asker asker, int sessions, int each) {
    List<Double> took = new ArrayList<>();
    ObjectNode found = node.putObject("recall_at_5" + suffix);
    for (Planted.Kind kind : Planted.Kind.values()) {
      found.put(kind.name().toLowerCase(Locale.ROOT), asked(asker, kind, sessions, each, took));
    }
    node.set("recall" + suffix, quantiles(took));
  }

  private static void embedAll(Meaning meaning, Vectors vectors, String model) {
    meaning.stored();
    try {
      while (!vectors.missing(model, 0, 1).isEmpty()) {
        Thread.sleep(LOOK_AGAIN);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HeistException(HeistException.Kind.UNAVAILABLE, "Interrupted.", e);
    }
  }

  private static String session(int s) {
    return "bench-" + s;
  }

  /** Facts go round the sessions; with few sessions each holds several of a kind. */
  private static void fill(MemoryStore store, int s, int sessions, int each) {
    Random random = new Random(s);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < each; i++) {
      lines.add(Planted.talk(random));
    }
    int at = PLANTED_AT - 1;
    for (Planted.Kind kind : Planted.Kind.values()) {
      List<Planted.Fact> facts = Planted.facts(kind);
      for (int i = s; i < facts.size() && at < each; i += sessions) {
        lines.set(at++, facts.get(i).fact());
      }
    }
    for (int from = 0; from < each; from += STRETCH) {
      int to = Math.min(each, from + STRETCH);
      List<Memory> said = new ArrayList<>();
      for (int i = from; i < to; i++) {
        said.add(Memory.of(Whose.CREW, i + 1, i + 1, "message", "a" + i % 6, i / 6, lines.get(i)));
      }
      store.take(session(s), Stretch.of(said), to);
    }
  }

  private static ObjectNode stored(MemoryStore store, int sessions, int each) {
    Notebook notebook = new Notebook(store);
    Random random = new Random(1);
    List<Double> took = new ArrayList<>();
    for (int i = 0; i < NOTES; i++) {
      long begin = System.nanoTime();
      long unused =
          notebook.keep(session(i % sessions), "bench.a1", "a1", each, Planted.talk(random), null);
      took.add((System.nanoTime() - begin) / 1e6);
    }
    return quantiles(took);
  }

  private static double asked(
      Asker asker, Planted.Kind kind, int sessions, int each, List<Double> took) {
    List<Planted.Fact> facts = Planted.facts(kind);
    int found = 0;
    for (int i = 0; i < facts.size(); i++) {
      Planted.Fact fact = facts.get(i);
      Reader reader = new Reader(session(i % sessions), "bench.a1", each);
      long begin = System.nanoTime();
      List<Memory> answer = asker.ask(reader, fact.question());
      took.add((System.nanoTime() - begin) / 1e6);
      found += answer.stream().anyMatch(m -> m.text().equals(fact.fact())) ? 1 : 0;
    }
    return (double) found / facts.size();
  }

  private static ObjectNode quantiles(List<Double> took) {
    List<Double> sorted = took.stream().sorted().toList();
    return Json.mapper()
        .createObjectNode()
        .put("calls", sorted.size())
        .put("p50_ms", at(sorted, 0.5))
        .put("p95_ms", at(sorted, 0.95));
  }

  private static double at(List<Double> sorted, double quantile) {
    double value = sorted.get((int) Math.ceil(quantile * sorted.size()) - 1);
    return Math.round(value * 100) / 100.0;
  }
}
