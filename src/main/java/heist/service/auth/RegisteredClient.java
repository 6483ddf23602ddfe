package heist.service.auth;

import heist.client.Target;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A client that may ask for tokens.
 *
 * @param id its {@code client_id}
 * @param kind what it is
 * @param agent the agent's name, for an agent's client
 * @param scopes by audience: what it may do where
 * @param method the one way in which it proves itself
 * @param secretHash SHA-256 of its secret
 */
record RegisteredClient(
    String id,
    Kind kind,
    @Nullable String agent,
    Map<String, Set<String>> scopes,
    Method method,
    byte[] secretHash) {
  enum Kind {
    SERVICE,
    OPERATOR,
    AGENT
  }

  enum Method {
    CLIENT_SECRET_BASIC,
    CLIENT_SECRET_POST;

    String id() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** All audiences it may name. */
  Set<String> audiences() {
    return new TreeSet<>(scopes.keySet());
  }

  /** All that it may do at {@code audiences}. */
  Set<String> scopesAt(Collection<String> audiences) {
    Set<String> all = new TreeSet<>();
    for (String audience : audiences) {
      all.addAll(scopes.getOrDefault(audience, Set.of()));
    }
    return all;
  }

  /** Whether it may act for itself at auth with {@code scope}. */
  boolean mayAtAuth(String scope) {
    return scopes.getOrDefault(Target.AUTH.audience(), Set.of()).contains(scope);
  }

  List<String> allScopes() {
    return List.copyOf(scopesAt(scopes.keySet()));
  }
}
