package heist.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Everything that {@code heist.yaml} settles, with every default filled in. Read by {@link
 * SettingsReader}. Command-line flags rank above it. Immutable.
 *
 * @param profile the profile in force, such as {@code dev} or {@code prod}
 * @param clients outside clients of the authorization server
 */
public record Settings(
    String profile,
    Features features,
    Session session,
    Model model,
    Service service,
    ToolLimits tools,
    List<ClientEntry> clients) {
  /** Copies. */
  public Settings {
    clients = List.copyOf(clients);
  }

  /**
   * Parts that can be switched off; off hides page, API (404) and cost.
   *
   * @param control pause, resume, step, stop
   * @param commands orders to single agents
   * @param floorPlan the floor plan page
   * @param moleGame moles, accusations, reveals
   * @param detection scoring the agents of a session
   * @param memoryCompression digests of older messages
   */
  public record Features(
      boolean control,
      boolean commands,
      boolean floorPlan,
      boolean moleGame,
      boolean detection,
      boolean memoryCompression) {
    /**
     * Whether the feature of this name, as {@code heist.yaml} spells it, is on.
     *
     * @throws IllegalArgumentException for a name that is none: our own mistake
     */
    public boolean on(String feature) {
      return switch (feature) {
        case "control" -> control;
        case "commands" -> commands;
        case "floor_plan" -> floorPlan;
        case "mole_game" -> moleGame;
        case "detection" -> detection;
        case "memory_compression" -> memoryCompression;
        default -> throw new IllegalArgumentException("no such feature: " + feature);
      };
    }
  }

  /**
   * Defaults of a session.
   *
   * @param scenario name of a scenario
   * @param crew name of a crew
   * @param difficulty {@code easy}, {@code normal} or {@code hard}
   * @param pace wait before a turn where a person looks on; elsewhere it is 0
   * @param accuse who accuses: {@code person}, {@code hybrid}, {@code vote}, {@code none}
   * @param mole {@code random}, {@code nobody} or {@code off}
   * @param molePrior probability that {@code random} draws nobody
   */
  public record Session(
      String scenario,
      String crew,
      int rounds,
      String difficulty,
      Context context,
      Duration pace,
      String accuse,
      String mole,
      double molePrior,
      Budgets budgets) {}

  /**
   * What of the past goes into a prompt.
   *
   * @param strategy {@code full}, {@code digest} or {@code last-N}
   * @param last messages kept word for word, unless everything is
   * @param tokens most tokens of a whole prompt
   * @param compress messages that wait before the older half of them is told in short
   */
  public record Context(String strategy, int last, int tokens, int compress) {
    private static final Pattern LAST = Pattern.compile("last-([1-9][0-9]{0,3})");

    /** This context with another strategy as a person writes it; empty if it is none. */
    public Optional<Context> withStrategy(String written) {
      if (written.equals("full") || written.equals("digest")) {
        return Optional.of(new Context(written, last, tokens, compress));
      }
      Matcher matcher = LAST.matcher(written);
      return matcher.matches()
          ? Optional.of(new Context(written, Integer.parseInt(matcher.group(1)), tokens, compress))
          : Optional.empty();
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
   * The model endpoint used if neither a flag nor the crew names one.
   *
   * @param baseUrl such as {@code http://localhost:1234/v1}; null: the offline model
   * @param apiKey never logged
   * @param timeout of one call
   * @param retries further tries after a failed call
   * @param inFlight most calls under way at one endpoint
   * @param embeddings the endpoint's model for embeddings; null: memory searches by words alone
   */
  public record Model(
      @Nullable String baseUrl,
      @Nullable String model,
      @Nullable String apiKey,
      double temperature,
      int maxTokens,
      Duration timeout,
      int retries,
      int inFlight,
      @Nullable String embeddings) {
    @Override
    public String toString() {
      return "Model[" + baseUrl + ", " + model + "]";
    }
  }

  /**
   * How the services run.
   *
   * @param bind address they listen on
   * @param portOffset added to every port
   * @param data the data folder, absolute
   * @param databaseUrl JDBC address of the database; null: SQLite files in the data folder
   * @param login whether the dashboard demands a login on a loopback address, too
   * @param startTimeout how long a service waits for those it depends on
   */
  public record Service(
      String bind,
      int portOffset,
      Path data,
      @Nullable String databaseUrl,
      boolean login,
      Duration startTimeout) {
    @Override
    public String toString() {
      // A JDBC address may carry a password.
      return "Service[" + bind + ", +" + portOffset + ", " + data + "]";
    }
  }

  /**
   * Limits of tool calls.
   *
   * @param timeout of one call
   */
  public record ToolLimits(Duration timeout) {}

  /** What holds if no file says otherwise; {@code data} is the data folder. */
  public static Settings defaults(Path data) {
    return new Settings(
        "dev",
        new Features(true, true, true, true, true, true),
        new Session(
            "bank",
            "classic",
            5,
            "normal",
            new Context("digest", 24, 6_000, 10),
            Duration.ofMillis(1_500),
            "person",
            "random",
            1.0 / 7,
            new Budgets(2_000, 10_000_000, 2_000, 7_200, 6, 0, 0)),
        new Model(null, null, null, 0.7, 600, Duration.ofSeconds(60), 2, 8, null),
        new Service("127.0.0.1", 0, data, null, false, Duration.ofSeconds(30)),
        new ToolLimits(Duration.ofSeconds(20)),
        List.of());
  }
}
