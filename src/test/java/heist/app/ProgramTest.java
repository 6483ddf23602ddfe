package heist.app;

import static org.assertj.core.api.Assertions.assertThat;

import heist.client.AddressBook;
import heist.client.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Starts the packaged jar as a process of its own: signals, ports, folders, exit codes. */
@Tag("packaged")
class ProgramTest {
  private static final Duration START = Duration.ofSeconds(90);

  @TempDir private Path folder;

  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void endWhatIsLeft() {
    started.forEach(Process::destroyForcibly);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void a_signal_ends_it_in_order_within_five_seconds(String signal) throws Exception {
    Process up = up("up", "--target", "game", "--data", data(), "--port-offset", freeOffset());
    awaitLine("Ready.");
    long begin = System.nanoTime();
    new ProcessBuilder("kill", "-" + signal, Long.toString(up.pid())).start().waitFor();
    assertThat(up.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    assertThat(up.exitValue()).isZero();
    assertThat(Path.of(data(), "run", "services.json")).doesNotExist();
    assertThat(output()).doesNotContain("Exception", "\tat ");
  }

  @Test
  void a_taken_port_is_one_clear_line() throws Exception {
    String offset = freeOffset();
    int port = Integer.parseInt(offset) + Target.AUTH.port();
    try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(taken.isBound()).isTrue();
      Process up = up("up", "--data", data(), "--port-offset", offset);
      assertThat(up.waitFor(START.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(up.exitValue()).isEqualTo(1);
      assertThat(output())
          .isEqualTo(
              "heist: Port "
                  + taken.getLocalPort()
                  + " (auth) is taken on 127.0.0.1. Stop what uses it, or choose others with"
                  + " --port-offset.\n");
    }
  }

  @Test
  void a_folder_that_cannot_be_made_is_one_clear_line() throws Exception {
    Files.writeString(folder.resolve("file"), "in the way");
    Process sessions = up("sessions", "--data", folder.resolve("file/data").toString());
    assertThat(sessions.waitFor(START.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(sessions.exitValue()).isEqualTo(1);
    assertThat(output().lines()).singleElement().asString().startsWith("heist: ");
  }

  @Test
  void a_second_server_on_the_same_data_is_one_clear_line() throws Exception {
    Process first = up("up", "--target", "auth", "--data", data(), "--port-offset", freeOffset());
    awaitLine("Ready.");
    Process second = up("up", "--target", "auth", "--data", data(), "--port-offset", "1");
    assertThat(second.waitFor(START.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(second.exitValue()).isEqualTo(1);
    assertThat(output()).contains("heist: Process " + first.pid() + " serves " + data());
  }

  @Test
  void a_wrong_flag_is_exit_code_2() throws Exception {
    Process wrong = up("up", "--tragte", "auth");
    assertThat(wrong.waitFor(START.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(wrong.exitValue()).isEqualTo(2);
    assertThat(output())
        .startsWith("heist: there is no option \"--tragte\"")
        .contains("did you mean --target?");
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  private static String freeOffset() {
    int port = AddressBook.onFreePorts().of(Target.AUTH).getPort();
    return Integer.toString(port - Target.AUTH.port());
  }

  private Process up(String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-jar", jar().toString()));
    command.addAll(Arrays.asList(args));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("out").toFile()));
    builder.environment().put("HEIST_HOME", Path.of("").toAbsolutePath().toString());
    Process process = builder.start();
    started.add(process);
    return process;
  }

  private static Path jar() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      return files
          .filter(f -> f.getFileName().toString().matches("heist-[0-9][^/]*\\.jar"))
          .filter(f -> !f.toString().endsWith("-tests.jar"))
          .findFirst()
          .orElseThrow();
    }
  }

  private String output() throws IOException {
    return Files.readString(folder.resolve("out"));
  }

  /** Reads what the process says as it says it; a process that ends is not waited for. */
  private void awaitLine(String start) throws Exception {
    ProcessBuilder tail =
        new ProcessBuilder(
            "timeout",
            Long.toString(START.toSeconds()),
            "sh",
            "-c",
            "tail -n +1 -F '"
                + folder.resolve("out")
                + "' 2>/dev/null | grep -q -m1 '^"
                + start
                + "'");
    assertThat(tail.start().waitFor()).as(output()).isZero();
  }
}
