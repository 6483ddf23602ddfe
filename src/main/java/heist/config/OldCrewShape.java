package heist.config;

import heist.crew.Agent;
import heist.crew.Crew;
import heist.crew.ToolScopes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What crew files looked like before Heist, so that they load unchanged: other names for persona
 * and scopes, tools written as scopes, a session block, and service addresses that nobody needs any
 * more. Whatever is understood in another way than written becomes a note.
 */
final class OldCrewShape {
  private static final Map<String, String> OLD_SCOPES =
      Map.of(
          "tools:calculate", "calculator:use",
          "tools:read", "file_reader:use",
          "tools:query", "database_query:use");

  private static final Set<String> OLD_BLOCKS =
      Set.of("session", "services", "database", "oauth", "auth", "server", "logging");

  /** How a crew speaks, and for how long. */
  record Session(List<Agent> agents, Crew.TurnOrder order, @Nullable Integer rounds) {}

  private final YamlMap top;
  private final boolean old;
  private final Set<String> told = new HashSet<>();

  OldCrewShape(YamlMap top) {
    this.top = top;
    this.old =
        top.keys().stream().anyMatch(OldCrewShape::isOldBlock)
            || top.node("agents").filter(OldCrewShape::hasOldAgents).isPresent();
  }

  private static boolean isOldBlock(String key) {
    return OLD_BLOCKS.contains(key)
        || key.endsWith("_service")
        || key.endsWith("_services")
        || key.endsWith("_url");
  }

  private static boolean hasOldAgents(YamlNode agents) {
    return agents instanceof YamlNode.Sequence list
        && list.items().stream()
            .anyMatch(item ->
                item instanceof YamlNode.Mapping m
                    && (m.entries().containsKey("system_prompt")
                        || m.entries().containsKey("oauth_scopes")));
  }

  /** The name; an old file may have capitals in it. */
  String name(YamlMap agent) {
    String name = agent.string("name");
    String lower = name.strip().toLowerCase(Locale.ROOT).replace(' ', '_');
    if (old && !lower.equals(name)) {
      agent.note("name", "'" + name + "' is called '" + lower + "' here");
      return lower;
    }
    return name;
  }

  /** Where the persona stands. */
  String personaKey(YamlMap agent) {
    List<String> present =
        List.of("persona", "system_prompt", "prompt").stream().filter(agent::has).toList();
    for (String second : present.stream().skip(1).toList()) {
      agent.problem(
          second, "'" + second + "' says the same as '" + present.getFirst() + "'; keep one");
    }
    String key = present.isEmpty() ? "persona" : present.getFirst();
    if (!key.equals("persona")) {
      once(agent, key, "'" + key + "' is read as 'persona'");
    }
    return key;
  }

  /** The tools; an old file may name them by their scope, {@code calculator:use}. */
  List<String> tools(YamlMap agent, List<String> all) {
    List<String> tools = new ArrayList<>();
    for (String written : all) {
      String tool = written.endsWith(":use") ? written.substring(0, written.length() - 4) : written;
      if (!tool.equals(written)) {
        once(agent, "tools", "the tool '" + written + "' is read as '" + tool + "'");
      }
      if (tools.contains(tool)) {
        agent.problem("tools", "the tool '" + tool + "' stands twice");
      } else {
        tools.add(tool);
      }
    }
    return tools;
  }

  /** The scopes; empty if the file names none. */
  Optional<Set<String>> scopes(YamlMap agent) {
    boolean both = agent.has("scopes") && agent.has("oauth_scopes");
    if (both) {
      agent.problem("oauth_scopes", "'oauth_scopes' says the same as 'scopes'; keep one");
    }
    String key = agent.has("oauth_scopes") ? "oauth_scopes" : "scopes";
    if (!agent.has(key)) {
      return Optional.empty();
    }
    Set<String> scopes = new LinkedHashSet<>();
    for (String written : agent.strings(key)) {
      String scope = OLD_SCOPES.getOrDefault(written, written);
      if (!scope.equals(written)) {
        once(agent, key, "the scope '" + written + "' is read as '" + scope + "'");
      }
      scopes.add(scope);
    }
    return Optional.of(scopes);
  }

