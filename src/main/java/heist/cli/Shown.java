package heist.cli;

import java.nio.file.Path;

/** Paths as a person would type them. */
final class Shown {
  private Shown() {}

  /** Relative to the working directory if that is shorter. */
  static String path(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    Path here = Path.of("").toAbsolutePath();
    if (absolute.startsWith(here) && !absolute.equals(here)) {
      return here.relativize(absolute).toString();
    }
    return absolute.toString();
  }

  /**
   * A command as it can be typed here: the start script tells how it was called ({@code
   * HEIST_CALLED}).
   */
  static String command(Context context, String rest) {
    String called = context.environment().getOrDefault("HEIST_CALLED", "");
    return (called.isEmpty() ? "heist" : called) + " " + rest;
  }

  /** {@code --data DIR} if commands would look elsewhere without it, else nothing. */
  static String option(Context context, Path data) {
    return data.equals(new DataOption().folder(context)) ? "" : " --data " + path(data);
  }
}
