package heist.crew;

import java.util.List;
import java.util.Map;

/**
 * What a private brief tells an agent to do: how a mole sabotages, or how a loyal agent works. Both
 * have the same shape and the same length, so that neither betrays which it is.
 *
 * @param id such as {@code false_info}
 * @param severity how grave it is, 0..1; 0 for a loyal way of working
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

  /** The brief as it stands in a prompt; in English if it has no text in {@code language}. */
  public String text(boolean mole, String language) {
    String spoken = brief.containsKey(language) ? language : "en";
    StringBuilder text = new StringBuilder();
    text.append("Allegiance: ").append(mole ? "mole" : "loyal").append('\n');
    text.append("Method: ").append(id).append('\n');
    text.append(brief.getOrDefault(spoken, "").strip()).append("\nExamples:");
    examples.getOrDefault(spoken, List.of()).forEach(e -> text.append("\n- ").append(e));
    return text.toString();
  }
}
