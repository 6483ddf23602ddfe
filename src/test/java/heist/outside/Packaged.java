package heist.outside;

import static org.assertj.core.api.Assertions.assertThat;

import heist.client.AddressBook;
import heist.client.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged program, run as people run it, with a data folder of its own. */
final class Packaged {
  static final Path REPOSITORY = Path.of("").toAbsolutePath();

  private final Path folder;
  private final Shell shell;

  Packaged(Path folder) {
    this.folder = folder;
    this.shell =
        new Shell(
            folder,
            Map.of(
                "PATH", System.getenv("PATH"),
                "HOME", folder.toString(),
                "HEIST_HOME", REPOSITORY.toString(),
                "HEIST_DATA", data().toString()));
  }

  Path data() {
    return folder.resolve("data");
  }

  Shell shell() {
    return shell;
  }

  Shell.Said run(String... arguments) throws IOException, InterruptedException {
    return shell.run(Duration.ofSeconds(120), command(arguments).toArray(String[]::new));
  }

  /** Everything, on ports that were free; ready when this returns. */
  Up up() throws IOException, InterruptedException {
    int offset = AddressBook.onFreePorts().of(Target.AUTH).getPort() - Target.AUTH.port();
    Path out = folder.resolve("up.out");
    Process process =
        shell.start(
            out,
            folder.resolve("up.err"),
            command("up", "--port-offset", Integer.toString(offset)));
    for (int i = 0; i < 600 && !Files.readString(out).contains("Ready."); i++) {
      // Waits for another process, whose output is all that it tells.
      if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
        break;
      }
    }
    Up up = new Up(process, offset, out);
    if (!Files.readString(out).contains("Ready.")) {
      up.close();
      throw new AssertionError(
          "heist up did not come up: "
              + Files.readString(out)
              + Files.readString(folder.resolve("up.err")));
    }
    return up;
  }

  private static List<String> command(String... arguments) {
    String jar = System.getProperty("heist.jar");
    assertThat(jar).as("heist.jar, which mvn verify sets").isNotNull();
    List<String> command =
        new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-jar", jar));
    command.addAll(List.of(arguments));
    return command;
  }

  /** A running {@code heist up}. */
  record Up(Process process, int offset, Path out) implements AutoCloseable {
    String address(int port) {
      return "http://127.0.0.1:" + (port + offset);
    }

    /** SIGTERM, and how it ended. */
    int stop(Duration patience) throws InterruptedException {
      process.destroy();
      if (!process.waitFor(patience)) {
        throw new AssertionError("heist up did not stop within " + patience);
      }
      return process.exitValue();
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
