package heist.detect;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How an agent talks, in general signals known from the study of deception: rates of kinds of words
 * (Newman et al. 2003; Hauch et al. 2015), questions, novelty and echo of content (Zhou et al.
 * 2004). All are rates within one game, placed among the other agents of that game; none knows
 * topics, names or amounts of talk.
 *
 * <p>They are gathered into five constructs of that literature. How much each counts comes from
 * {@code /detect/manner.json}. Stateless.
 */
public final class Manner implements Detector {
  private static final List<String> KINDS =
      List.of(
          "hedging",
          "certainty",
          "negation",
          "self",
          "we",
          "you",
          "they",
          "accuse",
          "reassure",
          "perceive",
          "space_time",
          "defer",
          "cause",
          "exclusive");
  private static final List<Lexicon> LEXICONS = KINDS.stream().map(Lexicon::of).toList();

  /** Manner tells little, so its scores stay near the middle. The order of agents is the same. */
  static final double CAUTION = 0.5;

  /** Names of the signals, in the order of the features. */
  public static final List<String> SIGNALS = names();

  private static final int QUESTIONS = 14;
  private static final int NUMBERS = 15;
  private static final int NOVELTY = 16;
  private static final int ECHO = 17;
  private static final int VARIETY = 18;
  private static final int EXCLAIMS = 19;

  /** The constructs, each as weights of signals. */
  private static final Map<String, Map<String, Double>> CONSTRUCTS =
      Map.of(
          "uncertain", Map.of("hedging", 1.0),
          "distant", Map.of("we", 0.5, "self", -0.5),
          "unspecific", Map.of("space_time", -1 / 3.0, "perceive", -1 / 3.0, "numbers", -1 / 3.0),
          "poor", Map.of("variety", -0.5, "novelty", -0.5),
          "negative", Map.of("negation", 1.0));

  /** Names of the constructs. */
  public static final List<String> CONSTRUCT_NAMES = CONSTRUCTS.keySet().stream().sorted().toList();

  private static final double[][] LOADINGS = loadings();

  private final Coefficients coefficients;

  /** With the fitted weights. */
  public Manner() {
    this(Coefficients.of("manner"));
  }

  /** With weights of one's own, by construct. */
  public Manner(Coefficients coefficients) {
    this.coefficients = coefficients;
  }

  private static double[][] loadings() {
    double[][] loadings = new double[CONSTRUCT_NAMES.size()][SIGNALS.size()];
    for (int c = 0; c < loadings.length; c++) {
      for (var e : CONSTRUCTS.getOrDefault(CONSTRUCT_NAMES.get(c), Map.of()).entrySet()) {
        loadings[c][SIGNALS.indexOf(e.getKey())] = e.getValue();
      }
    }
    return loadings;
  }

  @Override
  public String name() {
    return "manner";
  }

  @Override
  public List<String> signals() {
    return CONSTRUCT_NAMES;
  }

  @Override
  public Map<String, Double> weights() {
    return coefficients.weights();
  }

  @Override
  public Manner without(String signal) {
    return new Manner(coefficients.without(signal));
  }

  @Override
  public Assessment assess(Transcript t) {
    return assess(Reading.of(t));
  }

  Assessment assess(Reading r) {
    double[][] constructs = constructs(of(r));
    Map<String, Assessment.Score> scores = new LinkedHashMap<>();
    for (int a = 0; a < r.size(); a++) {
      Map<String, Double> breakdown = new LinkedHashMap<>();
      double sum = coefficients.bias();
      for (int c = 0; c < CONSTRUCT_NAMES.size(); c++) {
        double weighted = coefficients.weight(CONSTRUCT_NAMES.get(c)) * constructs[a][c];
        breakdown.put(CONSTRUCT_NAMES.get(c), Logistic.sigmoid(constructs[a][c]));
        sum += weighted;
      }
      scores.put(
          r.cast.get(a),
          new Assessment.Score(Logistic.sigmoid(CAUTION * sum), breakdown, List.of()));
    }
    return new Assessment(
        name(),
        scores,
        List.of(),
        OptionalDouble.empty(),
        "This compares how the agents talk with each other; it proves nothing.",
        "");
  }

  /** Constructs of every agent in the order of {@code transcript.agents()}. */
  public static double[][] constructs(Transcript transcript) {
    return constructs(of(transcript));
  }

