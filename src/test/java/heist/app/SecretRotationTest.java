package heist.app;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heist.audit.AuditLog;
import heist.cli.Door;
import heist.client.Credentials;
import heist.client.Target;
import heist.client.TokenClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets are changed while nothing runs, and everything that uses them goes on. */
class SecretRotationTest {
  private static final Set<Target> SOME =
      EnumSet.of(Target.AUTH, Target.DISCOVERY, Target.CALCULATOR);

  @TempDir private Path data;

  private SecretRotation rotation() {
    return new SecretRotation(installation(), InstantSource.system());
  }

  private Installation installation() {
    return new Installation(Path.of("").toAbsolutePath(), data, null, InstantSource.system());
  }

  private void withAuth(Consumer<Door> work) {
    try (TestHeist auth = TestHeist.start(data, EnumSet.of(Target.AUTH), false)) {
      work.accept(auth.door("auth"));
    }
  }

  private Map<String, String> secrets() throws Exception {
    Map<String, String> all = new TreeMap<>();
    try (Stream<Path> files = Files.list(data.resolve("secrets"))) {
      for (Path file : files.toList()) {
        all.put(file.getFileName().toString(), Files.readString(file));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .isEqualTo("rw-------");
      }
    }
    return all;
  }

  private static String agentToken(TestHeist heist, Credentials who) {
    return new TokenClient(heist.address(Target.AUTH), InstantSource.system())
        .token(new TokenClient.Wish(who, Set.of(Target.CALCULATOR.audience()), Set.of(), "s1"));
  }

  @Test
  void eachIsReplacedAndTheOldOneIsGoodNoMore() throws Exception {
    installation().secrets().getOrCreate("agent-seed");
    Credentials before;
    try (TestHeist heist = TestHeist.start(data, SOME, false)) {
      before = heist.agent("crew", "ada");
      assertThat(agentToken(heist, before)).isNotEmpty();
      heist
          .http(Target.CALCULATOR, "operator", "calculator:use")
          .send("POST", "/tools/calculator", Map.of("expression", "1"));
    }
    for (String name : SecretRotation.NAMES) {
      installation().secrets().getOrCreate(name);
    }
    Map<String, String> old = secrets();

    for (String name : SecretRotation.NAMES) {
      assertThat(rotation().rotate(name, this::withAuth)).as(name).isNotBlank();
    }

    Map<String, String> now = secrets();
    assertThat(now.keySet()).isEqualTo(old.keySet());
    now.forEach((name, value) -> {
      if (SecretRotation.NAMES.contains(name)) {
        assertThat(value).as(name).hasSizeGreaterThanOrEqualTo(43).isNotEqualTo(old.get(name));
      } else {
        assertThat(value).as(name).isEqualTo(old.get(name));
      }
    });
    assertThat(inspect("calculator", requireNonNull(old.get("audit-key"))).verdict().message())
        .contains("the seal of the head is not ours");
    for (String service : new String[] {"auth", "calculator"}) {
      assertThat(inspect(service, requireNonNull(now.get("audit-key"))).verdict().intact())
          .as(service)
          .isTrue();
    }
    try (TestHeist heist = TestHeist.start(data, SOME, false)) {
      assertThatThrownBy(() -> agentToken(heist, before)).hasMessageContaining("Auth");
      assertThat(agentToken(heist, heist.agent("crew", "ada"))).isNotEmpty();
      assertThat(heist.audit(Target.AUTH))
          .filteredOn(e -> e.path("action").asString().equals("secret.rotated"))
          .extracting(e -> e.path("what").asString())
          .containsExactlyElementsOf(SecretRotation.NAMES);
      for (Target target : new Target[] {Target.AUTH, Target.CALCULATOR}) {
        assertThat(heist.door(target.id()).get("/audit/verify").path("intact").asBoolean())
            .isTrue();
      }
    }
  }

  @Test
  void aRotationThatWasCutOffIsFinishedByTheNextTry() throws Exception {
    withAuth(auth -> auth.get("/clients"));
    String before = installation().secrets().getOrCreate("audit-key");
    String next = installation().secrets().getOrCreate("audit-key-next");
    heist.audit.AuditKey.change("auth", data, before, next);

    rotation().rotate("audit-key", this::withAuth);

    assertThat(installation().secrets().find("audit-key")).hasValue(next);
    assertThat(installation().secrets().find("audit-key-next")).isEmpty();
    assertThat(inspect("auth", next).verdict().intact()).isTrue();
  }

  @Test
  void anAuditThatIsNotWholeKeepsItsKey() throws Exception {
    withAuth(auth -> auth.get("/clients"));
    Optional<String> before = installation().secrets().find("audit-key");
    Path head = data.resolve("audit/auth.head");
    Files.writeString(head, Files.readString(head).replaceFirst("^\\d+", "7"));
    assertThatThrownBy(() -> rotation().rotate("audit-key", this::withAuth))
        .hasMessageContaining("The audit of auth is not whole")
        .hasMessageContaining("heist audit verify");
    assertThat(installation().secrets().find("audit-key")).isEqualTo(before);
    assertThatThrownBy(() -> rotation().rotate("operator", this::withAuth))
        .hasMessageContaining("heist client rotate")
        .hasMessageContaining("agent-seed, audit-key");
  }

  private AuditLog.Inspection inspect(String service, String key) {
    return AuditLog.inspect(service, data, null, key, 1);
  }
}
