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

  /** {@code --data DIR} if commands would look elsewhere without it, else nothing. */
  static String option(Context context, Path data) {
    return data.equals(new DataOption().folder(context)) ? "" : " --data " + path(data);
  }
}
