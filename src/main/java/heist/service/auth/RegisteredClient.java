package heist.service.auth;

import com.nimbusds.jose.jwk.JWKSet;
import heist.client.Target;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A client that may ask for tokens. Immutable.
 *
 * @param id its {@code client_id}
 * @param kind what it is
 * @param source where it is registered, which is where it can be changed
 * @param agent the agent's name, for an agent's client
 * @param session the one session an outside client's tokens are of, if it was given one
 * @param scopes by audience: what it may do where
 * @param proof the one way in which it proves itself
 */
record RegisteredClient(
    String id,
    Kind kind,
    Source source,
    @Nullable String agent,
    @Nullable String session,
    Map<String, Set<String>> scopes,
    Proof proof) {
  enum Kind {
    /** A service of Heist. */
    SERVICE,
    /** The command line. */
    OPERATOR,
    /** An agent of a crew: its tokens are of one session each. */
    AGENT,
    /** Anything else that may use tools. */
    OUTSIDE;

    String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  enum Source {
    /** The program's own table; its secret is among the installation's secrets. */
    OURS,
    /** {@code heist.yaml}. */
    FILE,
    /** Made at run time. */
    DATABASE
  }

  /** How a client proves itself: exactly one of the methods of RFC 6749 and OpenID Connect Core. */
  enum Method {
    CLIENT_SECRET_BASIC,
    CLIENT_SECRET_POST,
    PRIVATE_KEY_JWT;

    String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What a proof is held against. */
  sealed interface Proof {
    Method method();

    /** SHA-256 of its secret; two while it is being changed. */
    record Secret(Method method, List<byte[]> hashes) implements Proof {}

    /** The public keys that its assertions are signed with. */
    record Keys(JWKSet keys) implements Proof {
      @Override
      public Method method() {
        return Method.PRIVATE_KEY_JWT;
      }
    }
  }

  Method method() {
    return proof.method();
  }

  /** The same with another proof. */
  RegisteredClient with(Proof other) {
    return new RegisteredClient(id, kind, source, agent, session, scopes, other);
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
