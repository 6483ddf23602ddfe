package heist.app;

import static org.assertj.core.api.Assertions.assertThat;

import heist.cli.Cli;
import heist.cli.Context;
import heist.cli.render.Screen;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The command line in this process, with the launcher that people's commands have. */
final class RealCli {
  private RealCli() {}

  /** Runs a command that succeeds and returns what it printed. */
  static String run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Path home = Path.of("").toAbsolutePath();
    Context context =
        new Context(
            new LocalLauncher(home),
            InputStream.nullInputStream(),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Screen.plain(),
            false,
            Map.of(),
            home,
            new Shutdown(),
            failure -> {
              throw new AssertionError(failure);
            },
            Optional::empty);
    assertThat(Cli.run(context, args)).as(err.toString(StandardCharsets.UTF_8)).isZero();
    return out.toString(StandardCharsets.UTF_8);
  }
}
