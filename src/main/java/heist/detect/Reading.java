package heist.detect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A transcript read once for all signals: agents as indices in the order of their first appearance
 * (so that neither names nor their order in a file matter), words with mentions in the place of
 * names, sentences, values, and the records of what tools returned. Made by one thread, then only
 * read.
 */
final class Reading {
  private static final Lexicon STOP = Lexicon.of("stop");
  private static final Lexicon STALE = Lexicon.of("stale");
  private static final int NO_MATTER = -1;

  /** Agents by index: first appearance first, those who never appear last. */
  final List<String> cast;

  final List<Line> lines = new ArrayList<>();
  final List<Call> calls = new ArrayList<>();
  final List<PlanRead> plans = new ArrayList<>();

  private final Map<String, Integer> stems = new HashMap<>();
  private final Map<String, Integer> matters = new HashMap<>();
  private final Map<String, List<Fact>> results = new HashMap<>();
  private final Words.Names names;
  private final Map<String, List<List<String>>> phrases = new HashMap<>();

  /**
   * A message.
   *
   * @param text with signs in the place of names
   * @param fresh the sentences that the speaker has not said before, word for word: what is said
   *     again counts once
   */
  record Line(
      int speaker,
      long seq,
      int turn,
      int round,
      String text,
      List<Words.Word> words,
      List<Values.Value> values,
      List<Sentence> sentences,
      List<Sentence> fresh) {
    int length() {
      return Reading.length(words);
    }

    /** The words of {@link #fresh}. */
    List<Words.Word> freshWords() {
      return fresh.size() == sentences.size()
          ? words
          : fresh.stream().flatMap(s -> s.words().stream()).toList();
    }
  }

  /** A sentence. */
  record Sentence(String text, List<Words.Word> words, boolean question) {
    /** Its words alone, to be compared. */
    String plain() {
      StringBuilder plain = new StringBuilder(text.length() + 2 * words.size());
      words.forEach(w -> plain.append(w.text()).append(w.agent()).append(' '));
      return plain.toString();
    }
  }

  /** A tool call; arguments and result with signs in the place of names. */
  record Call(
      int agent,
      long seq,
      int turn,
      String tool,
      String arguments,
      boolean success,
      String result,
      List<Fact> facts) {}

  /**
   * One record of a result.
   *
   * @param topic stems of what it speaks of
   * @param label the same without names, which many records of a table share
   * @param stale whether it is marked as out of date
   */
  record Fact(
      long seq,
      int turn,
      BitSet topic,
      BitSet label,
      List<Values.Value> values,
      Set<String> keys,
      boolean stale) {
    Fact at(long event, int when) {
      return new Fact(event, when, topic, label, values, keys, stale);
    }

    /** Whether it holds anything that is worth telling. */
    boolean tells() {
      return Values.exact(values);
    }
  }

  /** A plan with its fields read. */
  record PlanRead(int agent, long seq, int turn, List<Field> fields) {}

  /** A field of a plan. */
  record Field(String name, int[] topic, List<Values.Value> values) {}

  private Reading(List<String> cast) {
    this.cast = cast;
    this.names = new Words.Names(cast);
  }

  private final Set<String> said = new HashSet<>();

  /** Reads a transcript. */
  static Reading of(Transcript t) {
    Reading reading = new Reading(cast(t));
    Map<String, Integer> index = new HashMap<>();
    for (int i = 0; i < reading.cast.size(); i++) {
      index.put(reading.cast.get(i), i);
    }
    Map<String, String> masked = new HashMap<>();
    for (Transcript.ToolCall c : t.toolCalls()) {
      Integer agent = index.get(c.agent());
      if (agent != null) {
        String result = masked.computeIfAbsent(c.result(), reading.names::masked);
        reading.calls.add(
            new Call(
                agent,
                c.seq(),
                c.turn(),
                c.tool(),
                reading.names.masked(c.arguments()),
                c.success(),
                result,
                reading.facts(c, result)));
      }
    }
    for (Transcript.Message m : t.messages()) {
      Integer speaker = index.get(m.agent());
      if (speaker != null) {
        Words.Text read = reading.names.read(m.text());
        String text = read.text();
        List<Words.Word> words = read.words();
        List<Sentence> sentences = sentences(text, words);
        reading.lines.add(
            new Line(
                speaker,
                m.seq(),
                m.turn(),
                m.round(),
                text,
                words,
                reading.values(text, words),
                sentences,
                reading.fresh(speaker, sentences)));
      }
    }
    for (Transcript.Plan p : t.plans()) {
      Integer agent = index.get(p.agent());
      if (agent != null) {
        reading.plans.add(new PlanRead(agent, p.seq(), p.turn(), reading.fields(p)));
      }
    }
    return reading;
  }

