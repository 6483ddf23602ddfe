package heist.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Manages OAuth clients of agents and takes tokens back. Needs {@code clients:write}. Thread-safe.
 */
public final class AuthClient {
  private final HttpJson auth;
  private final String seed;

  /**
   * A client as auth takes it.
   *
   * @param clientId for an agent {@code CREW.AGENT}
   * @param agent the agent's name, the token's {@code agent}
   * @param scopes the most it may ask for
   * @param audiences the services it may ask for
   * @param secretHash SHA-256 of its secret, in hex; without it auth makes a secret and answers it
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record AgentClient(
      @JsonProperty("client_id") String clientId,
      String agent,
      Set<String> scopes,
      Set<String> audiences,
      @JsonProperty("client_secret_sha256") @Nullable String secretHash) {}

  /** What {@code GET /clients} tells of one. */
  public record ClientInfo(
      @JsonProperty("client_id") String clientId,
      String kind,
      @Nullable String agent,
      Set<String> scopes,
      Set<String> audiences) {}

  private record Clients(List<ClientInfo> clients) {}

  private record Done(@JsonProperty("client_id") String clientId) {}

  /**
   * Through {@code auth}, which carries a token. The secrets of agents are derived from {@code
   * seed}, a secret of the caller: so they need not be kept, and several workers agree on them.
   */
  public AuthClient(HttpJson auth, String seed) {
    this.auth = auth;
    this.seed = seed;
  }

  /** Makes sure that the agent has a client that may do exactly this. May be repeated. */
  public Credentials ensureAgent(
      String clientId, String agent, Set<String> scopes, Set<String> audiences) {
    String secret = derive(clientId);
    auth.post(
        "/clients",
        new AgentClient(
            clientId, agent, new TreeSet<>(scopes), new TreeSet<>(audiences), sha256(secret)),
        Done.class);
    return new Credentials(clientId, secret);
  }

  /** All clients, without secrets. Needs {@code clients:read}. */
  public List<ClientInfo> clients() {
    Clients answer = auth.get("/clients", Clients.class);
    return answer.clients();
  }

  /** Removes a client; its tokens are revoked with it. */
  public void deleteClient(String clientId) {
    auth.delete("/clients/" + URLEncoder.encode(clientId, StandardCharsets.UTF_8));
  }

  /** Cuts an agent off from one session for good: its tokens end, and it gets no new ones. */
  public void cutOff(String clientId, String session) {
    HttpJson.Answer answer =
        auth.send("POST", "/revocations", Map.of("client_id", clientId, "sid", session));
    auth.check(answer);
  }

  private String derive(String clientId) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(seed.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] secret = mac.doFinal(("agent client " + clientId).getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
