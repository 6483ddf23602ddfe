package heist.crew;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One member of a crew, as configured.
 *
 * @param name unique in the crew; lower case letters, digits, {@code -} and {@code _}
 * @param role what it is: planner, hacker, ...
 * @param persona who it is and how it speaks, as put into its prompt
 * @param tools names of the tools it may call
 * @param scopes OAuth scopes of its client
 * @param exclusiveSources documents and tables that this agent's token alone may read
 * @param approvals those of its tools whose calls wait for a person's leave
 * @param model name of the model that plays it; null for the session's
 * @param temperature sampling temperature; null for the session's
 * @param maxTokens most tokens of one answer; null for the session's
 */
public record Agent(
    String name,
    String role,
    String persona,
    List<String> tools,
    Set<String> scopes,
    List<String> exclusiveSources,
    Set<String> approvals,
    @Nullable String model,
    @Nullable Double temperature,
    @Nullable Integer maxTokens) {
  /** Copies the collections. */
  public Agent {
    tools = List.copyOf(tools);
    scopes = java.util.Collections.unmodifiableSet(new java.util.TreeSet<>(scopes));
    exclusiveSources = List.copyOf(exclusiveSources);
    // Logs of earlier builds have no such list.
    approvals =
        approvals == null
            ? Set.of()
            : java.util.Collections.unmodifiableSet(new java.util.TreeSet<>(approvals));
  }
}
