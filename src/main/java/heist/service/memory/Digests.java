package heist.service.memory;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import heist.model.Extract;
import heist.model.Folding;
import heist.model.Speakers;
import heist.service.memory.Reader.Filter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The past within a budget of tokens: summaries as far as there are any, extracts of what was said
 * after them, an agent's own notes, and what bears on the latest words. Each line says who said it
 * and where. Thread-safe.
 */
final class Digests {
  /** Said after the last summary: there are never many, unless summaries are not made at all. */
  private static final int MOST_MESSAGES = 400;

  private static final int MOST_NOTES = 40;
  private static final int RECALLED = 5;

  /** Recalled memories get at most this share of the budget. */
  private static final double RECALL_SHARE = 0.35;

  /** The two best for the latest message stand before the best for the one before it. */
  private static final double RANK_DAMP = 1;

  private static final Pattern SENTENCE = Pattern.compile("[^.!?]+(?:[.!?]+(?=\\S)[^.!?]*)*[.!?]*");

  /** Loaded when first needed: it takes a while. */
  private static final class Holder {
    static final Encoding ENCODING =
        Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.CL100K_BASE);
  }

  private final MemoryStore store;
  private final Notebook notebook;
  private final Recall recall;

  Digests(MemoryStore store, Recall recall) {
    this.store = store;
    this.notebook = new Notebook(store);
    this.recall = recall;
  }

  /**
   * A question.
   *
   * @param owner whose own notes may be told; {@link MemoryStore#CREW}: nobody's
   * @param upto the last event that may count
   * @param before what was said from this event on is known already
   * @param budget most tokens of the answer
   * @param queries what is recalled bears on these, most on the first; empty: nothing is recalled
   */
  record Question(
      String session, String owner, long upto, long before, int budget, List<String> queries) {
    Question of(String whose) {
      return new Question(session, whose, upto, before, budget, queries);
    }
  }

  /** How many tokens {@code text} has, as digests count them. */
  static int tokens(String text) {
    return Holder.ENCODING.countTokensOrdinary(text);
  }

  /** The past, or empty if there is none to tell or the budget is too small for anything. */
  String of(Question question) {
    String recalled = recalled(question);
    int left = question.budget() - (recalled.isEmpty() ? 0 : tokens(recalled) + 1);
    List<Extract.Line> lines = lines(question);
    Set<String> names = new HashSet<>();
    lines.forEach(line -> names.addAll(Folding.words(line.source())));
    String told = Extract.of(lines, names, left, Digests::tokens);
    return told.isEmpty() || recalled.isEmpty() ? told + recalled : told + "\n" + recalled;
  }

  private List<Extract.Line> lines(Question question) {
    List<Told> told =
        Told.until(store.told(question.session(), question.upto()), question.before());
    List<Extract.Line> lines = new ArrayList<>();
    List<Memory> withdrawn =
        told.isEmpty() ? List.of() : store.withdrawn(question.session(), question.upto());
    Set<String> speakers =
        told.isEmpty() ? Set.of() : store.speakers(question.session(), question.upto());
    told.forEach(t -> lines.addAll(inShort(t, withdrawn, speakers)));
    long from = told.stream().mapToLong(Told::to).max().orElse(0);
    long last = Math.min(question.upto(), question.before() - 1);
    List<Memory> later =
        new ArrayList<>(store.said(question.session(), question.upto(), from, last, MOST_MESSAGES));
    later.addAll(notebook.notes(question.session(), question.owner(), question.upto(), MOST_NOTES));
    later.sort(Comparator.comparingLong(Memory::seq));
    later.stream().filter(m -> !m.withdrawn()).map(Memory::toldLine).forEach(lines::add);
    return lines;
  }

  /**
   * A summary's lines under a head that says what they cover and whose words they are; without
   * those of speakers whose messages it covers were withdrawn.
   */
  private static List<Extract.Line> inShort(
      Told told, List<Memory> withdrawn, Set<String> speakers) {
    Set<String> silenced =
        withdrawn.stream()
            .filter(m -> m.n() >= told.from() && m.n() <= told.to())
            .map(Memory::author)
            .collect(Collectors.toSet());
    List<Speakers.Line> kept =
        Speakers.lines(told.text(), speakers).stream()
            .filter(line -> !line.isBy(silenced))
            .toList();
    boolean partly = !silenced.isEmpty() && kept.stream().anyMatch(line -> !line.isBy(speakers));
    String head =
        "#%d to #%d%s%s:"
            .formatted(
                told.from(),
                told.to(),
                told.by().equals("model") ? " in short" : ", word for word in parts",
                partly ? ", parts of it withdrawn" : "");
    return kept.stream()
        .map(line ->
            new Extract.Line(
                head, Objects.requireNonNullElse(line.speaker(), "-"), line.said(), false))
        .toList();
  }

  private String recalled(Question question) {
    Reader reader = new Reader(question.session(), question.owner(), question.upto());
    Filter earlier = new Filter(null, -1, question.before(), true);
    Fusion fusion = new Fusion(RANK_DAMP);
    Set<String> words = new HashSet<>();
    // Each on its own: what is asked in a few words would drown in a long message before it.
    for (int i = 0; i < question.queries().size(); i++) {
      String query = question.queries().get(i);
      fusion.add(recall.best(reader, query, earlier, RECALLED), 1.0 / (i + 1));
      words.addAll(Recall.words(query));
    }
    StringBuilder text = new StringBuilder("Recalled for the latest messages:");
    int left = (int) (question.budget() * RECALL_SHARE) - tokens(text.toString());
    boolean any = false;
    for (Memory memory : fusion.best(RECALLED)) {
      String line = "\n" + memory.source() + ": " + part(memory, words);
      int size = tokens(line);
      if (size <= left) {
        left -= size;
        text.append(line);
        any = true;
      }
    }
    return any ? text.toString() : "";
  }

  /** The sentences of a memory that bear on the words, or its first one. */
  private static String part(Memory memory, Set<String> words) {
    List<String> sentences =
        SENTENCE.matcher(memory.plain()).results().map(r -> r.group().strip()).toList();
    List<String> fitting =
        sentences.stream()
            .filter(s -> Folding.words(s).stream().anyMatch(words::contains))
            .limit(2)
            .collect(Collectors.toList());
    return fitting.isEmpty()
        ? sentences.isEmpty() ? memory.plain() : sentences.getFirst()
        : String.join(" ", fitting);
  }
}
