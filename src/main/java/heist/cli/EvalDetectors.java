package heist.cli;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.detect.Classic;
import heist.detect.Coefficients;
import heist.detect.Detector;
import heist.detect.Evidence;
import heist.detect.Hybrid;
import heist.detect.Manner;
import heist.detect.Naive;
import heist.detect.Rules;
import heist.eval.Fits;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Detectors by the names that people give them. */
final class EvalDetectors implements AutoCloseable {
  private final Context context;
  private final LlmOptions llm;
  private final Map<String, Coefficients> fits = new HashMap<>();

  EvalDetectors(Context context, LlmOptions llm) {
    this.context = context;
    this.llm = llm;
  }

  /** The detector of this name. */
  Detector of(String name) {
    return of(name, null);
  }

  /** The same with other weights of manner. */
  Detector of(String name, @Nullable Coefficients weights) {
    Manner manner = weights == null ? new Manner() : new Manner(weights);
    return switch (name) {
      case "naive" -> new Naive();
      case "classic" -> new Classic();
      case "evidence" -> new Evidence();
      case "manner" -> manner;
      case "rules" -> rules(manner, weights);
      case "hybrid" -> new Hybrid(rules(manner, weights), null);
      default ->
          throw new HeistException(
              Kind.BAD_INPUT,
              "there is no detector \"" + name + "\"; see: heist eval --help");
    };
  }

  private static Rules rules(Manner manner, @Nullable Coefficients weights) {
    return weights == null ? new Rules() : Rules.with(manner);
  }

  /** Whether the detector rests on weights that are fitted on corpora. */
  boolean fitted(String name) {
    return List.of("manner", "rules", "hybrid").contains(name);
  }

  /** Weights of manner from all sources but one. */
  Coefficients mannerWithout(String source, List<Fits.MannerRow> rows) {
    return fits.computeIfAbsent(
        source,
        s ->
            Fits.manner(
                rows.stream().filter(r -> !r.source().equals(s)).toList(), "all but " + s));
  }

  /** What a reader must know about the detectors used. */
  String note() {
    return "";
  }

  @Override
  public void close() {}
}
