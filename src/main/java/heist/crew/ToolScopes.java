package heist.crew;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The tools that come with Heist and the OAuth scope each one demands, as data: crews name tools,
 * tokens carry scopes. Tools registered at run time are not listed here.
 */
public final class ToolScopes {
  private static final Map<String, String> SCOPES = new LinkedHashMap<>();

  static {
    SCOPES.put("calculator", "calculator:use");
    SCOPES.put("file_reader", "file_reader:use");
    SCOPES.put("database_query", "database_query:use");
    SCOPES.put("simulation_data", "simulation:read");
    SCOPES.put("forget", "memory:write");
    SCOPES.put("store_memory", "memory:write");
    SCOPES.put("retrieve_memory", "memory:read");
    SCOPES.put("get_compressed_memory", "memory:read");
    SCOPES.put("get_recent_turns", "memory:read");
    SCOPES.put("submit_plan", "plan:submit");
  }

  private ToolScopes() {}

  /** The names of the tools that come with Heist. */
  public static Set<String> tools() {
    return Collections.unmodifiableSet(SCOPES.keySet());
  }

  /** The scopes of the tools that come with Heist. */
  public static Set<String> scopes() {
    return Set.copyOf(SCOPES.values());
  }

  /** The scope that a tool demands; empty for a tool that does not come with Heist. */
  public static Optional<String> of(String tool) {
    return Optional.ofNullable(SCOPES.get(tool));
  }
}