  private static double[][] constructs(double[][] features) {
    double[][] constructs = new double[features.length][LOADINGS.length];
    for (int a = 0; a < features.length; a++) {
      for (int c = 0; c < LOADINGS.length; c++) {
        constructs[a][c] = Logistic.dot(LOADINGS[c], features[a]);
      }
    }
    return constructs;
  }

  private static List<String> names() {
    List<String> names = new ArrayList<>(KINDS);
    names.addAll(List.of("questions", "numbers", "novelty", "echo", "variety", "exclamations"));
    return List.copyOf(names);
  }

  /** Features of every agent in the order of {@code transcript.agents()}. */
  public static double[][] of(Transcript transcript) {
    Reading reading = Reading.of(transcript);
    double[][] own = of(reading);
    double[][] ordered = new double[transcript.agents().size()][];
    for (int i = 0; i < ordered.length; i++) {
      ordered[i] = own[reading.cast.indexOf(transcript.agents().get(i))];
    }
    return ordered;
  }

  /** Features of every agent, by index. */
  static double[][] of(Reading r) {
    int n = r.size();
    double[][] hits = new double[SIGNALS.size()][n];
    double[][] outOf = new double[SIGNALS.size()][n];
    BitSet heard = new BitSet();
    List<BitSet> recent = new ArrayList<>();
    List<List<String>> spoken = new ArrayList<>();
    for (int a = 0; a < n; a++) {
      spoken.add(new ArrayList<>());
    }
    for (Reading.Line l : r.lines) {
      int a = l.speaker();
      int length = l.length();
      for (int k = 0; k < LEXICONS.size(); k++) {
        hits[k][a] += LEXICONS.get(k).count(l.words());
        outOf[k][a] += length;
      }
      for (Reading.Sentence s : l.sentences()) {
        hits[QUESTIONS][a] += s.question() ? 1 : 0;
        outOf[QUESTIONS][a]++;
      }
      for (Words.Word w : l.words()) {
        hits[NUMBERS][a] += w.digits() ? 1 : 0;
        spoken.get(a).add(w.text());
      }
      outOf[NUMBERS][a] += length;
      hits[EXCLAIMS][a] += l.text().chars().filter(c -> c == '!' || c == '\uFF01').count();
      outOf[EXCLAIMS][a] += l.sentences().size();
      content(r, l, heard, recent, hits, outOf);
    }
    double[][] features = new double[n][SIGNALS.size()];
    for (int k = 0; k < SIGNALS.size(); k++) {
      double[] rates = k == VARIETY ? variety(spoken) : Classic.shrunk(outOf[k], hits[k]);
      double[] places = Relative.of(rates);
      for (int a = 0; a < n; a++) {
        features[a][k] = places[a];
      }
    }
    return features;
  }

  /**
   * How much of the matter of a message is new to the game, and how much echoes what was just said.
   */
  private static void content(
      Reading r,
      Reading.Line l,
      BitSet heard,
      List<BitSet> recent,
      double[][] hits,
      double[][] outOf) {
    BitSet own = new BitSet();
    for (int id : r.topic(l.words(), List.of())) {
      own.set(id);
    }
    if (!heard.isEmpty()) {
      BitSet fresh = (BitSet) own.clone();
      fresh.andNot(heard);
      BitSet echoed = new BitSet();
      recent.forEach(echoed::or);
      echoed.and(own);
      int a = l.speaker();
      hits[NOVELTY][a] += fresh.cardinality();
      outOf[NOVELTY][a] += own.cardinality();
      hits[ECHO][a] += echoed.cardinality();
      outOf[ECHO][a] += own.cardinality();
    }
    heard.or(own);
    recent.add(own);
    if (recent.size() > 3) {
      recent.removeFirst();
    }
  }

  /** Different words among each fifty, so that long talk does not look poor. */
  private static double[] variety(List<List<String>> spoken) {
    double[] rates = new double[spoken.size()];
    for (int a = 0; a < rates.length; a++) {
      List<String> words = spoken.get(a);
      double sum = 0;
      int windows = 0;
      for (int from = 0; from + 50 <= words.size(); from += 50) {
        sum += new java.util.HashSet<>(words.subList(from, from + 50)).size() / 50.0;
        windows++;
      }
      rates[a] = windows == 0 ? Double.NaN : sum / windows;
    }
    return rates;
  }
}
