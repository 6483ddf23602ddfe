package heist.cli;

import heist.HeistException;
import heist.HeistException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Folders that a command has for itself while it runs. */
final class Folders {
  private Folders() {}

  /**
   * A new folder among the temporary files.
   *
   * @throws HeistException UNAVAILABLE if none can be made
   */
  static Path temporary(String prefix) {
    try {
      return Files.createTempDirectory(prefix);
    } catch (IOException e) {
      throw new HeistException(Kind.UNAVAILABLE, "cannot make a folder: " + Reason.of(e), e);
    }
  }

  /** Removes a folder with all that is in it. */
  static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
