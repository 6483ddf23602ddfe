package heist.cli;

import heist.HeistException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --data}: where sessions are kept. */
final class DataOption {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Where sessions are kept (default: HEIST_DATA, else the folder data of the installation).")
  private @Nullable Path data;

  /** The folder, absolute. It need not exist. */
  Path folder(Context context) {
    Path folder = data == null ? usual(context) : data;
    Path absolute = folder.toAbsolutePath().normalize();
    if (Files.exists(absolute) && !Files.isDirectory(absolute)) {
      throw new HeistException(
          HeistException.Kind.BAD_INPUT,
          absolute + " is a file; --data takes a folder, which is made if need be");
    }
    return absolute;
  }

  private static Path usual(Context context) {
    Map<String, String> environment = context.environment();
    String set = environment.getOrDefault("HEIST_DATA", "");
    if (!set.isEmpty()) {
      return Path.of(set);
    }
    Path beside = context.home().resolve("data");
    if (Files.isWritable(beside) || (!Files.exists(beside) && Files.isWritable(context.home()))) {
      return beside;
    }
    // An installation that belongs to somebody else: the person's own folder.
    String share = environment.getOrDefault("XDG_DATA_HOME", "");
    Path base =
        share.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".local", "share")
            : Path.of(share);
    return base.resolve("heist");
  }
}
