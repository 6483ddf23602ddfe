package heist.cli;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.config.Casting;
import heist.config.Casting.Cast;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Crews, strategies and phrases in an archive, to generate sessions with which nobody who wrote a
 * detector has seen. They are unpacked into a data folder that is gone when this is closed.
 */
final class EvalSet implements AutoCloseable {
  /** Unpacked, a set is text of a few hundred kilobytes. */
  private static final long MOST_BYTES = 20_000_000;

  private final Path archive;
  private final Path folder;

  private EvalSet(Path archive, Path folder) {
    this.archive = archive;
    this.folder = folder;
  }

  /**
   * Unpacks a set.
   *
   * @throws HeistException BAD_INPUT if it is no archive of crews and strategies
   */
  static EvalSet open(Path archive) {
    if (!Files.isRegularFile(archive)) {
      throw bad("there is no file " + archive);
    }
    EvalSet set = new EvalSet(archive, Folders.temporary("heist-eval-set"));
    try {
      set.unpack();
      return set;
    } catch (IOException e) {
      set.close();
      throw new HeistException(Kind.BAD_INPUT, "cannot unpack " + archive + ": " + Reason.of(e), e);
    } catch (RuntimeException e) {
      set.close();
      throw e;
    }
  }

  private void unpack() throws IOException {
    long left = MOST_BYTES;
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
        ZipEntry entry = all.nextElement();
        Path to = folder.resolve(entry.getName()).normalize();
        if (!to.startsWith(folder)) {
          throw bad(archive + " holds a path that leads out of it: " + entry.getName());
        }
        if (entry.isDirectory()) {
          continue;
        }
        byte[] bytes = zip.getInputStream(entry).readNBytes((int) Math.min(left + 1, MOST_BYTES));
        left -= bytes.length;
        if (left < 0) {
          throw bad(archive + " is larger than a set of crews and strategies can be");
        }
        Files.createDirectories(java.util.Objects.requireNonNull(to.getParent()));
        Files.write(to, bytes);
      }
    }
  }

  /** The data folder in which its sessions are played. */
  Path folder() {
    return folder;
  }

  /** The moles' strategies that it brings. */
  List<String> strategies() {
    List<String> ids = new Casting(folder, folder).strategies();
    if (ids.isEmpty()) {
      throw bad(archive + " holds no strategies/*.yaml of a mole");
    }
    return ids;
  }

  /**
   * Each of its crews with each scenario in the crew's language.
   *
   * @param home where the shipped scenarios are
   * @param scenario the only one, or null for all
   * @param crew the only one, or null for all
   */
  List<Cast> casts(Path home, @Nullable String scenario, @Nullable String crew) {
    Casting casting = new Casting(folder, home);
    List<Cast> casts = casting.casts(scenario, crew);
    if (casts.isEmpty()) {
      throw bad(
          archive
              + " has no crew "
              + (crew == null ? "" : "'" + crew + "' ")
              + "for "
              + (scenario == null ? "any scenario" : "the scenario '" + scenario + "'")
              + "; its crews: "
              + String.join(", ", casting.crews()));
    }
    return casts;
  }

  /** Removes what was unpacked and played. */
  @Override
  public void close() {
    try {
      Folders.remove(folder);
    } catch (IOException e) {
      throw new HeistException(
          Kind.UNAVAILABLE,
          "cannot remove " + folder + ", remove it yourself: " + e.getMessage(),
          e);
    }
  }

  private static HeistException bad(String message) {
    return new HeistException(Kind.BAD_INPUT, message);
  }
}
