package heist.crew;

import java.util.List;
import java.util.Map;

/**
 * How a mole sabotages.
 *
 * @param id such as {@code false_info}
 * @param severity how grave it is, 0..1
 * @param brief the secret instruction, by language ({@code en}, {@code de})
 * @param examples what it may look like, by language
 */
public record Strategy(
    String id, double severity, Map<String, String> brief, Map<String, List<String>> examples) {
  /** Copies the collections. */
  public Strategy {
    brief = Map.copyOf(brief);
    examples = Map.copyOf(examples);
  }
}
