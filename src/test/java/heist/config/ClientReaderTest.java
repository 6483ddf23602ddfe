package heist.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients of heist.yaml, as config check sees them. */
class ClientReaderTest {
  @TempDir private Path folder;

  private String check(String yaml) throws Exception {
    Path file = folder.resolve("heist.yaml");
    Files.writeString(file, yaml);
    return ConfigCheck.check(file, Environment.none(), _ -> List.of()).text();
  }

  @Test
  void goodClientsAreTaken() throws Exception {
    assertThat(
            check(
                """
                clients:
                  - {id: desktop, scopes: [calculator:use], audiences: [calculator]}
                  - id: ci
                    scopes: [file_reader:use]
                    audiences: [files]
                    session: s1
                    jwks: {keys: [{kty: EC, crv: P-256, x: a, y: b}]}
                """))
        .contains("no problems");
  }

  @Test
  void everyMistakeIsNamedWithItsLine() throws Exception {
    String text =
        check(
            """
            clients:
              - {id: Desktop!, scopes: [operator:all], audiences: [calculater], secret: x}
              - {id: a, audiences: [], method: basic, secret_sha256: abc}
              - {id: a, audiences: [files], method: private_key_jwt, sope: x}
            """);
    assertThat(text)
        .contains(
            "a client's id", "scope 'operator:all'", "no service 'calculater'", "no secret may")
        .contains("'audiences' must name", "64 hexadecimal", "'jwks' holds", "unknown key 'sope'")
        .contains("there is a client 'a' above", "heist.yaml:2", "heist.yaml:4");
  }
}