  private static List<String> cast(Transcript t) {
    Map<String, Long> first = new HashMap<>();
    t.messages().forEach(m -> first.merge(m.agent(), m.seq(), Math::min));
    t.toolCalls().forEach(c -> first.merge(c.agent(), c.seq(), Math::min));
    t.plans().forEach(p -> first.merge(p.agent(), p.seq(), Math::min));
    return t.agents().stream()
        .distinct()
        .sorted(Comparator.comparing((String a) -> first.getOrDefault(a, Long.MAX_VALUE)))
        .toList();
  }

  int size() {
    return cast.size();
  }

  // ---- sentences

  /** What of it the speaker has not said before. */
  private List<Sentence> fresh(int speaker, List<Sentence> sentences) {
    return sentences.stream().filter(s -> said.add(speaker + " " + s.plain())).toList();
  }

  private static List<Sentence> sentences(String text, List<Words.Word> words) {
    List<Sentence> sentences = new ArrayList<>();
    int from = 0;
    int begin = 0;
    for (int i = 0; i < words.size(); i++) {
      int end = words.get(i).end();
      int next = i + 1 < words.size() ? words.get(i + 1).start() : text.length();
      char stop = stop(text, end, next);
      if (stop != 0 || i + 1 == words.size()) {
        int close = Math.min(text.length(), next);
        sentences.add(
            new Sentence(text.substring(begin, close), words.subList(from, i + 1), stop == '?'));
        from = i + 1;
        begin = close;
      }
    }
    return sentences;
  }

