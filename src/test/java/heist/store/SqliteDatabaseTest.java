package heist.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heist.HeistException;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteDatabaseTest extends DatabaseContract {
  @TempDir Path folder;

  @Override
  Database open() {
    return Database.open("storetest", folder, null);
  }

  @Test
  void runsDurablyWithAWriteAheadLog() {
    assertThat(pragma("journal_mode")).isEqualTo("wal");
    assertThat(pragma("synchronous")).isEqualTo("2");
    assertThat(pragma("foreign_keys")).isEqualTo("1");
  }

  private String pragma(String name) {
    return database
        .jdbi()
        .withHandle(h -> h.createQuery("PRAGMA " + name).mapTo(String.class).one());
  }

  @Test
  void aSecondOpenInThisProcessIsRefused() {
    assertThatThrownBy(this::open)
        .isInstanceOf(HeistException.class)
        .hasMessageContaining("already open");
    assertThat(count()).isZero();
  }

  @Test
  void aSecondProcessIsToldWhoHoldsTheFile() throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Opener.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(out.readAllAsString())
          .contains("in use by process " + ProcessHandle.current().pid())
          .doesNotContain("\tat ");
    }
    assertThat(other.waitFor()).isEqualTo(1);
  }

  /** Another process that wants the same file. */
  static final class Opener {
    public static void main(String[] args) {
      try (Database database = Database.open("storetest", Path.of(args[0]), null)) {
        System.out.println("opened " + database.service());
      } catch (HeistException e) {
        System.out.println(e.getMessage());
        System.exit(1);
      }
    }
  }

  @Test
  void aFolderThatCannotBeWrittenIsOneClearLine() throws Exception {
    Path file = Files.writeString(folder.resolve("in-the-way"), "");
    assertThatThrownBy(() -> Database.open("storetest", file.resolve("data"), null))
        .isInstanceOf(HeistException.class)
        .hasMessageContaining("Cannot write in the data folder")
        .hasMessageContaining("--data");
  }

  @Test
  void dataOfANewerHeistIsLeftAlone() {
    database
        .jdbi()
        .useHandle(
            h -> h.execute("UPDATE flyway_schema_history SET version = '99' WHERE version = '1'"));
    database.close();
    assertThatThrownBy(this::open)
        .isInstanceOf(HeistException.class)
        .hasMessageContaining("newer Heist");
  }

  @Test
  void aUrlNamesTheFileItself() {
    Path file = folder.resolve("elsewhere.sqlite");
    Database.open("storetest", folder, "jdbc:sqlite:" + file).close();
    assertThat(file).exists();
  }
}
