package heist.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heist.HeistException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretStoreTest {
  @TempDir Path folder;

  @Test
  void makesASecretOnceAndKeepsItToItself() throws Exception {
    Path secrets = folder.resolve("secrets");
    String secret = new SecretStore(secrets, Map.of()).getOrCreate("game");
    assertThat(secret).hasSizeGreaterThanOrEqualTo(43);
    assertThat(new SecretStore(secrets, Map.of()).getOrCreate("game")).isEqualTo(secret);
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets.resolve("game"))))
        .isEqualTo("rw-------");
    try (Stream<Path> files = Files.list(secrets)) {
      assertThat(files).hasSize(1);
    }
    assertThat(new Credentials("game", secret).toString()).doesNotContain(secret);
  }

  @Test
  void theEnvironmentAndItsFilesComeFirst() throws Exception {
    Path file = Files.writeString(folder.resolve("given"), "from a file\n");
    SecretStore store =
        new SecretStore(
            folder.resolve("secrets"),
            Map.of("HEIST_SECRET_A_B", "given", "HEIST_SECRET_C_FILE", file.toString()));
    assertThat(store.getOrCreate("a-b")).isEqualTo("given");
    assertThat(store.getOrCreate("c")).isEqualTo("from a file");
    assertThat(folder.resolve("secrets")).doesNotExist();
  }

  @Test
  void aFileThatIsNotThereIsOneClearLine() {
    SecretStore store =
        new SecretStore(
            folder, Map.of("HEIST_SECRET_C_FILE", folder.resolve("nowhere").toString()));
    assertThatThrownBy(() -> store.getOrCreate("c"))
        .isInstanceOf(HeistException.class)
        .hasMessageContaining("HEIST_SECRET_C_FILE");
  }

  @Test
  void namesCannotLeaveTheFolder() {
    SecretStore store = new SecretStore(folder, Map.of());
    for (String name : new String[] {"../x", "a/b", "", ".hidden"}) {
      assertThatThrownBy(() -> store.getOrCreate(name))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void manyThatAskAtOnceGetTheSame() throws Exception {
    Set<String> found = new HashSet<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<String> answer :
          threads.invokeAll(
              IntStream.range(0, 20)
                  .mapToObj(i ->
                      (java.util.concurrent.Callable<String>)
                          () -> new SecretStore(folder, Map.of()).getOrCreate("game"))
                  .toList())) {
        found.add(answer.get());
      }
    }
    assertThat(found).hasSize(1);
  }
}
