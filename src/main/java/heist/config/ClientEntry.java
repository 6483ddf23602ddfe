package heist.config;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An outside client of {@code heist.yaml}. Immutable.
 *
 * @param id its {@code client_id}
 * @param agent the agent that tools take it for; null: they call it by its id
 * @param session the one session its tokens are of, if it may see one
 * @param scopes what it may do
 * @param audiences names of the services it may do it at
 * @param method the one way in which it proves itself
 * @param secretSha256 SHA-256 of its secret in hex; without it a secret is generated
 * @param jwks its public keys as JSON, for {@code private_key_jwt}
 */
public record ClientEntry(
    String id,
    @Nullable String agent,
    @Nullable String session,
    Set<String> scopes,
    Set<String> audiences,
    String method,
    @Nullable String secretSha256,
    @Nullable String jwks) {
  /** Copies. */
  public ClientEntry {
    scopes = Set.copyOf(scopes);
    audiences = Set.copyOf(audiences);
  }
}
