package heist.detect;

import heist.detect.Finding.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Four signals with fixed weights. Each is a rate, compared with the other agents of the same game
 * and bounded to 0..1, so that nobody is guilty by talking or working most, by a tool that fails,
 * or by the clock:
 *
 * <ul>
 *   <li>tool usage .25: calls whose answer the caller never speaks of
 *   <li>timing .30: turns that bring nothing new, neither a call nor a value nor a matter
 *   <li>message anomaly .20: words that weaken or put off
 *   <li>information quality .25: values without a source, and words without anything specific
 * </ul>
 *
 * <p>Stateless.
 */
public final class Classic implements Detector {
  /** The weights of the signals. */
  public static final Map<String, Double> WEIGHTS =
      Map.of(
          "tool_usage", 0.25, "timing", 0.30, "message_anomaly", 0.20, "information_quality", 0.25);

  private static final List<String> SIGNALS =
      List.of("tool_usage", "timing", "message_anomaly", "information_quality");
  private static final Lexicon HEDGING = Lexicon.of("hedging");
  private static final Lexicon DEFER = Lexicon.of("defer");
  private static final Lexicon PLACE = Lexicon.of("space_time");
  private static final Lexicon PERCEIVE = Lexicon.of("perceive");

  /** Added to denominators in words. */
  private static final double FEW_WORDS = 40;

  private static final List<String> WHY =
      List.of(
          "a call whose answer the caller never speaks of",
          "a turn that brings nothing new",
          "words that weaken or put off",
          "a value without a source");

  /** What an agent did that a signal counts. */
  private record Cited(int signal, int agent, int turn, List<Long> events) {}

  private final Set<String> off;

  /** All four signals. */
  public Classic() {
    this(Set.of());
  }

  private Classic(Set<String> off) {
    this.off = off;
  }

  @Override
  public String name() {
    return "classic";
  }

  @Override
  public List<String> signals() {
    return SIGNALS;
  }

  @Override
  public Map<String, Double> weights() {
    return WEIGHTS;
  }

  @Override
  public Detector without(String signal) {
    return new Classic(Set.of(signal));
  }

  @Override
  public Assessment assess(Transcript t) {
    return assess(Reading.of(t));
  }

  Assessment assess(Reading r) {
    return assess(r, new Ledger(r));
  }

  Assessment assess(Reading r, Ledger ledger) {
    int n = r.size();
    double[][] rates = new double[SIGNALS.size()][n];
    List<Cited> cited = new ArrayList<>();
    rates[0] = toolUsage(r, cited);
    rates[1] = idleTurns(r, cited);
    rates[2] = wordRates(r, true);
    rates[3] = information(r, ledger, cited);
    double[][] places = new double[SIGNALS.size()][];
    for (int s = 0; s < rates.length; s++) {
      places[s] = Relative.bounded(rates[s]);
    }
    Map<String, Assessment.Score> scores = new LinkedHashMap<>();
    for (int a = 0; a < n; a++) {
      Map<String, Double> breakdown = new LinkedHashMap<>();
      double sum = 0;
      for (int s = 0; s < SIGNALS.size(); s++) {
        breakdown.put(SIGNALS.get(s), places[s][a]);
        sum += weight(s) * places[s][a];
      }
      int agent = a;
      List<Long> events =
          cited.stream().filter(c -> c.agent() == agent).flatMap(c -> c.events().stream()).toList();
      scores.put(r.cast.get(a), new Assessment.Score(Math.clamp(sum, 0, 1), breakdown, events));
    }
    return new Assessment(
        name(), scores, turns(r, cited, places), OptionalDouble.empty(), explain(scores), "");
  }

  private double weight(int signal) {
    String name = SIGNALS.get(signal);
    return off.contains(name) ? 0 : WEIGHTS.getOrDefault(name, 0.0);
  }

  /** The turns cited, each by what its signals weigh and how far its agent stands out by them. */
  private List<Assessment.Turn> turns(Reading r, List<Cited> cited, double[][] places) {
    Map<Long, List<Cited>> byTurn = new TreeMap<>();
    for (Cited c : cited) {
      byTurn.computeIfAbsent(c.turn() * 1024L + c.agent(), _ -> new ArrayList<>()).add(c);
    }
    List<Assessment.Turn> turns = new ArrayList<>();
    byTurn
        .values()
        .forEach(own -> {
          Cited first = own.getFirst();
          double[] most = new double[SIGNALS.size()];
          own.forEach(c -> most[c.signal()] = weight(c.signal()) * places[c.signal()][c.agent()]);
          double sum = Arrays.stream(most).sum();
          if (sum > 0) {
            turns.add(
                new Assessment.Turn(
                    first.turn(),
                    r.cast.get(first.agent()),
                    Math.clamp(sum, 0, 1),
                    own.stream().flatMap(c -> c.events().stream()).toList(),
                    own.stream()
                            .map(c -> WHY.get(c.signal()))
                            .distinct()
                            .collect(Collectors.joining("; "))
                        + "."));
          }
        });
    return Turns.worst(turns);
  }

  private static String explain(Map<String, Assessment.Score> scores) {
    var top =
        scores.entrySet().stream()
            .max(
                Map.Entry.comparingByValue(
                    java.util.Comparator.comparingDouble(Assessment.Score::suspicion)));
    if (top.isEmpty()) {
      return "Nobody takes part.";
    }
    String signal =
        top.get().getValue().breakdown().entrySet().stream()
            .max(Map.Entry.comparingByValue())
            .map(e -> e.getKey().replace('_', ' '))
            .orElse("");
    return top.get().getKey()
        + " stands out most among this crew, above all by "
        + signal
        + ". This compares manners; it proves nothing.";
  }

