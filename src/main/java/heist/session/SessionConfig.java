package heist.session;

import heist.crew.Crew;
import java.util.List;
import java.util.function.Consumer;
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
 * @param waits how long people may take, and which agents they play
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
    Crew.@Nullable Llm llm,
    @Nullable Waits waits) {

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

  /**
   * Waits for people within a turn.
   *
   * @param seats agents that a person plays
   * @param seatSeconds how long a person may take for one step; then the model plays the turn
   * @param approvalSeconds how long a tool call waits for a person's leave; then it is denied
   */
  public record Waits(List<Seat> seats, long seatSeconds, long approvalSeconds) {
    /** Nobody plays; the usual limits. */
    public static final Waits USUAL = new Waits(List.of(), 120, 300);

    /** Copies the list. */
    public Waits {
      seats = List.copyOf(seats);
    }
  }

  /**
   * An agent that a person plays.
   *
   * @param tokenHash SHA-256 (hex) of the token that opens the seat
   */
  public record Seat(String agent, String tokenHash) {}

  /** How long people may take; rows of earlier builds name no waits. */
  @Override
  public Waits waits() {
    return waits == null ? Waits.USUAL : waits;
  }

  /** A copy with some parts changed. */
  public SessionConfig with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.config();
  }

  /** Whether a person plays this agent. */
  public boolean human(String agent) {
    return waits().seats().stream().anyMatch(s -> s.agent().equals(agent));
  }

  /** A session's wishes while they are written down. Not thread-safe. */
  public static final class Draft {
    public String id;
    public @Nullable String scenario;
    public @Nullable String task;
    public String language;
    public Crew crew;
    public int rounds;
    public String seed;
    public boolean rerunnable;
    public String mole;
    public @Nullable String strategy;
    public double molePrior;
    public boolean unblinded;
    public String difficulty;
    public Context context;
    public Budgets budgets;
    public String accuse;
    public long paceMillis;
    public Crew.@Nullable Llm llm;
    public Waits waits;

    Draft(SessionConfig c) {
      id = c.id;
      scenario = c.scenario;
      task = c.task;
      language = c.language;
      crew = c.crew;
      rounds = c.rounds;
      seed = c.seed;
      rerunnable = c.rerunnable;
      mole = c.mole;
      strategy = c.strategy;
      molePrior = c.molePrior;
      unblinded = c.unblinded;
      difficulty = c.difficulty;
      context = c.context;
      budgets = c.budgets;
      accuse = c.accuse;
      paceMillis = c.paceMillis;
      llm = c.llm;
      waits = c.waits();
    }

    SessionConfig config() {
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
          llm,
          waits);
    }
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
