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
import heist.monitor.Abstaining;
import heist.monitor.CommandDetector;
import heist.monitor.HttpDetector;
import heist.monitor.Judge;
import heist.monitor.Judges;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Detectors by the names that people give them. */
final class EvalDetectors implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Context context;
  private final LlmOptions llm;
  private final Map<String, Coefficients> fits = new HashMap<>();
  private final Map<String, CommandDetector> opened = new HashMap<>();
  private final Judges judges = new Judges(InstantSource.system());

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
      case "judge", "judge:facts" -> new Abstaining(judge(Judge.Mode.FACTS));
      case "judge:scores" -> new Abstaining(judge(Judge.Mode.SCORES));
      case "judge:blind" -> new Abstaining(judge(Judge.Mode.BLIND));
      case "hybrid+judge" -> new Hybrid(rules(manner, weights), judge(Judge.Mode.FACTS));
      default -> outside(name);
    };
  }

  private Detector outside(String name) {
    if (name.startsWith("cmd:") && name.length() > 4) {
      return opened.computeIfAbsent(name, n -> new CommandDetector(n.substring(4), PATIENCE));
    }
    if (name.startsWith("http://") || name.startsWith("https://")) {
      try {
        return new HttpDetector(URI.create(name), PATIENCE);
      } catch (IllegalArgumentException e) {
        throw new HeistException(Kind.BAD_INPUT, "\"" + name + "\" is no address", e);
      }
    }
    throw new HeistException(
        Kind.BAD_INPUT, "there is no detector \"" + name + "\"; see: heist eval --help");
  }

  private Detector judge(Judge.Mode mode) {
    Launcher.Llm endpoint =
        llm.chosen(context, context.err()::println)
            .orElseThrow(() ->
                new HeistException(
                    Kind.BAD_INPUT,
                    "a judge is an LLM: name a server with --llm URL (the offline model cannot"
                        + " judge)"));
    return judges.of(
        endpoint.baseUrl(), endpoint.apiKey(), endpoint.model(), Judge.Settings.usual().in(mode));
  }

  private static Rules rules(Manner manner, @Nullable Coefficients weights) {
    return weights == null ? new Rules() : Rules.with(manner);
  }

  /** Whether the detector rests on weights that are fitted on corpora. */
  boolean fitted(String name) {
    return List.of("manner", "rules", "hybrid", "hybrid+judge").contains(name);
  }

  /** Whether the detector asks nobody outside of this program. */
  static boolean local(String name) {
    return List.of("naive", "classic", "evidence", "manner", "rules", "hybrid").contains(name);
  }

  /** Weights of manner from all sources but one. */
  Coefficients mannerWithout(String source, List<Fits.MannerRow> rows) {
    return fits.computeIfAbsent(
        source,
        s ->
            Fits.manner(rows.stream().filter(r -> !r.source().equals(s)).toList(), "all but " + s));
  }

  @Override
  public void close() {
    opened.values().forEach(CommandDetector::close);
    judges.close();
  }
}