  /** The sign that ends a sentence between two words, or 0. */
  private static char stop(String text, int from, int to) {
    char found = 0;
    for (int i = from; i < to && i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '?' || c == '\uFF1F') {
        return '?';
      }
      boolean point =
          c == '.'
              && (i + 1 >= text.length()
                  || Character.isWhitespace(text.charAt(i + 1))
                  || text.charAt(i + 1) == '"');
      if (point || c == '!' || c == '\u3002' || c == '\uFF01' || c == '\n') {
        found = '.';
      }
    }
    return found;
  }

  /** How many words these count as. */
  static int length(List<Words.Word> words) {
    int n = 0;
    for (Words.Word w : words) {
      n += w.weight();
    }
    return n;
  }

  // ---- topics

  /** Stems of the words that say what something is about, without values and names. */
  int[] topic(List<Words.Word> words, List<Values.Value> without) {
    int[] ids = new int[Math.max(8, words.size())];
    int n = 0;
    for (Words.Word w : words) {
      if (w.mention() || inside(w, without)) {
        continue;
      }
      if (!w.unspaced()) {
        n = with(matter(w), ids, n);
      } else if (!STOP.has(w.text())) {
        int pairs = w.text().length() - 1;
        ids = Arrays.copyOf(ids, ids.length + Math.max(0, pairs));
        for (int i = 0; i < pairs; i++) {
          n = with(stems.computeIfAbsent(w.text().substring(i, i + 2), _ -> stems.size()), ids, n);
        }
      }
    }
    return Arrays.copyOf(ids, n);
  }

  /** Adds an id that is not there yet; answers how many there are. Topics are short. */
  private static int with(int id, int[] ids, int count) {
    if (id == NO_MATTER) {
      return count;
    }
    for (int i = 0; i < count; i++) {
      if (ids[i] == id) {
        return count;
      }
    }
    ids[count] = id;
    return count + 1;
  }

  /** The stem of a word; of what says nothing about a matter, {@link #NO_MATTER}. */
  private int matter(Words.Word word) {
    Integer known = matters.get(word.text());
    if (known == null) {
      boolean none = word.digits() || word.text().length() < 3 || STOP.has(word.text());
      known = none ? NO_MATTER : stems.computeIfAbsent(Source.stem(word.text()), _ -> stems.size());
      matters.put(word.text(), known);
    }
    return known;
  }

  private static boolean inside(Words.Word w, List<Values.Value> values) {
    for (Values.Value v : values) {
      if (w.start() >= v.start() && w.end() <= v.end()) {
        return true;
      }
    }
    return false;
  }

  // ---- results

  private List<Fact> facts(Transcript.ToolCall call, String result) {
    if (!call.success() || result.isEmpty()) {
      return List.of();
    }
    // The same paper is read more than once in a game.
    List<Fact> read = results.computeIfAbsent(result, this::records);
    return read.stream().map(f -> f.at(call.seq(), call.turn())).toList();
  }

  private List<Fact> records(String result) {
    List<Fact> facts = new ArrayList<>();
    boolean escaped = result.contains("\\u"); // JSON may write the letters of names as numbers
    for (String raw : Source.records(result)) {
      String record = escaped ? names.masked(raw) : raw;
      List<Words.Word> words = Words.of(record);
      List<Values.Value> values = Values.of(record, words);
      List<Values.Value> named = new ArrayList<>(values);
      for (Values.Value name : Entities.of(record, words)) {
        named.add(name);
        learn(name);
      }
      BitSet topic = set(topic(words, values));
      BitSet label = named.size() == values.size() ? topic : set(topic(words, named));
      facts.add(new Fact(0, 0, topic, label, named, keys(named), STALE.in(words)));
    }
    return facts;
  }

  private static BitSet set(int[] topic) {
    BitSet set = new BitSet();
    Arrays.stream(topic).forEach(set::set);
    return set;
  }

  private void learn(Values.Value name) {
    List<String> words = Words.of(name.canon()).stream().map(Words.Word::text).toList();
    List<List<String>> same = phrases.computeIfAbsent(words.getFirst(), _ -> new ArrayList<>());
    if (!same.contains(words)) {
      same.add(words);
      same.sort((x, y) -> y.size() - x.size());
    }
  }

  static Set<String> keys(List<Values.Value> values) {
    Set<String> keys = new LinkedHashSet<>();
    values.forEach(v -> keys.add(v.key()));
    return keys;
  }

  /** Values in what somebody says: numbers, times, codes, and names that a tool has told. */
  List<Values.Value> values(String text, List<Words.Word> words) {
    List<Values.Value> values = new ArrayList<>(Values.of(text, words));
    for (int i = 0; i < words.size(); i++) {
      for (List<String> phrase : phrases.getOrDefault(words.get(i).text(), List.of())) {
        if (fits(words, i, phrase)) {
          int end = words.get(i + phrase.size() - 1).end();
          values.add(
              new Values.Value(
                  Values.Kind.NAME, String.join(" ", phrase), words.get(i).start(), end));
          i += phrase.size() - 1;
          break;
        }
      }
    }
    values.sort(Comparator.comparingInt(Values.Value::start));
    return values;
  }

  private static boolean fits(List<Words.Word> words, int at, List<String> phrase) {
    if (at + phrase.size() > words.size()) {
      return false;
    }
    for (int k = 0; k < phrase.size(); k++) {
      if (words.get(at + k).mention() || !words.get(at + k).text().equals(phrase.get(k))) {
        return false;
      }
    }
    return true;
  }

  private List<Field> fields(Transcript.Plan plan) {
    List<Field> fields = new ArrayList<>();
    plan.fields()
        .forEach((name, value) -> {
          String label = Source.spaced(names.masked(name));
          String text = names.masked(value);
          fields.add(
              new Field(label, topic(Words.of(label), List.of()), values(text, Words.of(text))));
        });
    fields.sort(Comparator.comparing(Field::name));
    return List.copyOf(fields);
  }
}