  /** Old files know no plan to hand in: the planner, or else the first agent, may do it. */
  List<Agent> withPlanTool(List<Agent> agents) {
    if (!old
        || agents.isEmpty()
        || agents.stream().anyMatch(a -> a.tools().contains("submit_plan"))) {
      return agents;
    }
    Agent planner =
        agents.stream()
            .filter(a -> a.name().contains("planner") || a.role().contains("planner"))
            .findFirst()
            .orElse(agents.getFirst());
    List<String> tools = new ArrayList<>(planner.tools());
    tools.add("submit_plan");
    Set<String> scopes = new TreeSet<>(planner.scopes());
    scopes.add(ToolScopes.of("submit_plan").orElseThrow());
    Agent able =
        new Agent(
            planner.name(),
            planner.role(),
            planner.persona(),
            tools,
            scopes,
            planner.exclusiveSources(),
            planner.approvals(),
            planner.model(),
            planner.temperature(),
            planner.maxTokens());
    top.note(
        "agents", planner.name() + " also gets the tool submit_plan, to hand in the crew's plan");
    return agents.stream().map(a -> a == planner ? able : a).toList();
  }

  /** Order and rounds, from the session block if there is one. */
  Session session(List<Agent> agents, Crew.TurnOrder order, @Nullable Integer rounds) {
    Optional<YamlMap> block = top.optionalMap("session");
    if (block.isEmpty()) {
      return new Session(agents, order, rounds);
    }
    YamlMap session = block.get();
    Integer turns = session.integerOrNull("max_turns", 1, 100);
    if (turns != null) {
      session.note(
          "max_turns",
          "'max_turns' is read as " + turns + " rounds: each agent speaks once in each");
    }
    Session result = order(session, agents, order, rounds != null ? rounds : turns);
    for (String key : session.keys()) {
      if (!key.equals("max_turns") && !key.equals("turn_order")) {
        ignored(session, key, "it is settled in heist.yaml");
      }
    }
    return result;
  }

  private Session order(
      YamlMap session, List<Agent> agents, Crew.TurnOrder order, @Nullable Integer rounds) {
    Optional<YamlNode> written = session.node("turn_order");
    if (written.isEmpty()) {
      return new Session(agents, top.has("order") ? order : Crew.TurnOrder.FIXED, rounds);
    }
    if (written.get() instanceof YamlNode.Scalar) {
      String word = session.string("turn_order").toLowerCase(Locale.ROOT);
      boolean shuffled = List.of("random", "shuffled", "shuffle").contains(word);
      if (!shuffled
          && !List.of("fixed", "sequential", "round_robin", "round-robin", "listed")
              .contains(word)) {
        session.problem(
            "turn_order",
            "'turn_order' must be a list of agents, fixed or shuffled, but is '" + word + "'");
      }
      return new Session(agents, shuffled ? Crew.TurnOrder.SHUFFLED : Crew.TurnOrder.FIXED, rounds);
    }
    List<Agent> ordered = new ArrayList<>();
    List<String> names = agents.stream().map(Agent::name).toList();
    for (String writtenName : session.strings("turn_order")) {
      String name = writtenName.strip().toLowerCase(Locale.ROOT).replace(' ', '_');
      Optional<Agent> agent = agents.stream().filter(a -> a.name().equals(name)).findFirst();
      if (agent.isEmpty()) {
        session.problem(
            "turn_order", "no agent '" + writtenName + "'" + Suggestion.hint(writtenName, names));
      } else if (ordered.contains(agent.get())) {
        session.note("turn_order", name + " stands twice, but speaks once a round");
      } else {
        ordered.add(agent.get());
      }
    }
    for (Agent agent : agents) {
      if (!ordered.contains(agent)) {
        session.note("turn_order", agent.name() + " is not in 'turn_order' and speaks last");
        ordered.add(agent);
      }
    }
    return new Session(ordered, Crew.TurnOrder.FIXED, rounds);
  }

  /** Notes on the old blocks that nobody needs any more. */
  void ignoredKeys() {
    for (String key : top.keys()) {
      if (isOldBlock(key) && !key.equals("session")) {
        ignored(top, key, "addresses, ports and storage are settled in heist.yaml");
      }
    }
  }

  /** Notes on what an old agent's block holds besides. */
  void ignoredKeysOfAgent(YamlMap agent) {
    if (!agent.keys().contains("is_saboteur")) {
      return;
    }
    if (agent.bool("is_saboteur", false)) {
      ignored(agent, "is_saboteur", "choose the mole with --mole " + agent.string("name"));
    } else {
      agent.known("is_saboteur");
    }
  }

  private static void ignored(YamlMap map, String key, String why) {
    map.known(key);
    map.note(key, "'" + key + "' is ignored: " + why);
  }

  private void once(YamlMap map, String key, String note) {
    if (told.add(note)) {
      map.note(key, note);
    }
  }
}
