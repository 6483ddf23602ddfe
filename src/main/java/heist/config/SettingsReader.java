package heist.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Lays {@code heist.yaml} over the built-in defaults, layer by layer: the file, then its profile,
 * then the same of a {@code heist.yaml} in the data folder, then the environment ({@code
 * LLM_BASE_URL} or {@code LM_STUDIO_URL}, {@code HEIST_DB_URL} or {@code DATABASE_PATH}, {@code
 * HEIST_DATA}). Later layers win. Pure but for reading those files.
 */
public final class SettingsReader {
  private static final List<String> DIFFICULTIES = List.of("easy", "normal", "hard");
  private static final List<String> ACCUSERS = List.of("person", "hybrid", "vote", "none");

  private final Environment environment;
  private final Problems problems;

  private SettingsReader(Environment environment, Problems problems) {
    this.environment = environment;
    this.problems = problems;
  }

  /**
   * Reads the settings of an installation.
   *
   * @param home the installation folder
   * @param data the data folder, if a flag names one
   * @param profile the profile, if a flag names one; else {@code HEIST_PROFILE}, else the file's
   *     {@code profile}, else {@code dev}
   */
  public static Settings read(
      Path home,
      @Nullable Path data,
      @Nullable String profile,
      Environment environment,
      Problems problems) {
    SettingsReader reader = new SettingsReader(environment, problems);
    Optional<String> given =
        Optional.ofNullable(profile).or(() -> environment.get("HEIST_PROFILE"));
    Settings settings = Settings.defaults(home.resolve("data"));
    List<YamlMap> files = new ArrayList<>();
    reader.file(home).ifPresent(files::add);
    settings = reader.layers(settings, home, files, given);
    settings = reader.environment(settings, data);
    Path folder = settings.service().data();
    Optional<YamlMap> own =
        folder.toAbsolutePath().normalize().equals(home.toAbsolutePath().normalize())
            ? Optional.empty()
            : reader.file(folder);
    if (own.isPresent()) {
      files.add(own.get());
      settings = reader.layers(Settings.defaults(home.resolve("data")), home, files, given);
      settings = reader.environment(settings, folder);
    }
    return settings;
  }

  /** Checks one file with all its profiles. */
  static void check(YamlMap top, Path folder, Environment environment, Problems problems) {
    SettingsReader reader = new SettingsReader(environment, problems);
    Settings base = reader.layer(Settings.defaults(folder.resolve("data")), top, folder, true);
    top.mapOfMaps("profiles").values().forEach(p -> reader.layer(base, p, folder, false));
    reader.chosen(List.of(top), Optional.empty());
  }

  private Optional<YamlMap> file(Path folder) {
    Path file = folder.resolve("heist.yaml");
    return Files.exists(file)
        ? Optional.of(YamlSource.read(file, environment, problems))
        : Optional.empty();
  }

  private Settings layers(
      Settings defaults, Path home, List<YamlMap> files, Optional<String> given) {
    String profile = chosen(files, given);
    Settings settings = defaults;
    for (YamlMap top : files) {
      settings = layer(settings, top, home, true);
      Settings file = settings;
      for (var entry : top.mapOfMaps("profiles").entrySet()) {
        // All profiles are read, so that a mistake in one is not found on the day it is needed.
        Settings with = layer(file, entry.getValue(), home, false);
        if (entry.getKey().equals(profile)) {
          settings = with;
        }
      }
    }
    return new Settings(
        profile,
        settings.features(),
        settings.session(),
        settings.model(),
        settings.service(),
        settings.tools(),
        settings.clients());
  }

