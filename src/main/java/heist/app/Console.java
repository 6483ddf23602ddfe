package heist.app;

import heist.cli.Context;
import heist.cli.Launcher;
import heist.cli.render.Screen;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Finds out what the process is attached to. */
final class Console {
  private Console() {}

  static Context context(Launcher launcher, heist.cli.Interrupts interrupts) {
    Map<String, String> environment = System.getenv();
    boolean outIsTerminal = isTerminal(1);
    boolean inIsTerminal = isTerminal(0);
    boolean unicode = unicode(environment);
    boolean dumb = "dumb".equals(environment.get("TERM"));
    boolean colour = outIsTerminal && !dumb && environment.getOrDefault("NO_COLOR", "").isEmpty();
    Screen screen =
        new Screen(
            outIsTerminal ? columns(environment) : 100, colour, unicode, outIsTerminal && !dumb);
    return new Context(
        launcher,
        System.in,
        utf8(System.out),
        utf8(System.err),
        screen,
        outIsTerminal && inIsTerminal,
        environment,
        home(environment),
        interrupts,
        Logs::unexpected,
        Logs::file);
  }

  /**
   * What is not ASCII has been replaced before it comes here where the terminal cannot show it, so
   * bytes are always UTF-8: JSON must be, whatever the locale.
   */
  private static PrintStream utf8(PrintStream stream) {
    return new PrintStream(stream, true, StandardCharsets.UTF_8);
  }

  private static boolean unicode(Map<String, String> environment) {
    String wish = environment.getOrDefault("HEIST_ASCII", "");
    if (!wish.isEmpty()) {
      return false;
    }
    String name = System.getProperty("stdout.encoding", System.getProperty("native.encoding", ""));
    return name.equalsIgnoreCase("UTF-8") || name.equalsIgnoreCase("UTF8");
  }

  /** The installation: set by the start script; from an IDE it is the working directory. */
  static Path home(Map<String, String> environment) {
    String home = environment.getOrDefault("HEIST_HOME", "");
    return Path.of(home.isEmpty() ? "" : home).toAbsolutePath().normalize();
  }

  /** On Linux by the descriptor's own link; elsewhere by what the JDK says of both together. */
  private static boolean isTerminal(int descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      java.io.Console console = System.console();
      return console != null && console.isTerminal();
    }
  }

  private static int columns(Map<String, String> environment) {
    try {
      String given = environment.getOrDefault("COLUMNS", "");
      return given.isEmpty() ? asked() : Integer.parseInt(given);
    } catch (NumberFormatException | IOException e) {
      return 80;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 80;
    }
  }

  private static int asked() throws IOException, InterruptedException {
    Process stty =
        new ProcessBuilder("stty", "size")
            .redirectInput(Path.of("/dev/tty").toFile())
            .redirectErrorStream(true)
            .start();
    if (!stty.waitFor(1, TimeUnit.SECONDS)) {
      stty.destroy();
      return 80;
    }
    String[] size =
        new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
            .strip()
            .split(" ");
    return size.length == 2 ? Math.max(Integer.parseInt(size[1]), 1) : 80;
  }
}
