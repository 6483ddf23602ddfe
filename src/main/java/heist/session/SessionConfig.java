package heist.session;

import heist.crew.Crew;
import org.jspecify.annotations.Nullable;

/**
 * What a person asked for when starting a session, with every default filled in.
 *
 * @param id the session's id
 * @param scenario name of a scenario, or null for a free task
 * @param task text of a free task, or null
 * @param seed 64 hex digits
 * @param rerunnable a person chose the seed
 * @param mole {@code random}, {@code nobody}, {@code off} or an agent's name
 * @param strategy id of a strategy, or null to draw one
 * @param molePrior probability that {@code random} draws nobody
 * @param accuse who accuses: {@code person}, {@code hybrid}, {@code vote} or {@code none}
 * @param paceMillis wait before each turn
 * @param llm the model endpoint; null: the offline model
 */
public record SessionConfig(
    String id,
    @Nullable String scenario,
    @Nullable String task,
    String language,
    Crew crew,
    int rounds,
    String seed,
    boolean rerunnable,
    String mole,
    @Nullable String strategy,
    double molePrior,
    boolean unblinded,
    String difficulty,
    Context context,
    Budgets budgets,
    String accuse,
    long paceMillis,
    Crew.@Nullable Llm llm) {

  /**
   * What of the past goes into a prompt.
   *
   * @param strategy {@code full}, {@code last-N} or {@code digest}
   * @param last messages kept word for word by {@code last-N} and {@code digest}
   * @param tokens most tokens of a whole prompt, as the server counts them
   * @param compress messages that are not told in short yet are, the older half, once there are so
   *     many
   */
  public record Context(String strategy, int last, int tokens, int compress) {
    /** How many messages wait before the older half is told in short. */
    public static final int COMPRESS = 10;

    /** Rows of earlier builds do not say when to compress. */
    public Context {
      compress = compress < 2 ? COMPRESS : compress;
    }

    /** With the default for {@code compress}. */
    public Context(String strategy, int last, int tokens) {
      this(strategy, last, tokens, COMPRESS);
    }

    /** Whether older messages are told in short. */
    boolean digests() {
      return strategy.equals("digest");
    }
  }

  /**
   * Hard limits; 0 means none.
   *
   * @param modelCalls model calls of the session
   * @param tokens prompt and completion tokens of the session
   * @param toolCalls tool calls of the session
   * @param seconds time spent in model and tool calls
   * @param toolCallsPerTurn tool calls of one turn
   * @param agentModelCalls model calls of one agent
   * @param agentTokens tokens of one agent
   */
  public record Budgets(
      long modelCalls,
      long tokens,
      long toolCalls,
      long seconds,
      long toolCallsPerTurn,
      long agentModelCalls,
      long agentTokens) {}

  /** The same with another model endpoint. */
  public SessionConfig withLlm(Crew.@Nullable Llm other) {
    return new SessionConfig(
        id,
        scenario,
        task,
        language,
        crew,
        rounds,
        seed,
        rerunnable,
        mole,
        strategy,
        molePrior,
        unblinded,
        difficulty,
        context,
        budgets,
        accuse,
        paceMillis,
        other);
  }

  /** Whether the mole game is on. */
  public boolean moleGame() {
    return !mole.equals("off");
  }

  /** Whether the session counts in game statistics. */
  public boolean countsInStatistics() {
    return !rerunnable && !unblinded && mole.equals("random") && strategy == null;
  }
}
