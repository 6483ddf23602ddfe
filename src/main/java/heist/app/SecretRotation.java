package heist.app;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.audit.AuditEntry;
import heist.audit.AuditKey;
import heist.audit.AuditLog;
import heist.cli.Door;
import heist.client.SecretStore;
import heist.client.Target;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * {@code heist secret rotate}: another value for a secret that services read at their start, so
 * that none may run. Secrets of clients and signing keys change while all runs, at auth.
 */
final class SecretRotation {
  /** What can be rotated here, each with what follows from it. */
  static final List<String> NAMES =
      List.of("agent-seed", "audit-key", "dashboard-operator", "dashboard-viewer", "model-api-key");

  private static final String AUDIT_KEY = "audit-key";
  private static final String NEXT_AUDIT_KEY = "audit-key-next";

  private final Installation installation;
  private final SecretStore secrets;
  private final InstantSource clock;

  SecretRotation(Installation installation, InstantSource clock) {
    this.installation = installation;
    this.secrets = installation.secrets();
    this.clock = clock;
  }

  /**
   * Puts a new value in place.
   *
   * @param withAuth starts the authorization server for a moment
   * @return what follows, for people
   * @throws HeistException BAD_INPUT for a name that is none of {@link #NAMES}, CONFLICT if the
   *     secret is given from outside or an audit is not sealed with the key that is to go
   */
  String rotate(String name, Consumer<Consumer<Door>> withAuth) {
    if (!NAMES.contains(name)) {
      throw new HeistException(
          Kind.BAD_INPUT,
          "There is no secret '%s' to rotate here; there are: %s. For signing keys: heist keys rotate; for a client's secret: heist client rotate CLIENT"
              .formatted(name, String.join(", ", NAMES)));
    }
    secrets.mustBeOurs(name);
    String follows =
        switch (name) {
          case AUDIT_KEY -> auditKey();
          case "agent-seed" -> agentSeed(withAuth);
          case "model-api-key" -> {
            replace(name);
            yield "The offline model and its callers use it from their next start.";
          }
          default -> {
            replace(name);
            yield "It is the password of the next sign-in: see the file of that name in "
                + installation.data().resolve("secrets");
          }
        };
    note(name);
    return follows;
  }

  private void replace(String name) {
    secrets.replace(name, SecretStore.generate());
  }

  /**
   * The heads are sealed anew before the key is put in place. What was begun and not finished is
   * finished by the next try, with the same new key.
   */
  private String auditKey() {
    String before = secrets.getOrCreate(AUDIT_KEY);
    String after = secrets.getOrCreate(NEXT_AUDIT_KEY);
    List<String> services =
        Targets.all().stream()
            .map(Target::id)
            .filter(id -> Files.exists(installation.data().resolve("audit").resolve(id + ".head")))
            .sorted()
            .toList();
    services.forEach(id -> AuditKey.change(id, installation.data(), before, after));
    secrets.replace(AUDIT_KEY, after);
    secrets.remove(NEXT_AUDIT_KEY);
    return "The heads of %d audits are sealed with it.".formatted(services.size());
  }

  /** Whoever has the old seed could still prove to be an agent that auth knows: so it forgets. */
  private String agentSeed(Consumer<Consumer<Door>> withAuth) {
    withAuth.accept(auth -> {
      for (JsonNode client : auth.get("/clients").path("clients")) {
        if (client.path("kind").asString("").equals("agent")) {
          String id = client.path("client_id").asString("");
          auth.delete("/clients/" + URLEncoder.encode(id, StandardCharsets.UTF_8));
        }
      }
      replace("agent-seed");
    });
    return "Agents get new secrets when their sessions go on; the old ones are good no more.";
  }

  private void note(String name) {
    try (AuditLog audit =
        AuditLog.open(
            Target.AUTH.id(),
            installation.data(),
            installation.settings().service().databaseUrl(),
            secrets.getOrCreate(AUDIT_KEY),
            clock)) {
      audit.append(AuditEntry.of("secret.rotated", "operator", "ok").on(name));
    }
  }
}