  /** Share of different calls of whose answer the caller never spoke. */
  private static double[] toolUsage(Reading r, List<Cited> cited) {
    int n = r.size();
    double[] known = new double[n];
    double[] bad = new double[n];
    List<Set<String>> said = said(r);
    Set<String> asked = new HashSet<>();
    for (Reading.Call c : r.calls) {
      if (!c.success() || c.arguments().isEmpty()) {
        continue; // what fails is the tool's fault
      }
      if (!asked.add(c.agent() + "\n" + c.tool() + "\n" + c.arguments())) {
        continue; // to read again is no crime
      }
      known[c.agent()]++;
      boolean valued = c.facts().stream().anyMatch(f -> !f.keys().isEmpty());
      boolean used =
          !valued
              || c.facts().stream()
                  .anyMatch(f -> f.keys().stream().anyMatch(said.get(c.agent())::contains));
      if (!used) {
        bad[c.agent()]++;
        cited.add(new Cited(0, c.agent(), c.turn(), List.of(c.seq())));
      }
    }
    double[] rates = new double[n];
    for (int a = 0; a < n; a++) {
      rates[a] = known[a] == 0 ? Double.NaN : bad[a] / (known[a] + 2);
    }
    return rates;
  }

  private static List<Set<String>> said(Reading r) {
    List<Set<String>> said = new ArrayList<>();
    for (int a = 0; a < r.size(); a++) {
      said.add(new HashSet<>());
    }
    for (Reading.Line l : r.lines) {
      said.get(l.speaker()).addAll(Reading.keys(l.values()));
    }
    return said;
  }

  /** Share of turns that bring neither a call nor a value nor a matter nobody has named before. */
  private static double[] idleTurns(Reading r, List<Cited> cited) {
    int n = r.size();
    double[] turns = new double[n];
    double[] idle = new double[n];
    Set<Long> working = new HashSet<>();
    r.calls.forEach(c -> working.add(c.turn() * 1024L + c.agent()));
    Set<String> values = new HashSet<>();
    BitSet matters = new BitSet();
    for (Reading.Line l : r.lines) {
      List<Values.Value> own = l.values();
      boolean news = values.addAll(Reading.keys(own));
      int[] topic = r.topic(l.words(), own);
      int fresh = 0;
      for (int id : topic) {
        fresh += matters.get(id) ? 0 : 1;
        matters.set(id);
      }
      turns[l.speaker()]++;
      boolean worked = working.contains(l.turn() * 1024L + l.speaker());
      if (!worked && !news && fresh < 2) {
        idle[l.speaker()]++;
        cited.add(new Cited(1, l.speaker(), l.turn(), List.of(l.seq())));
      }
    }
    double[] rates = new double[n];
    for (int a = 0; a < n; a++) {
      rates[a] = turns[a] == 0 ? Double.NaN : idle[a] / (turns[a] + 2);
    }
    return rates;
  }

  /** Share of words that weaken or put off; or of words that pin something down. */
  private static double[] wordRates(Reading r, boolean weak) {
    int n = r.size();
    double[] words = new double[n];
    double[] hits = new double[n];
    for (Reading.Line l : r.lines) {
      List<Words.Word> said = l.freshWords();
      words[l.speaker()] += Reading.length(said);
      hits[l.speaker()] +=
          weak ? HEDGING.count(said) + DEFER.count(said) : PLACE.count(said) + PERCEIVE.count(said);
    }
    return shrunk(words, hits);
  }

  /** Hits per word, drawn towards the rate of the whole game where there are few words. */
  static double[] shrunk(double[] words, double[] hits) {
    double allWords = 0;
    double allHits = 0;
    for (int a = 0; a < words.length; a++) {
      allWords += words[a];
      allHits += hits[a];
    }
    double usual = allWords == 0 ? 0 : allHits / allWords;
    double[] rates = new double[words.length];
    for (int a = 0; a < words.length; a++) {
      rates[a] =
          words[a] == 0 ? Double.NaN : (hits[a] + FEW_WORDS * usual) / (words[a] + FEW_WORDS);
    }
    return rates;
  }

  /**
   * Values without a source, out of all values stated; where no tool has answered anything, words
   * without anything specific instead.
   */
  private static double[] information(Reading r, Ledger ledger, List<Cited> cited) {
    if (r.calls.stream().noneMatch(c -> c.facts().stream().anyMatch(f -> !f.keys().isEmpty()))) {
      double[] specific = wordRates(r, false);
      for (int a = 0; a < specific.length; a++) {
        specific[a] = -specific[a];
      }
      return specific;
    }
    double[] rates = new double[r.size()];
    List<Finding> findings = ledger.findings();
    for (int a = 0; a < rates.length; a++) {
      double unsupported = 0;
      for (Finding f : findings) {
        boolean counts =
            f.kind() == Kind.ALTERED || f.kind() == Kind.INVENTED || f.kind() == Kind.MISQUOTED;
        if (f.agent() == a && counts) {
          unsupported += f.weight();
          cited.add(new Cited(3, a, f.turn(), f.events()));
        }
      }
      int claims = ledger.of(a, Finding.Of.CLAIMS);
      rates[a] = unsupported / (claims + 2.0);
    }
    return rates;
  }
}
