package heist.service.auth;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.client.SecretStore;
import heist.client.Target;
import heist.config.ClientEntry;
import heist.service.auth.RegisteredClient.Proof;
import heist.service.auth.RegisteredClient.Source;
import heist.web.Json;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The clients of {@code heist.yaml}. */
final class FileClients {
  private FileClients() {}

  /** The secret of a client whose entry gives none. */
  static String secretName(String id) {
    return "client-" + id;
  }

  /**
   * The clients that {@code entries} describe.
   *
   * @throws HeistException BAD_INPUT that names the entry
   */
  static Map<String, RegisteredClient> of(
      List<ClientEntry> entries, Map<String, RegisteredClient> ours, SecretStore secrets) {
    Map<String, RegisteredClient> clients = new LinkedHashMap<>(ours);
    for (ClientEntry entry : entries) {
      try {
        if (clients.put(entry.id(), client(entry, secrets)) != null) {
          throw new HeistException(
              Kind.BAD_INPUT, "There is a client of that name already, of Heist's own or above.");
        }
      } catch (HeistException e) {
        throw new HeistException(
            Kind.BAD_INPUT, "heist.yaml, client '%s': %s".formatted(entry.id(), e.getMessage()), e);
      }
    }
    return clients;
  }

  private static RegisteredClient client(ClientEntry entry, SecretStore secrets) {
    Set<String> audiences =
        entry.audiences().stream().map(a -> Target.of(a).audience()).collect(Collectors.toSet());
    JsonNode keys = entry.jwks() == null ? null : Json.tree(entry.jwks());
    ClientForm form =
        new ClientForm(
            entry.id(),
            "outside",
            entry.agent(),
            entry.session(),
            entry.scopes(),
            audiences,
            entry.secretSha256(),
            entry.method(),
            keys);
    @Nullable String secret =
        form.needsSecret() ? secrets.getOrCreate(secretName(entry.id())) : null;
    return form.check(Source.FILE, secret);
  }

  /** Whether the secret of {@code client} is one of the installation's, and not in the file. */
  static boolean isGenerated(SecretStore secrets, RegisteredClient client) {
    return client.proof() instanceof Proof.Secret secret
        && secrets
            .find(secretName(client.id()))
            .map(Hashes::sha256)
            .filter(hash -> MessageDigest.isEqual(hash, secret.hashes().getLast()))
            .isPresent();
  }
}
