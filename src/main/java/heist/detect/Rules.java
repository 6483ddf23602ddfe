package heist.detect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * {@link Evidence} and {@link Classic} together, with fitted weights that can only accuse. Where no
 * tool has returned anything that could be checked, only {@link Manner} and contradictions in what
 * was said are left; then no score rises above {@link #BY_MANNER}, so that nobody is accused for
 * the way they talk. Stateless.
 */
public final class Rules implements Detector {
  /** The highest score that manner alone can give. */
  public static final double BY_MANNER = 0.15;

  /**
   * What a contradiction weighs against manner, where nothing can be checked. Set by hand before
   * any corpus was read, and fitted on nothing.
   */
  private static final double CONTRADICTED = 4;

  private static final String CONTRADICTION = "contradiction";
  private static final String MANNER = "manner.";

  private static final String CLASSIC = "classic.";

  /** Names of the features that weights are fitted for. */
  public static final List<String> FEATURES = features();

  private final Classic classic = new Classic();
  private final Evidence evidence = new Evidence();
  private final Manner manner;
  private final Coefficients coefficients;
  private final double contradicted;

  /** With the fitted weights. */
  public Rules() {
    this(Coefficients.of("rules"), new Manner());
  }

  /** With weights of one's own, by feature. */
  public Rules(Coefficients coefficients, Manner manner) {
    this(coefficients, manner, CONTRADICTED);
  }

  private Rules(Coefficients coefficients, Manner manner, double contradicted) {
    this.coefficients = coefficients;
    this.manner = manner;
    this.contradicted = contradicted;
  }

  /** The fitted rules with other weights of manner. */
  public static Rules with(Manner manner) {
    return new Rules(Coefficients.of("rules"), manner);
  }

  private static List<String> features() {
    List<String> features = new ArrayList<>(Evidence.SIGNALS);
    // Information quality is left to evidence, which counts it absolutely: relative to an honest
    // crew, a single slip would stand out.
    Classic.WEIGHTS.keySet().stream()
        .filter(s -> !s.equals("information_quality"))
        .sorted()
        .forEach(s -> features.add(CLASSIC + s));
    return List.copyOf(features);
  }

  @Override
  public String name() {
    return "rules";
  }

  /**
   * The fitted features that weigh anything; and for games in which nothing can be checked the
   * constructs of {@link Manner} and {@code contradiction}.
   */
  @Override
  public List<String> signals() {
    List<String> signals = new ArrayList<>();
    coefficients.weights().entrySet().stream()
        .filter(e -> e.getValue() > 0)
        .map(Map.Entry::getKey)
        .forEach(signals::add);
    manner.signals().forEach(s -> signals.add(MANNER + s));
    signals.add(CONTRADICTION);
    return List.copyOf(signals);
  }

  @Override
  public Map<String, Double> weights() {
    return coefficients.weights();
  }

  @Override
  public Detector without(String signal) {
    if (signal.equals(CONTRADICTION)) {
      return new Rules(coefficients, manner, 0);
    }
    if (signal.startsWith(MANNER)) {
      Manner fewer = manner.without(signal.substring(MANNER.length()));
      return new Rules(coefficients, fewer, contradicted);
    }
    return new Rules(coefficients.without(signal), manner, contradicted);
  }

  @Override
  public Assessment assess(Transcript t) {
    Reading r = Reading.of(t);
    Ledger ledger = new Ledger(r);
    Assessment e = evidence.assess(r, ledger);
    Assessment c = classic.assess(r, ledger);
    boolean checkable = checkable(r);
    Map<String, Assessment.Score> byManner = checkable ? Map.of() : manner.assess(r).scores();
    Map<String, Assessment.Score> scores = new LinkedHashMap<>();
    for (String agent : r.cast) {
      Assessment.Score own = of(e, agent);
      Map<String, Double> features = features(own, of(c, agent));
      Map<String, Double> breakdown = new LinkedHashMap<>(own.breakdown());
      double suspicion;
      Assessment.Score talk = byManner.get(agent);
      if (talk == null) {
        double z = coefficients.bias();
        for (String f : FEATURES) {
          z += coefficients.weight(f) * features.getOrDefault(f, 0.0);
        }
        suspicion = Logistic.sigmoid(z);
        of(c, agent).breakdown().forEach((k, v) -> breakdown.put(CLASSIC + k, v));
      } else {
        double z = logit(talk.suspicion()) / Manner.CAUTION + contradicted * own.suspicion();
        suspicion = BY_MANNER * Logistic.sigmoid(z);
        breakdown.put("manner", talk.suspicion());
      }
      scores.put(agent, new Assessment.Score(suspicion, breakdown, own.evidence()));
    }
    return new Assessment(
        name(),
        scores,
        e.turns(),
        OptionalDouble.empty(),
        Turns.explain(r, ledger.findings(), scores),
        checkable ? "" : "no tool has returned anything that could be checked");
  }

  /** What was found against whoever is first once a judge's word has been mixed in. */
  String explain(Transcript t, Map<String, Assessment.Score> scores) {
    Reading r = Reading.of(t);
    return Turns.explain(r, new Ledger(r).findings(), scores, "the judge's word");
  }

  /** Features of every agent in the order of {@code transcript.agents()}; null if none can be. */
  public static double @org.jspecify.annotations.Nullable [][] features(Transcript t) {
    Reading r = Reading.of(t);
    if (!checkable(r)) {
      return null;
    }
    Ledger ledger = new Ledger(r);
    Assessment e = new Evidence().assess(r, ledger);
    Assessment c = new Classic().assess(r, ledger);
    double[][] rows = new double[t.agents().size()][FEATURES.size()];
    for (int a = 0; a < rows.length; a++) {
      Map<String, Double> own = features(of(e, t.agents().get(a)), of(c, t.agents().get(a)));
      for (int f = 0; f < FEATURES.size(); f++) {
        rows[a][f] = own.getOrDefault(FEATURES.get(f), 0.0);
      }
    }
    return rows;
  }

  private static Map<String, Double> features(Assessment.Score e, Assessment.Score c) {
    Map<String, Double> features = new LinkedHashMap<>(e.breakdown());
    c.breakdown().forEach((k, v) -> features.put(CLASSIC + k, v - 0.5));
    return features;
  }

  private static Assessment.Score of(Assessment a, String agent) {
    return a.scores().getOrDefault(agent, new Assessment.Score(0, Map.of(), List.of()));
  }

  /** Whether any tool has returned anything that statements can be held against. */
  public static boolean checkable(Transcript t) {
    return checkable(Reading.of(t));
  }

  private static boolean checkable(Reading r) {
    return r.calls.stream().anyMatch(c -> c.facts().stream().anyMatch(f -> !f.keys().isEmpty()));
  }

  private static double logit(double p) {
    double q = Math.clamp(p, 1e-9, 1 - 1e-9);
    return Math.log(q / (1 - q));
  }
}
