package heist.config;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import heist.crew.Strategy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the brief of a mole's strategy or of a loyal way of working ({@code allegiance: loyal}),
 * and holds all of them to one length: whoever sees sizes or counts must not learn who the mole is.
 */
public final class StrategyReader {
  /** Length of every brief with its heading and examples, in cl100k tokens, by language. */
  static final Map<String, Integer> TOKENS = Map.of("en", 176, "de", 231);

  /** Two briefs at opposite ends still differ by no more than 5 %. */
  private static final double TOLERANCE = 0.024;

  private static final int EXAMPLES = 3;

  /** A brief as read. */
  public record Read(Strategy strategy, boolean loyal) {}

  private static final class Tokens {
    // Loading the vocabulary takes a moment; only who reads strategies pays for it.
    static final Encoding CL100K =
        Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.CL100K_BASE);
  }

  private StrategyReader() {}

  /** The brief of a file's top block. */
  public static Read read(YamlMap top) {
    String id = top.string("id");
    if (!id.isEmpty() && !CrewReader.NAME.matcher(id).matches()) {
      top.problem("id", "'id' " + CrewReader.nameRule(id));
    }
    boolean loyal = top.oneOf("allegiance", "mole", List.of("mole", "loyal")).equals("loyal");
    double severity = 0;
    if (!loyal) {
      severity = top.number("severity", 0, 1);
    }
    Map<String, String> briefs = new LinkedHashMap<>();
    Map<String, List<String>> examples = new LinkedHashMap<>();
    List<YamlMap> blocks = new ArrayList<>();
    for (String language : List.of("en", "de")) {
      if (top.has(language)) {
        YamlMap block = top.map(language);
        briefs.put(language, brief(block));
        examples.put(language, examples(block));
        block.done();
        blocks.add(block);
      }
    }
    if (briefs.isEmpty() && top.isReadable()) {
      top.problem("id", "a brief in at least one language ('en' or 'de') is missing");
    }
    top.done();
    Strategy strategy = new Strategy(id, severity, briefs, examples);
    int i = 0;
    for (String language : briefs.keySet()) {
      length(strategy, loyal, language, blocks.get(i++));
    }
    return new Read(strategy, loyal);
  }

  /** How long a brief is in a prompt, in cl100k tokens. */
  public static int tokens(Strategy strategy, boolean mole, String language) {
    return Tokens.CL100K.countTokensOrdinary(strategy.text(mole, language));
  }

  private static String brief(YamlMap block) {
    String brief = block.string("brief").strip();
    CrewReader.checkProse(block, "brief", brief);
    return brief;
  }

  private static List<String> examples(YamlMap block) {
    List<String> examples = block.strings("examples").stream().map(String::strip).toList();
    if (examples.size() != EXAMPLES && block.isReadable()) {
      block.problem(
          "examples", "'examples' must list " + EXAMPLES + " examples, as every brief does");
    }
    if (examples.stream().anyMatch(e -> e.contains("\n"))) {
      block.problem("examples", "each of the 'examples' must be one line");
    }
    return examples;
  }

  private static void length(Strategy strategy, boolean loyal, String language, YamlMap block) {
    if (!block.isReadable() || !block.has("brief")) {
      return;
    }
    int wanted = TOKENS.getOrDefault(language, 0);
    int min = (int) Math.ceil(wanted * (1 - TOLERANCE));
    int max = (int) Math.floor(wanted * (1 + TOLERANCE));
    int tokens = tokens(strategy, !loyal, language);
    if (tokens < min || tokens > max) {
      block.problem(
          "brief",
          "with its examples this brief is %d tokens long; it must be %d to %d, so that its length does not tell who the mole is"
              .formatted(tokens, min, max));
    }
  }
}
