package heist.config;

import heist.crew.ToolScopes;
import heist.crew.ToolServer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code tool_servers} of a crew: other people's MCP servers. Pure. */
final class ToolServerReader {
  private static final int MAX_SERVERS = 10;
  private static final int MAX_TOOLS = 50;

  /** What every model can call; the service checks that the server has it. */
  private static final Pattern TOOL = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,100}");

  private ToolServerReader() {}

  /** The servers; empty if there are none. */
  static List<ToolServer> read(YamlMap top) {
    if (!top.has("tool_servers")) {
      return List.of();
    }
    List<YamlMap> blocks = top.maps("tool_servers");
    if (blocks.size() > MAX_SERVERS) {
      top.problem(
          "tool_servers",
          "a crew has at most " + MAX_SERVERS + " tool servers, not " + blocks.size());
    }
    Map<String, Integer> names = new HashMap<>();
    Map<String, String> tools = new LinkedHashMap<>();
    List<ToolServer> servers = new ArrayList<>();
    for (YamlMap block : blocks) {
      ToolServer server = server(block);
      Integer before = names.putIfAbsent(server.name(), block.lineOf("name"));
      if (before != null && !server.name().isEmpty()) {
        block.problem(
            "name",
            "a second tool server '" + server.name() + "' (the first is in line " + before + ")");
      }
      for (String tool : server.tools()) {
        String other = tools.putIfAbsent(tool, server.name());
        if (other != null) {
          block.problem("tools", "'" + tool + "' is a tool of '" + other + "' already");
        }
      }
      servers.add(server);
    }
    return servers;
  }

  private static ToolServer server(YamlMap map) {
    String name = map.string("name");
    if (!name.isEmpty() && !CrewReader.NAME.matcher(name).matches()) {
      map.problem("name", "'name' " + CrewReader.nameRule(name));
    }
    String url = map.string("url");
    checkUrl(map, "url", url);
    if (!map.has("tools")) {
      map.missing("tools");
    }
    List<String> tools = map.strings("tools");
    if (map.has("tools") && (tools.isEmpty() || tools.size() > MAX_TOOLS)) {
      map.problem("tools", "'tools' names 1 to " + MAX_TOOLS + " tools that agents may call there");
    }
    for (String tool : tools) {
      if (ToolScopes.of(tool).isPresent()) {
        map.problem("tools", "'" + tool + "' is a tool of Heist; no other server can bring it");
      } else if (!TOOL.matcher(tool).matches()) {
        map.problem(
            "tools",
            "'" + tool + "' is not a tool's name: letters, digits, - and _, at most 64 characters");
      }
    }
    ToolServer.Access access = map.optionalMap("auth").map(auth -> access(auth, url)).orElse(null);
    map.done();
    return new ToolServer(name, url, tools, access);
  }

  private static ToolServer.@Nullable Access access(YamlMap map, String url) {
    boolean client = map.has("client_id") || map.has("token_url");
    ToolServer.Secret secret = client ? secret(map, "client_secret") : secret(map, "bearer");
    ToolServer.Grant grant = null;
    if (client) {
      String tokenUrl = map.string("token_url");
      checkUrl(map, "token_url", tokenUrl);
      grant =
          new ToolServer.Grant(
              tokenUrl,
              map.string("client_id"),
              map.stringOrNull("scope"),
              map.stringOrNull("resource"));
    }
    if (url.startsWith("http:") && !isLoopback(url)) {
      map.note(
          client ? "client_id" : map.has("bearer_env") ? "bearer_env" : "bearer_file",
          "the token travels to " + url + " unencrypted; https would keep it");
    }
    map.done();
    return secret == null ? null : new ToolServer.Access(secret, grant);
  }

  private static ToolServer.@Nullable Secret secret(YamlMap map, String what) {
    String variable = what + "_env";
    String file = what + "_file";
    if (map.has(variable) == map.has(file)) {
      map.problem(
          map.has(variable) ? variable : "",
          "give '%s' or '%s', one of them: the secret itself does not stand in this file"
              .formatted(variable, file));
      map.known(variable, file);
      return null;
    }
    String env = map.stringOrNull(variable);
    String path = map.stringOrNull(file);
    if (env != null && (!VARIABLE.matcher(env).matches() || env.startsWith("HEIST_"))) {
      map.problem(
          variable,
          "'"
              + env
              + "' cannot be used: name an environment variable that does not begin with HEIST_");
    }
    if (path != null && !path.startsWith("/")) {
      map.problem(file, "'" + file + "' must be a whole path, beginning with /");
    }
    return new ToolServer.Secret(env, path);
  }

  private static void checkUrl(YamlMap map, String key, String url) {
    if (url.isEmpty()) {
      return;
    }
    if (!SettingsReader.isHttp(url)) {
      map.problem(key, SettingsReader.notHttp("'" + key + "'", url));
    } else if (url.contains("@") || url.contains("#")) {
      map.problem(key, "'" + key + "' must hold no user name and no fragment");
    }
  }

  private static boolean isLoopback(String url) {
    return url.matches("http://(127\\.0\\.0\\.1|localhost|\\[::1])([:/].*)?");
  }
}
