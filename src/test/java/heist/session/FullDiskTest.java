package heist.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heist.HeistException;
import heist.event.Envelope;
import heist.event.SessionEvent.TurnEnded;
import heist.event.SessionEvent.TurnStarted;
import heist.store.Database;
import heist.testing.Waiting;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full and gets room again: a small one of its own, which only root can have. */
@Tag("disk")
@Timeout(120)
class FullDiskTest {
  @TempDir private Path folder;
  private Path disk;

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectory(folder.resolve("disk"));
    assertThat(run("mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", disk.toString()))
        .as("a small disk can be mounted; ./heist test leaves the group out where it cannot")
        .isTrue();
  }

  @AfterEach
  void unmount() throws Exception {
    boolean unused = run("umount", "-l", disk.toString());
  }

  private static boolean run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Takes all the room there is. */
  private void fill() {
    try (OutputStream out = Files.newOutputStream(disk.resolve("ballast"))) {
      byte[] block = new byte[512];
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      // Full.
    }
  }

  private void makeRoom() {
    try {
      Files.delete(disk.resolve("ballast"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void a_session_that_meets_a_full_disk_goes_on_when_there_is_room() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    String long_ = "Much to say. ".repeat(3000);
    try (Database database = Database.open("game", disk, null);
        Sessions sessions =
            new Sessions(
                database,
                config ->
                    new TestDesk(request -> {
                      if (calls.incrementAndGet() == 3) {
                        fill();
                      }
                      return TestDesk.says(long_);
                    }),
                InstantSource.system(),
                "test")) {
      sessions.start();
      SessionConfig config = TestSessions.config("full", 2, "off", "none");
      Opening.Opened opened = TestSessions.open(config);
      SessionRow unused = sessions.create(config, opened.title(), opened.events());
      // The third turn is asked for again and again: what it said could not be written.
      Waiting.until(() -> calls.get() >= 4);
      SessionConfig other = TestSessions.config("other", 1, "off", "none");
      Opening.Opened more = TestSessions.open(other);
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 200; i++) {
                  SessionRow row =
                      sessions.create(
                          TestSessions.config("o" + i, 1, "off", "none"),
                          more.title(),
                          more.events());
                  assertThat(row).isNotNull();
                }
              })
          .isInstanceOf(HeistException.class)
          .hasMessageContaining("disk")
          .hasMessageContaining("full");
      makeRoom();
      Optional<Boolean> over =
          sessions
              .log()
              .await(
                  "full",
                  Duration.ofSeconds(60),
                  () -> Optional.of(true).filter(_ -> sessions.row("full").phase().ended()));
      assertThat(over).isPresent();
      List<Envelope> log = sessions.log().readAllOf("full");
      assertThat(
              log.stream()
                  .filter(e -> e.event() instanceof TurnStarted)
                  .map(e -> ((TurnStarted) e.event()).turn()))
          .containsExactlyElementsOf(IntStream.rangeClosed(1, 6).boxed().toList());
      assertThat(log.stream().filter(e -> e.event() instanceof TurnEnded)).hasSize(6);
    }
  }
}
