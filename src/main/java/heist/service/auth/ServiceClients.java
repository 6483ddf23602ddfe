package heist.service.auth;

import heist.client.SecretStore;
import heist.client.Target;
import heist.service.auth.RegisteredClient.Kind;
import heist.service.auth.RegisteredClient.Method;
import heist.service.auth.RegisteredClient.Proof;
import heist.service.auth.RegisteredClient.Source;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who among our own programs may do what, and where: the one table to read and to change. Each
 * service has the scopes of the calls it makes and no others; {@code operator} is the command line.
 */
final class ServiceClients {
  private static final Map<String, Map<Target, Set<String>>> TABLE = new LinkedHashMap<>();

  /**
   * May be given to agents, outside clients and new tools; all other scopes of the table are ours.
   */
  private static final Set<String> PUBLIC =
      Set.of(
          "calculator:use",
          "file_reader:use",
          "database_query:use",
          "simulation:read",
          "memory:read",
          "memory:write",
          "plan:submit",
          "discovery:read");

  static {
    for (Target service : Target.values()) {
      may(service.id(), Target.AUTH, "revocations:read");
    }
    for (Target tools :
        new Target[] {
          Target.CALCULATOR, Target.FILES, Target.DATABASE, Target.MEMORY, Target.GAME
        }) {
      may(tools.id(), Target.DISCOVERY, "discovery:read", "discovery:register");
    }
    may("discovery", Target.AUTH, TokenExchange.SCOPE);
    may("files", Target.GAME, "world:read");
    may("database", Target.GAME, "world:read");
    may("memory", Target.GAME, "feed:public", "session:read");
    may("analytics", Target.GAME, "feed:public", "session:read");
    may("detection", Target.GAME, "feed:public", "session:read");

    may("game", Target.AUTH, "clients:read", "clients:write", "tokens:revoke");
    may("game", Target.DETECTION, "detection:use");
    may("game", Target.MEMORY, "memory:digest");

    may("dashboard", Target.AUTH, "clients:read", "clients:revoke", "audit:read");
    for (Target tools :
        new Target[] {Target.CALCULATOR, Target.FILES, Target.DATABASE, Target.MEMORY}) {
      may("dashboard", tools, "audit:read");
    }
    may(
        "dashboard",
        Target.GAME,
        "session:read",
        "session:write",
        "feed:public",
        "operator",
        "audit:read");
    may("dashboard", Target.DISCOVERY, "discovery:read", "audit:read");
    may("dashboard", Target.ANALYTICS, "analytics:read");
    may("dashboard", Target.DETECTION, "detection:use");

    may(
        "operator",
        Target.AUTH,
        "clients:read",
        "clients:write",
        "clients:admin",
        "keys:rotate",
        "tokens:revoke",
        "audit:read");
    may(
        "operator",
        Target.GAME,
        "session:read",
        "session:write",
        "feed:public",
        "operator",
        "world:read",
        "plan:submit",
        "crew:servers",
        "audit:read");
    may(
        "operator",
        Target.DISCOVERY,
        "discovery:read",
        "discovery:register",
        "audit:read",
        // Through its MCP door, which goes on to the tools' own services.
        "calculator:use",
        "file_reader:use",
        "database_query:use",
        "simulation:read",
        "memory:read",
        "memory:write",
        "plan:submit");
    may("operator", Target.ANALYTICS, "analytics:read", "audit:read");
    may("operator", Target.DETECTION, "detection:use", "audit:read");
    may("operator", Target.CALCULATOR, "calculator:use", "audit:read");
    may("operator", Target.FILES, "file_reader:use", "audit:read");
    may("operator", Target.DATABASE, "database_query:use", "simulation:read", "audit:read");
    may("operator", Target.MEMORY, "memory:read", "memory:write", "audit:read");
    may("operator", Target.DASHBOARD, "operator", "audit:read");
  }

  private ServiceClients() {}

  private static void may(String client, Target where, String... scopes) {
    TABLE
        .computeIfAbsent(client, any -> new TreeMap<>())
        .computeIfAbsent(where, any -> new TreeSet<>())
        .addAll(Set.of(scopes));
  }

  /** The clients of the table, with their secrets from {@code secrets}. */
  static Map<String, RegisteredClient> all(SecretStore secrets) {
    Map<String, RegisteredClient> clients = new LinkedHashMap<>();
    TABLE.forEach((id, grants) -> {
      Map<String, Set<String>> scopes = new TreeMap<>();
      grants.forEach((target, names) -> scopes.put(target.audience(), Set.copyOf(names)));
      clients.put(
          id,
          new RegisteredClient(
              id,
              id.equals("operator") ? Kind.OPERATOR : Kind.SERVICE,
              Source.OURS,
              null,
              null,
              scopes,
              new Proof.Secret(
                  Method.CLIENT_SECRET_BASIC, List.of(Hashes.sha256(secrets.getOrCreate(id))))));
    });
    return Map.copyOf(clients);
  }

  /** Scopes that no agent may ever get: they steer, reveal or administer. */
  static boolean isReserved(String scope) {
    return !PUBLIC.contains(scope)
        && TABLE.values().stream()
            .flatMap(grants -> grants.values().stream())
            .anyMatch(scopes -> scopes.contains(scope));
  }

  /** Every scope of the table, for the metadata. */
  static Set<String> scopes() {
    Set<String> all = new TreeSet<>(PUBLIC);
    TABLE.values().forEach(grants -> grants.values().forEach(all::addAll));
    return all;
  }
}
