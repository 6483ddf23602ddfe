package heist.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text in extracts, for want of a model that tells it in short: the sentences that carry figures,
 * names and decisions, word for word, each with its source, in order, never above the budget. Pure
 * and deterministic.
 */
public final class Extract {
  private static final Pattern SENTENCE =
      Pattern.compile("[^.!?\\n]+(?:[.!?]+(?=\\S)[^.!?\\n]*)*[.!?]*");
  private static final Pattern FIGURE = Pattern.compile("\\d+");
  private static final Pattern NAME = Pattern.compile("(?<=[\\p{L}\\p{N},;:] )\\p{Lu}[\\p{L}]+");
  private static final Set<String> DECISIONS =
      Set.copyOf(
          Folding.words(
              """
              plan decide decision agree agreed confirm confirmed must never always settle use choose
              correct correction wrong instead mistake only exactly code vault entry start guard
              beschliessen beschlossen entscheiden entschieden einig einverstanden bestaetigt
              bestaetigen muss nie immer falsch korrektur stattdessen fehler genau tresor eingang
              beginn waechter
              """));

  /**
   * Something that was said.
   *
   * @param head a line of its own above the first of this head that is kept; empty: none
   * @param source who said it and where, told before it
   * @param heavy it goes before what others said
   */
  public record Line(String head, String source, String text, boolean heavy) {
    /** A line without a head. */
    public static Line of(String source, String text) {
      return new Line("", source, text, false);
    }

    /** Its text on one line. */
    String plain() {
      return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }
  }

  private record Sentence(Line line, int at, int place, String text, double weight) {}

  private Extract() {}

  /**
   * @param lines in order
   * @param names folded words of the crew's names; a sentence that has one weighs more
   * @param budget most tokens of the answer
   * @param tokens counts the tokens of a text
   * @return empty if there is nothing to tell or the budget is too small for anything
   */
  public static String of(
      List<Line> lines, Set<String> names, int budget, ToIntFunction<String> tokens) {
    List<Sentence> sentences = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      Matcher matcher = SENTENCE.matcher(line.plain());
      for (int place = 0; matcher.find(); place++) {
        String sentence = matcher.group().strip();
        if (sentence.length() > 2) {
          double weight = weight(sentence, line, names, (double) i / lines.size());
          sentences.add(new Sentence(line, i, place, sentence, weight));
        }
      }
    }
    return write(choose(sentences, budget, tokens));
  }

  private static double weight(String sentence, Line line, Set<String> names, double recency) {
    List<String> words = Folding.words(sentence);
    double weight = line.heavy() ? 3 : 0;
    weight += Math.min(3, FIGURE.matcher(sentence).results().count()) * 1.5;
    weight += Math.min(2, NAME.matcher(sentence).results().count()) * 0.5;
    weight += Math.min(2, words.stream().filter(DECISIONS::contains).count());
    weight += Math.min(2, words.stream().filter(names::contains).count()) * 0.5;
    weight -= sentence.endsWith("?") ? 1.5 : 0;
    weight -= words.size() < 3 ? 1 : 0;
    return weight + recency / 2;
  }

  private static List<Sentence> choose(
      List<Sentence> sentences, int budget, ToIntFunction<String> tokens) {
    List<Sentence> byWeight =
        sentences.stream()
            .sorted(
                Comparator.comparingDouble(Sentence::weight)
                    .reversed()
                    .thenComparing(s -> -s.at())
                    .thenComparing(Sentence::place))
            .toList();
    List<Sentence> kept = new ArrayList<>();
    List<Set<String>> known = new ArrayList<>();
    Set<Integer> lines = new HashSet<>();
    Set<String> heads = new HashSet<>(Set.of(""));
    int left = budget;
    for (Sentence sentence : byWeight) {
      if (left <= 2) {
        break;
      }
      Set<String> words = Set.copyOf(Folding.words(sentence.text()));
      if (known.stream().anyMatch(other -> alike(other, words))) {
        continue;
      }
      int cost = tokens.applyAsInt(" " + sentence.text()) + 1;
      if (!lines.contains(sentence.at())) {
        cost += tokens.applyAsInt("\n" + sentence.line().source() + ":") + 1;
      }
      if (!heads.contains(sentence.line().head())) {
        cost += tokens.applyAsInt("\n" + sentence.line().head()) + 1;
      }
      if (cost <= left) {
        left -= cost;
        kept.add(sentence);
        known.add(words);
        lines.add(sentence.at());
        heads.add(sentence.line().head());
      }
    }
    return fit(kept, budget, tokens);
  }

  /**
   * Counts of parts do not quite add up to the count of the whole: the lightest go until it fits.
   */
  private static List<Sentence> fit(List<Sentence> kept, int budget, ToIntFunction<String> tokens) {
    while (!kept.isEmpty() && tokens.applyAsInt(write(kept)) > budget) {
      kept.removeLast();
    }
    return kept;
  }

  private static boolean alike(Set<String> a, Set<String> b) {
    long common = a.stream().filter(b::contains).count();
    return common > 0 && common >= 0.85 * Math.max(a.size(), b.size());
  }

  private static String write(List<Sentence> kept) {
    Map<Integer, List<Sentence>> lines = new TreeMap<>();
    kept.forEach(s -> lines.computeIfAbsent(s.at(), _ -> new ArrayList<>()).add(s));
    StringBuilder text = new StringBuilder();
    String head = "";
    for (List<Sentence> sentences : lines.values()) {
      sentences.sort(Comparator.comparingInt(Sentence::place));
      Line line = sentences.getFirst().line();
      if (!line.head().equals(head)) {
        head = line.head();
        text.append(text.isEmpty() || head.isEmpty() ? "" : "\n").append(head);
      }
      text.append(text.isEmpty() ? "" : "\n").append(line.source()).append(':');
      int next = 0;
      for (Sentence sentence : sentences) {
        text.append(sentence.place() > next ? " ... " : " ").append(sentence.text());
        next = sentence.place() + 1;
      }
    }
    return text.toString();
  }
}
