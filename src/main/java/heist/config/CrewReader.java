package heist.config;

import heist.crew.Agent;
import heist.crew.Crew;
import heist.crew.ToolScopes;
import heist.crew.ToolServer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a crew. Keys of the old file shape ({@link OldCrewShape}) are understood, too. Pure; a crew
 * with problems is not to be used.
 */
public final class CrewReader {
  static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,31}");

  /** Words that a person types where an agent's name could stand. */
  private static final Set<String> RESERVED = Set.of("nobody", "random", "off", "none", "operator");

  /** Scopes of operators and services: an agent that held one could read the secret or worse. */
  private static final Set<String> NOT_FOR_AGENTS =
      Set.of(
          "clients",
          "keys",
          "revocations",
          "tokens",
          "world",
          "session",
          "feed",
          "operator",
          "token",
          "audit",
          "tools");

  private static final int MAX_AGENTS = 20;
  private static final int MAX_PERSONA = 6_000;

  private final YamlMap top;
  private final OldCrewShape old;

  /** Tools that other people's servers bring. */
  private final Set<String> outside = new LinkedHashSet<>();

  /** Tools that nobody of the crew may call without a person's leave. */
  private final Set<String> guarded;

  private CrewReader(YamlMap top) {
    this.top = top;
    this.old = new OldCrewShape(top);
    this.guarded = Set.copyOf(top.has("approval") ? top.strings("approval") : List.of());
  }

  /**
   * The crew of a file's top block.
   *
   * @param fileName gives the crew its name if the file does not
   */
  public static Crew read(YamlMap top, String fileName) {
    return new CrewReader(top).crew(fileName);
  }

  private Crew crew(String fileName) {
    String name = top.string("name", nameFrom(fileName));
    if (!NAME.matcher(name).matches()) {
      top.problem("name", "'name' " + nameRule(name));
    }
    String language = language(top, "language");
    Crew.TurnOrder order = top.oneOf("order", Crew.TurnOrder.SHUFFLED);
    Integer rounds = top.integerOrNull("rounds", 1, 1_000);
    Crew.Llm llm = top.optionalMap("llm").map(CrewReader::llm).orElse(null);
    List<ToolServer> servers = ToolServerReader.read(top);
    servers.forEach(server -> outside.addAll(server.tools()));
    List<Agent> agents = agents();
    OldCrewShape.Session session = old.session(agents, order, rounds);
    agents = session.agents();
    old.ignoredKeys();
    for (String tool : guarded) {
      if (agents.stream().noneMatch(a -> a.tools().contains(tool))) {
        top.note("approval", "nobody of the crew has the tool '" + tool + "'");
      }
    }
    if (!agents.isEmpty() && agents.stream().noneMatch(a -> a.tools().contains("submit_plan"))) {
      top.note(
          "agents",
          "nobody can hand in a plan (tool submit_plan); this crew suits free tasks alone");
    }
    top.done();
    return new Crew(name, language, agents, session.order(), llm, session.rounds(), servers);
  }

  private List<Agent> agents() {
    if (!top.has("agents")) {
      top.missing("agents");
      return List.of();
    }
    List<YamlMap> blocks = top.maps("agents");
    if (blocks.isEmpty() && top.list("agents").isEmpty()) {
      top.problem("agents", "'agents' must list at least one agent");
    }
    if (blocks.size() > MAX_AGENTS) {
      top.problem("agents", "a crew has at most " + MAX_AGENTS + " agents, not " + blocks.size());
    }
    Map<String, Integer> lines = new HashMap<>();
    List<Agent> agents = new ArrayList<>();
    for (YamlMap block : blocks) {
      Agent agent = agent(block);
      Integer before = lines.putIfAbsent(agent.name(), block.lineOf("name"));
      if (before != null && !agent.name().isEmpty()) {
        block.problem(
            "name", "a second agent '" + agent.name() + "' (the first is in line " + before + ")");
      }
      agents.add(agent);
    }
    return old.withPlanTool(agents);
  }

  private Agent agent(YamlMap map) {
    String name = old.name(map);
    if (!name.isEmpty() && !NAME.matcher(name).matches()) {
      map.problem("name", "'name' " + nameRule(name));
    } else if (RESERVED.contains(name)) {
      map.problem("name", "an agent cannot be called '" + name + "': the word has another meaning");
    }
    String role = map.string("role", name);
    if (role.length() > 60 || role.contains("\n")) {
      map.problem("role", "'role' must be one line of at most 60 characters");
    }
    String persona = persona(map);
    ToolList written = ToolList.read(map);
    List<String> tools = old.tools(map, written.names());
    tools.forEach(tool -> checkTool(map, tool));
    Set<String> scopes = scopes(map, tools);
    Agent agent =
        new Agent(
            name,
            role,
            persona,
            tools,
            scopes,
            map.strings("exclusive_sources"),
            approvals(written, tools),
            map.stringOrNull("model"),
            map.numberOrNull("temperature", 0, 2),
            map.integerOrNull("max_tokens", 1, 1_000_000));
    old.ignoredKeysOfAgent(map);
    map.done();
    return agent;
  }

  /** Tools whose calls wait for a person: those of the agent's own list, and the crew's. */
  private Set<String> approvals(ToolList written, List<String> tools) {
    Set<String> approvals = new LinkedHashSet<>(written.approvals());
    approvals.addAll(guarded);
    approvals.retainAll(tools);
    return approvals;
  }

  private String persona(YamlMap map) {
    String key = old.personaKey(map);
    String persona = map.string(key).strip();
    if (persona.length() > MAX_PERSONA) {
      map.problem(key, "'" + key + "' must be at most " + MAX_PERSONA + " characters long");
    }
    checkProse(map, key, persona);
    return persona;
  }

  /** Text for a prompt must not look like the prompt's own headings. */
  static void checkProse(YamlMap map, String key, String text) {
    if (text.lines().anyMatch(line -> line.startsWith("#"))) {
      map.problem(
          key,
          "no line of '"
              + key
              + "' may begin with '#': it would look like a heading of the prompt");
    }
  }

  private void checkTool(YamlMap map, String tool) {
    if (ToolScopes.of(tool).isPresent() || outside.contains(tool)) {
      return;
    }
    Optional<String> near = Suggestion.nearest(tool, ToolScopes.tools());
    if (near.isPresent()) {
      map.problem("tools", "no tool '" + tool + "'; did you mean '" + near.get() + "'?");
    } else {
      map.note(
          "tools",
          "the tool '"
              + tool
              + "' does not come with Heist; it must be registered with discovery, or stand in tool_servers");
    }
  }

  private Set<String> scopes(YamlMap map, List<String> tools) {
    Optional<Set<String>> written = old.scopes(map);
    if (written.isEmpty()) {
      Set<String> scopes = new LinkedHashSet<>();
      tools.forEach(tool -> ToolScopes.of(tool).ifPresent(scopes::add));
      return scopes;
    }
    String key = map.has("oauth_scopes") ? "oauth_scopes" : "scopes";
    for (String scope : written.get()) {
      checkScope(map, key, scope);
    }
    for (String tool : tools) {
      Optional<String> needed = ToolScopes.of(tool).filter(s -> !written.get().contains(s));
      needed.ifPresent(
          s -> map.note(key, "without the scope " + s + " the tool '" + tool + "' stays locked"));
    }
    return written.get();
  }

  static void checkScope(YamlMap map, String key, String scope) {
    if (!scope.matches("[a-z][a-z0-9_]{0,40}:[a-z][a-z0-9_]{0,40}")) {
      map.problem(key, "a scope looks like calculator:use, but this is '" + scope + "'");
      return;
    }
    if (NOT_FOR_AGENTS.contains(scope.substring(0, scope.indexOf(':')))
        || scope.equals("discovery:register")) {
      map.problem(
          key,
          "neither an agent nor an outside client can have the scope '"
              + scope
              + "'; it is for operators and services");
      return;
    }
    if (!ToolScopes.scopes().contains(scope) && !scope.equals("discovery:read")) {
      Suggestion.nearest(scope, ToolScopes.scopes())
          .ifPresent(
              near -> map.problem(key, "no scope '" + scope + "'; did you mean '" + near + "'?"));
    }
  }

  static Crew.Llm llm(YamlMap map) {
    String url = map.string("base_url");
    if (!url.isEmpty() && !SettingsReader.isHttp(url)) {
      map.problem("base_url", SettingsReader.notHttp("'base_url'", url));
    }
    Crew.Llm llm =
        new Crew.Llm(
            url,
            map.stringOrNull("model"),
            map.stringOrNull("api_key"),
            map.numberOrNull("temperature", 0, 2),
            map.integerOrNull("max_tokens", 1, 1_000_000));
    map.done();
    return llm;
  }

  static @Nullable String language(YamlMap map, String key) {
    String language = map.stringOrNull(key);
    if (language != null && !List.of("en", "de").contains(language)) {
      map.problem(key, "'" + key + "' must be en or de, but is '" + language + "'");
    }
    return language;
  }

  static String nameFrom(String fileName) {
    String name = fileName.replaceFirst("\\.ya?ml$", "").toLowerCase(java.util.Locale.ROOT);
    name = name.replaceAll("[^a-z0-9_-]+", "-").replaceAll("^[^a-z]+", "");
    return name.isEmpty() ? "crew" : name.substring(0, Math.min(32, name.length()));
  }

  static String nameRule(String written) {
    return "must be lower case letters, digits, - and _, at most 32, beginning with a letter, but is '"
        + written
        + "'";
  }
}
