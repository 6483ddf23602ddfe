package heist.config;

import heist.crew.Agent;
import heist.crew.Crew;
import heist.crew.ToolServer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes a crew as the text of a crew file, on one line (JSON, which is YAML): how a crew from a
 * person's own file travels to the service that runs it. {@link CrewReader} reads it back
 * unchanged.
 */
final class CrewText {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private CrewText() {}

  /** The text; it holds the model endpoint's key, if the crew has one. */
  static String of(Crew crew) {
    Map<String, Object> top = new LinkedHashMap<>();
    top.put("name", crew.name());
    put(top, "language", crew.language());
    top.put("order", crew.order().name().toLowerCase(Locale.ROOT));
    put(top, "rounds", crew.maxRounds());
    if (crew.llm() != null) {
      Crew.Llm llm = crew.llm();
      Map<String, Object> block = new LinkedHashMap<>();
      block.put("base_url", llm.baseUrl());
      put(block, "model", llm.model());
      put(block, "api_key", llm.apiKey());
      put(block, "temperature", llm.temperature());
      put(block, "max_tokens", llm.maxTokens());
      top.put("llm", block);
    }
    List<Object> agents = new ArrayList<>();
    crew.agents().forEach(agent -> agents.add(agent(agent)));
    top.put("agents", agents);
    if (!crew.toolServers().isEmpty()) {
      top.put("tool_servers", crew.toolServers().stream().map(CrewText::server).toList());
    }
    return JSON.writeValueAsString(top);
  }

  private static Map<String, Object> agent(Agent agent) {
    Map<String, Object> block = new LinkedHashMap<>();
    block.put("name", agent.name());
    block.put("role", agent.role());
    block.put("persona", agent.persona());
    block.put(
        "tools",
        agent.tools().stream()
            .map(t -> agent.approvals().contains(t) ? Map.of("name", t, "approval", "required") : t)
            .toList());
    block.put("scopes", agent.scopes());
    block.put("exclusive_sources", agent.exclusiveSources());
    put(block, "model", agent.model());
    put(block, "temperature", agent.temperature());
    put(block, "max_tokens", agent.maxTokens());
    return block;
  }

  /** Names of variables and files alone: the secrets are read where the session runs. */
  private static Map<String, Object> server(ToolServer server) {
    Map<String, Object> block = new LinkedHashMap<>();
    block.put("name", server.name());
    block.put("url", server.url());
    block.put("tools", server.tools());
    ToolServer.Access access = server.access();
    if (access != null) {
      Map<String, Object> auth = new LinkedHashMap<>();
      ToolServer.Grant grant = access.grant();
      String what = grant == null ? "bearer" : "client_secret";
      put(auth, what + "_env", access.secret().env());
      put(auth, what + "_file", access.secret().file());
      if (grant != null) {
        auth.put("token_url", grant.tokenUrl());
        auth.put("client_id", grant.clientId());
        put(auth, "scope", grant.scope());
        put(auth, "resource", grant.resource());
      }
      block.put("auth", auth);
    }
    return block;
  }

  private static void put(Map<String, Object> map, String key, @Nullable Object value) {
    if (value != null) {
      map.put(key, value);
    }
  }
}
