package heist.cli;

import heist.cli.render.Paint;
import heist.cli.render.Screen;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What a command sees of the world outside: the streams, the screen, the environment. Tests bring
 * their own.
 *
 * @param launcher starts and finds services
 * @param in what a person types
 * @param out what the command is for: lines for people or JSON
 * @param err errors
 * @param screen what {@code out} can show
 * @param asks whether a person is there to answer questions
 * @param environment environment variables
 * @param home the installation: where crews, scenarios and settings lie
 * @param interrupts Ctrl-C and SIGTERM
 * @param log takes an unexpected failure, for the log file
 * @param logFile where the log is, if there is one
 */
public record Context(
    Launcher launcher,
    InputStream in,
    PrintStream out,
    PrintStream err,
    Screen screen,
    boolean asks,
    Map<String, String> environment,
    Path home,
    Interrupts interrupts,
    Consumer<Throwable> log,
    Supplier<Optional<Path>> logFile) {

  /** Signs and colours for the screen. */
  Paint paint() {
    return new Paint(screen);
  }
}
