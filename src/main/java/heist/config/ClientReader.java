package heist.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the outside clients of {@code heist.yaml}: programs that are neither services nor agents
 * and may use tools. Pure.
 */
final class ClientReader {
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
  private static final Pattern SESSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private static final List<String> METHODS =
      List.of("client_secret_basic", "client_secret_post", "private_key_jwt");

  /** The services whose tools an outside client may use. */
  private static final List<String> SERVICES =
      List.of("calculator", "files", "database", "memory", "discovery", "game");

  private ClientReader() {}

  /** The list {@code clients}; absent is empty. */
  static List<ClientEntry> read(YamlMap top) {
    List<ClientEntry> clients = new ArrayList<>();
    Set<String> ids = new LinkedHashSet<>();
    for (YamlMap map : top.maps("clients")) {
      ClientEntry client = client(map);
      if (!ids.add(client.id())) {
        map.problem("id", "there is a client '" + client.id() + "' above already");
      }
      clients.add(client);
    }
    return List.copyOf(clients);
  }

  private static ClientEntry client(YamlMap map) {
    String id = map.string("id");
    if (map.has("id") && !ID.matcher(id).matches()) {
      map.problem(
          "id",
          "a client's id has 1 to 64 lower-case letters, digits, '.', '_' or '-', but this is '"
              + id
              + "'");
    }
    String session = map.stringOrNull("session");
    if (session != null && !SESSION.matcher(session).matches()) {
      map.problem("session", "'session' is the id of a session, but this is '" + session + "'");
    }
    Set<String> scopes = new LinkedHashSet<>(map.strings("scopes"));
    scopes.forEach(scope -> CrewReader.checkScope(map, "scopes", scope));
    Set<String> audiences = new LinkedHashSet<>(map.strings("audiences"));
    if (audiences.isEmpty()) {
      map.problem("audiences", "'audiences' must name one of " + String.join(", ", SERVICES));
    }
    for (String name : audiences) {
      if (!SERVICES.contains(name)) {
        map.problem("audiences", "no service '" + name + "'" + Suggestion.hint(name, SERVICES));
      }
    }
    Optional<YamlMap> jwks = map.optionalMap("jwks");
    String method =
        map.oneOf("method", jwks.isPresent() ? METHODS.getLast() : METHODS.getFirst(), METHODS);
    if (jwks.isPresent() != method.equals(METHODS.getLast())) {
      map.problem("method", "'jwks' holds the public keys of private_key_jwt, and that needs them");
    }
    String hash = map.stringOrNull("secret_sha256");
    if (hash != null && !HASH.matcher(hash).matches()) {
      map.problem("secret_sha256", "'secret_sha256' must be 64 hexadecimal digits");
    }
    if (hash != null && jwks.isPresent()) {
      map.problem("secret_sha256", "a client with keys of its own has no secret");
    }
    if (map.has("secret")) {
      map.problem(
          "secret",
          "no secret may stand here; write its SHA-256 as secret_sha256, or nothing and one is generated");
    }
    String keys =
        map.node("jwks")
            .map(node -> JsonMapper.shared().writeValueAsString(node.toJava()))
            .orElse(null);
    String agent = map.stringOrNull("agent");
    map.done();
    return new ClientEntry(id, agent, session, scopes, audiences, method, hash, keys);
  }
}
