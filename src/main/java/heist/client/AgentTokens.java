package heist.client;

import heist.HeistException;
import heist.HeistException.Kind;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tokens of agents: each of one agent in one session, renewed before it ends. The agent's client is
 * made when first needed, and again if auth has lost it. Thread-safe.
 */
public final class AgentTokens {
  private final AuthClient clients;
  private final TokenClient tokens;
  private final Map<Agent, Credentials> known = new ConcurrentHashMap<>();

  /**
   * An agent as auth sees it.
   *
   * @param clientId {@code CREW.AGENT}
   * @param name its name within the crew
   * @param scopes what it may do
   * @param audiences the services of its tools, as {@link Target#audience()}
   */
  public record Agent(String clientId, String name, Set<String> scopes, Set<String> audiences) {
    /** Copies. */
    public Agent {
      scopes = Set.copyOf(scopes);
      audiences = Set.copyOf(audiences);
    }
  }

  /** The client of an agent. */
  public static String clientId(String crew, String agent) {
    return crew + "." + agent;
  }

  /** Makes clients through {@code clients} and gets tokens through {@code tokens}. */
  public AgentTokens(AuthClient clients, TokenClient tokens) {
    this.clients = clients;
    this.tokens = tokens;
  }

  /** Gives the agent's token for {@code session} at each call. */
  public Bearer bearer(Agent agent, String session) {
    return new Bearer() {
      @Override
      public String get() {
        return token(agent, session);
      }

      @Override
      public void refused(String token) {
        tokens.refused(wish(agent, session), token);
      }
    };
  }

  private String token(Agent agent, String session) {
    try {
      return tokens.token(wish(agent, session));
    } catch (HeistException e) {
      if (e.kind() != Kind.UNAUTHENTICATED && e.kind() != Kind.BAD_INPUT) {
        throw e;
      }
      known.remove(agent);
      return tokens.token(wish(agent, session));
    }
  }

  private TokenClient.Wish wish(Agent agent, String session) {
    Credentials credentials =
        known.computeIfAbsent(
            agent, a -> clients.ensureAgent(a.clientId(), a.name(), a.scopes(), a.audiences()));
    return new TokenClient.Wish(credentials, agent.audiences(), agent.scopes(), session);
  }
}