  private String chosen(List<YamlMap> files, Optional<String> given) {
    TreeSet<String> known = new TreeSet<>(List.of("dev", "prod"));
    files.forEach(f -> known.addAll(f.mapOfMaps("profiles").keySet()));
    String profile = given.orElse("dev");
    if (given.isPresent() && !known.contains(profile)) {
      String file = files.isEmpty() ? "heist.yaml" : files.getFirst().file();
      problems.add(file, 0, "no profile '" + profile + "'" + Suggestion.hint(profile, known));
    }
    for (YamlMap top : files) {
      Optional<String> written = top.optionalString("profile");
      if (written.isPresent() && !known.contains(written.get())) {
        top.problem(
            "profile",
            "no profile '" + written.get() + "'" + Suggestion.hint(written.get(), known));
      }
      if (given.isEmpty() && written.isPresent()) {
        profile = written.get();
      }
    }
    return profile;
  }

  private Settings layer(Settings base, YamlMap top, Path home, boolean file) {
    if (file) {
      top.known("profile", "profiles");
    }
    Settings settings =
        new Settings(
            base.profile(),
            features(base.features(), top.map("features")),
            session(base.session(), top.map("session")),
            model(base.model(), top.map("llm")),
            service(base.service(), top.map("service"), home),
            tools(base.tools(), top.map("tools")),
            top.has("clients") ? ClientReader.read(top) : base.clients());
    top.done();
    return settings;
  }

  private static Settings.Features features(Settings.Features base, YamlMap map) {
    Settings.Features features =
        new Settings.Features(
            map.bool("control", base.control()),
            map.bool("commands", base.commands()),
            map.bool("floor_plan", base.floorPlan()),
            map.bool("mole_game", base.moleGame()),
            map.bool("detection", base.detection()),
            map.bool("memory_compression", base.memoryCompression()));
    map.done();
    return features;
  }

  private static Settings.Session session(Settings.Session base, YamlMap map) {
    Settings.Session session =
        new Settings.Session(
            map.string("scenario", base.scenario()),
            map.string("crew", base.crew()),
            map.integer("rounds", base.rounds(), 1, 1_000),
            map.oneOf("difficulty", base.difficulty(), DIFFICULTIES),
            context(base.context(), map),
            seconds(map, "pace", base.pace(), 0, 600),
            map.oneOf("accuse", base.accuse(), ACCUSERS),
            map.oneOf("mole", base.mole(), List.of("random", "nobody", "off")),
            map.number("mole_prior", base.molePrior(), 0, 1),
            budgets(base.budgets(), map.map("budgets")));
    map.done();
    return session;
  }

  private static Settings.Context context(Settings.Context base, YamlMap map) {
    String written = map.string("context", base.strategy());
    Settings.Context context =
        new Settings.Context(
            base.strategy(),
            map.integer("context_last", base.last(), 1, 9_999),
            map.integer("prompt_tokens", base.tokens(), 500, 2_000_000),
            map.integer("context_compress", base.compress(), 2, 1_000));
    Optional<Settings.Context> with = context.withStrategy(written);
    if (with.isEmpty()) {
      map.problem(
          "context",
          "'context' must be full, digest or last-N such as last-20, but is '" + written + "'");
    }
    return with.orElse(context);
  }

  private static Settings.Budgets budgets(Settings.Budgets base, YamlMap map) {
    Settings.Budgets budgets =
        new Settings.Budgets(
            limit(map, "model_calls", base.modelCalls()),
            limit(map, "tokens", base.tokens()),
            limit(map, "tool_calls", base.toolCalls()),
            limit(map, "seconds", base.seconds()),
            limit(map, "tool_calls_per_turn", base.toolCallsPerTurn()),
            limit(map, "agent_model_calls", base.agentModelCalls()),
            limit(map, "agent_tokens", base.agentTokens()));
    map.done();
    return budgets;
  }

  private static long limit(YamlMap map, String key, long base) {
    return map.optionalLong(key, 0, 1_000_000_000_000L).orElse(base);
  }

