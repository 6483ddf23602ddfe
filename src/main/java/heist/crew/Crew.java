package heist.crew;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Agents that work together.
 *
 * @param name name of the crew
 * @param language language of personas and prompts, {@code en} or {@code de}; null: the scenario's
 * @param agents its members, in the order they speak unless shuffled
 * @param order whether each round is shuffled
 * @param llm the model endpoint of this crew; null: the session's
 * @param maxRounds rounds if nobody says otherwise; null: the session's default
 * @param toolServers other people's tool servers that its agents may use
 */
public record Crew(
    String name,
    @Nullable String language,
    List<Agent> agents,
    TurnOrder order,
    @Nullable Llm llm,
    @Nullable Integer maxRounds,
    List<ToolServer> toolServers) {
  /** Who speaks when. */
  public enum TurnOrder {
    /** In the order of the file. */
    FIXED,
    /** Shuffled anew each round, from the session's seed. */
    SHUFFLED
  }

  /**
   * A model endpoint.
   *
   * @param baseUrl such as {@code http://localhost:1234/v1}
   * @param model the model's name
   * @param apiKey null if none is needed; never logged
   */
  public record Llm(
      String baseUrl,
      @Nullable String model,
      @Nullable String apiKey,
      @Nullable Double temperature,
      @Nullable Integer maxTokens) {
    @Override
    public String toString() {
      return "Llm[" + baseUrl + ", " + model + "]";
    }
  }

  /** Copies the lists. */
  @SuppressWarnings("RedundantNullCheck") // Crews that were stored before there were tool servers.
  public Crew {
    agents = List.copyOf(agents);
    toolServers = toolServers == null ? List.of() : List.copyOf(toolServers);
  }

  /** A crew with Heist's own tools alone. */
  public Crew(
      String name,
      @Nullable String language,
      List<Agent> agents,
      TurnOrder order,
      @Nullable Llm llm,
      @Nullable Integer maxRounds) {
    this(name, language, agents, order, llm, maxRounds, List.of());
  }

  /** The same crew without a model endpoint. */
  public Crew withoutLlm() {
    return new Crew(name, language, agents, order, null, maxRounds, toolServers);
  }

  /** The same crew with Heist's own tools alone. */
  public Crew withoutToolServers() {
    return new Crew(name, language, agents, order, llm, maxRounds, List.of());
  }

  /** The agent of this name. */
  public Optional<Agent> agent(String agentName) {
    return agents.stream().filter(a -> a.name().equals(agentName)).findFirst();
  }
}
