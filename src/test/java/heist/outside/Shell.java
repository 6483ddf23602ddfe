package heist.outside;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs commands as a person at a shell would, with an environment that holds only what is said
 * here.
 */
record Shell(Path folder, Map<String, String> environment) {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  record Said(int exit, String out, String err) {}

  Shell with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(environment);
    more.put(name, value);
    return new Shell(folder, more);
  }

  Shell in(Path other) {
    return new Shell(other, environment);
  }

  Process start(Path out, Path err, List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    return builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
  }

  Said run(String... command) throws IOException, InterruptedException {
    return run(LIMIT, command);
  }

  Said run(Duration limit, String... command) throws IOException, InterruptedException {
    Path out = Files.createTempFile("heist-out", ".txt");
    Path err = Files.createTempFile("heist-err", ".txt");
    try {
      Process process = start(out, err, List.of(command));
      if (!process.waitFor(limit)) {
        process.destroyForcibly();
        throw new AssertionError(
            List.of(command) + " did not end in " + limit + ": " + Files.readString(err));
      }
      return new Said(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }
}