  private static Settings.Model model(Settings.Model base, YamlMap map) {
    Optional<String> url = map.optionalString("base_url");
    url.filter(u -> !isHttp(u)).ifPresent(u -> map.problem("base_url", notHttp("'base_url'", u)));
    Settings.Model model =
        new Settings.Model(
            url.isPresent() ? url.get() : base.baseUrl(),
            map.has("model") ? map.string("model") : base.model(),
            map.has("api_key") ? map.string("api_key") : base.apiKey(),
            map.number("temperature", base.temperature(), 0, 2),
            map.integer("max_tokens", base.maxTokens(), 1, 1_000_000),
            seconds(map, "timeout", base.timeout(), 1, 3_600),
            map.integer("retries", base.retries(), 0, 10),
            map.integer("in_flight", base.inFlight(), 1, 1_000),
            map.optionalString("embedding_model").orElse(base.embeddings()));
    map.done();
    return model;
  }

  private static Settings.Service service(Settings.Service base, YamlMap map, Path home) {
    Settings.Service service =
        new Settings.Service(
            map.string("bind", base.bind()),
            map.integer("port_offset", base.portOffset(), 0, 57_000),
            folder(map, home).orElse(base.data()),
            map.has("database_url") ? map.string("database_url") : base.databaseUrl(),
            map.bool("login", base.login()),
            seconds(map, "start_timeout", base.startTimeout(), 1, 600));
    map.done();
    return service;
  }

  private static Optional<Path> folder(YamlMap map, Path home) {
    Optional<String> written = map.optionalString("data");
    try {
      return written.map(home::resolve);
    } catch (InvalidPathException e) {
      map.problem("data", "'data' must be a folder, but this is no path: " + e.getReason());
      return Optional.empty();
    }
  }

  private static Settings.ToolLimits tools(Settings.ToolLimits base, YamlMap map) {
    Settings.ToolLimits limits =
        new Settings.ToolLimits(seconds(map, "timeout", base.timeout(), 1, 600));
    map.done();
    return limits;
  }

  private static Duration seconds(YamlMap map, String key, Duration base, double min, double max) {
    return map.optionalNumber(key, min, max)
        .map(s -> Duration.ofMillis(Math.round(s * 1_000)))
        .orElse(base);
  }

  private Settings environment(Settings settings, @Nullable Path data) {
    Settings.Model m = settings.model();
    Settings.Service s = settings.service();
    Optional<String> llm =
        environment.get("LLM_BASE_URL").or(() -> environment.get("LM_STUDIO_URL"));
    llm.filter(u -> !isHttp(u))
        .ifPresent(u -> problems.add("the environment", 0, notHttp("LLM_BASE_URL", u)));
    Optional<String> database =
        environment
            .get("HEIST_DB_URL")
            .or(() -> environment.get("DATABASE_PATH").map(path -> "jdbc:sqlite:" + path));
    Path folder =
        data != null ? data : environment.get("HEIST_DATA").map(Path::of).orElse(s.data());
    return new Settings(
        settings.profile(),
        settings.features(),
        settings.session(),
        new Settings.Model(
            llm.isPresent() ? llm.get() : m.baseUrl(),
            m.model(),
            m.apiKey(),
            m.temperature(),
            m.maxTokens(),
            m.timeout(),
            m.retries(),
            m.inFlight(),
            m.embeddings()),
        new Settings.Service(
            s.bind(),
            s.portOffset(),
            folder.toAbsolutePath().normalize(),
            database.isPresent() ? database.get() : s.databaseUrl(),
            s.login(),
            s.startTimeout()),
        settings.tools(),
        settings.clients());
  }

  static boolean isHttp(String url) {
    try {
      URI uri = new URI(url.strip());
      return uri.getHost() != null
          && ("http".equalsIgnoreCase(uri.getScheme())
              || "https".equalsIgnoreCase(uri.getScheme()));
    } catch (URISyntaxException e) {
      return false;
    }
  }

  static String notHttp(String what, String url) {
    return what + " must be an address such as http://localhost:1234/v1, but is '" + url + "'";
  }
}
