package heist.app;

import heist.HeistException;
import heist.cli.Launcher.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** {@code heist up} as a process of its own that outlives the terminal. */
final class Detached {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private Detached() {}

  static Run start(Path data, List<String> arguments) {
    Path log = data.resolve("run").resolve("up.log");
    try {
      Files.createDirectories(log.getParent());
      Process process =
          new ProcessBuilder(command(arguments))
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      return await(process, data, log);
    } catch (IOException e) {
      throw new HeistException(
          HeistException.Kind.UNAVAILABLE,
          "Cannot start a process that writes to " + log + ": " + e.getMessage(),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HeistException(HeistException.Kind.UNAVAILABLE, "Interrupted while starting.", e);
    }
  }

  private static List<String> command(List<String> arguments) {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
      command.add("/usr/bin/setsid"); // a session of its own: closing the terminal does not end it
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Heist.class.getName());
    command.addAll(arguments);
    return command;
  }

  private static Run await(Process process, Path data, Path log)
      throws InterruptedException, IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      Optional<Run> run = new RunFile(data).read();
      if (run.isPresent()) {
        return run.get();
      }
      if (process.waitFor(100, TimeUnit.MILLISECONDS) && process.exitValue() != 0) {
        String said =
            Files.readAllLines(log).stream()
                .filter(l -> l.startsWith("heist: "))
                .map(l -> l.substring("heist: ".length()))
                .findFirst()
                .orElse("it ended at once; see " + log);
        throw new HeistException(HeistException.Kind.UNAVAILABLE, said);
      }
    }
    process.destroy();
    throw new HeistException(
        HeistException.Kind.UNAVAILABLE,
        "It was not ready within " + PATIENCE.toSeconds() + " s and has been stopped; see " + log);
  }
}
