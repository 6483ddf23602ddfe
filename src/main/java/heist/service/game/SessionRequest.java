package heist.service.game;

import com.fasterxml.jackson.annotation.JsonProperty;
import heist.HeistException;
import heist.HeistException.Kind;
import heist.config.Library;
import heist.config.Settings;
import heist.crew.Crew;
import heist.crew.Strategy;
import heist.model.ModelEndpoint;
import heist.scenario.Scenario;
import heist.session.SeedStreams;
import heist.session.SessionConfig;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a caller may ask for when starting a session; whatever is missing comes from {@code
 * heist.yaml}.
 *
 * @param pace seconds before each turn
 * @param human agents that people play, with commas between them
 * @param humanSeconds how long a person may take for one step
 * @param approvalSeconds how long a tool call waits for leave
 */
record SessionRequest(
    @Nullable String id,
    @Nullable String scenario,
    @Nullable String task,
    @Nullable String crew,
    @Nullable Integer rounds,
    @Nullable String seed,
    @Nullable String mole,
    @Nullable String strategy,
    @Nullable Boolean unblinded,
    @Nullable String difficulty,
    @Nullable String context,
    @Nullable String accuse,
    @Nullable Double pace,
    @Nullable String human,
    @JsonProperty("human_seconds") @Nullable Integer humanSeconds,
    @JsonProperty("approval_seconds") @Nullable Integer approvalSeconds,
    @Nullable LlmRequest llm) {

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final int MOST_ROUNDS = 1000;
  private static final int LONGEST_TASK = 4000;
  private static final double LONGEST_PACE = 600;
  private static final int LONGEST_WAIT = 86_400;

  /** A model endpoint as asked for. */
  record LlmRequest(
      @JsonProperty("base_url") @Nullable String baseUrl,
      @Nullable String model,
      @JsonProperty("api_key") @Nullable String apiKey,
      @Nullable Double temperature,
      @JsonProperty("max_tokens") @Nullable Integer maxTokens) {
    Crew.Llm asked() {
      return usable(
          new Crew.Llm(baseUrl == null ? "" : baseUrl, model, apiKey, temperature, maxTokens));
    }

    @Override
    public String toString() {
      return "LlmRequest[" + baseUrl + ", " + model + "]";
    }
  }

  /** The request with its defaults, the scenario it names, and the seats it opens. */
  record Resolved(
      SessionConfig config, @Nullable Scenario scenario, Seats seats, List<Strategy> strategies) {}

  /** Whether the crew is given as text, rather than by the name of one that stands here. */
  boolean bringsCrew() {
    return crew != null && Library.isText(crew);
  }

  /**
   * Fills in the defaults and checks every part.
   *
   * @throws HeistException BAD_INPUT or NOT_FOUND that names the field
   */
  Resolved resolve(Library library, Settings settings, Predicate<String> features) {
    Settings.Session defaults = settings.session();
    check(scenario == null || task == null, "give either scenario or task, not both");
    check(
        task == null || (!task.isBlank() && task.length() <= LONGEST_TASK),
        "task needs 1 to " + LONGEST_TASK + " characters");
    Scenario job =
        task == null
            ? library.scenario(Objects.requireNonNullElse(scenario, defaults.scenario()))
            : null;
    Crew members = library.crew(Objects.requireNonNullElse(crew, defaults.crew()));
    int count =
        rounds != null
            ? rounds
            : members.maxRounds() != null ? members.maxRounds() : defaults.rounds();
    check(
        count >= 1 && count <= MOST_ROUNDS,
        "rounds must lie between 1 and " + MOST_ROUNDS + ", not " + count);
    long wait = paceMillis(pace == null ? 0 : pace);
    String sessionId = id == null ? newId() : id;
    checkId(sessionId);
    boolean game = features.test("mole_game") && task == null;
    String chosenMole = !game ? "off" : Objects.requireNonNullElse(mole, defaults.mole());
    check(
        game || mole == null || mole.equals("off"),
        task != null
            ? "a free task has no mole game; leave mole out"
            : "the mole game is switched off in heist.yaml (features.mole_game)");
    Seats seats = Seats.of(human, members);
    Strategy own = strategy == null ? null : library.strategy(strategy);
    String accuser = accuser(defaults, seats);
    check(
        features.test("detection") || !accuser.equals("hybrid"),
        "the detector is switched off in heist.yaml (features.detection), so it cannot accuse");
    SessionConfig config =
        new SessionConfig(
            sessionId,
            job == null ? null : job.name(),
            task,
            job != null ? job.language() : Objects.requireNonNullElse(members.language(), "en"),
            plain(members),
            count,
            seed == null ? SeedStreams.randomSeed() : SeedStreams.seedOf(seed),
            seed != null,
            chosenMole,
            own == null ? null : own.id(),
            defaults.molePrior(),
            Boolean.TRUE.equals(unblinded),
            oneOf(
                "difficulty",
                Objects.requireNonNullElse(difficulty, defaults.difficulty()),
                List.of("easy", "normal", "hard")),
            context(defaults, features),
            budgets(defaults),
            accuser,
            wait,
            llm != null ? llm.asked() : endpoint(members, settings),
            new SessionConfig.Waits(
                seats.kept(),
                seconds("human_seconds", humanSeconds, SessionConfig.Waits.USUAL.seatSeconds()),
                seconds(
                    "approval_seconds",
                    approvalSeconds,
                    SessionConfig.Waits.USUAL.approvalSeconds())));
    return new Resolved(config, job, seats, strategies(library, own));
  }

  /** The library's strategies, with one that came in the request in the place of its namesake. */
  static List<Strategy> strategies(Library library, @Nullable Strategy own) {
    List<Strategy> all = new ArrayList<>(library.strategies());
    if (own != null) {
      all.removeIf(s -> s.id().equals(own.id()));
      all.add(own);
    }
    return List.copyOf(all);
  }

  /** Whoever plays does not accuse: with a person in the crew the crew votes unless told else. */
  private String accuser(Settings.Session defaults, Seats seats) {
    String usual = seats.any() ? "vote" : defaults.accuse();
    return accuser(Objects.requireNonNullElse(accuse, usual));
  }

  static String accuser(String word) {
    return oneOf("accuse", word, List.of("person", "hybrid", "vote", "none"));
  }

  static long paceMillis(double seconds) {
    check(
        seconds >= 0 && seconds <= LONGEST_PACE,
        "pace must lie between 0 and " + LONGEST_PACE + " seconds");
    return Math.round(seconds * 1000);
  }

  static void checkId(@Nullable String id) {
    check(
        id == null || ID.matcher(id).matches(),
        "id may have letters, digits, '.', '-' and '_', at most 64, and begins with a letter or digit");
  }

  private static long seconds(String field, @Nullable Integer given, long usual) {
    check(
        given == null || (given >= 1 && given <= LONGEST_WAIT),
        field + " must lie between 1 and " + LONGEST_WAIT + ", not " + given);
    return given == null ? usual : given;
  }

  private SessionConfig.Context context(Settings.Session defaults, Predicate<String> features) {
    Settings.Context chosen =
        context == null
            ? defaults.context()
            : defaults
                .context()
                .withStrategy(context)
                .orElseThrow(() ->
                    bad(
                        "context must be full, digest or last-N (such as last-8), not \""
                            + context
                            + "\""));
    boolean noDigest = chosen.strategy().equals("digest") && !features.test("memory_compression");
    return new SessionConfig.Context(
        noDigest ? "last-" + chosen.last() : chosen.strategy(),
        chosen.last(),
        chosen.tokens(),
        chosen.compress());
  }

  private static SessionConfig.Budgets budgets(Settings.Session defaults) {
    Settings.Budgets b = defaults.budgets();
    return new SessionConfig.Budgets(
        b.modelCalls(),
        b.tokens(),
        b.toolCalls(),
        b.seconds(),
        b.toolCallsPerTurn(),
        b.agentModelCalls(),
        b.agentTokens());
  }

  /** The crew's own endpoint, or the configured one; null stands for the offline model. */
  static Crew.@Nullable Llm endpoint(Crew members, Settings settings) {
    if (members.llm() != null) {
      return usable(members.llm());
    }
    Settings.Model model = settings.model();
    return model.baseUrl() == null
        ? null
        : new Crew.Llm(
            model.baseUrl(), model.model(), model.apiKey(), model.temperature(), model.maxTokens());
  }

  /** An endpoint that cannot be one is told now, not at the session's first turn. */
  private static Crew.Llm usable(Crew.Llm llm) {
    try {
      ModelEndpoint unused = ModelEndpoint.of(llm.baseUrl(), llm.apiKey(), llm.model());
      return llm;
    } catch (HeistException e) {
      throw new HeistException(Kind.BAD_INPUT, "llm.base_url, " + e.getMessage(), e);
    }
  }

  /** The crew without its endpoint, which the session keeps. */
  static Crew plain(Crew crew) {
    return crew.withoutLlm();
  }

  private static String oneOf(String field, String value, List<String> allowed) {
    check(
        allowed.contains(value),
        field + " must be one of " + String.join(", ", allowed) + ", not \"" + value + "\"");
    return value;
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw bad(message);
    }
  }

  private static HeistException bad(String message) {
    return new HeistException(
        Kind.BAD_INPUT, Character.toUpperCase(message.charAt(0)) + message.substring(1) + ".");
  }

  static String newId() {
    byte[] bytes = new byte[5];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
