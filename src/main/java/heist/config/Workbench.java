package heist.config;

import heist.HeistException;
import heist.HeistException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Crews and scenarios as texts that people look at, try and keep copies of. Copies go into the data
 * folder; what came with Heist is never written to. Thread-safe.
 */
public final class Workbench {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
  private static final Pattern CREW_NAME = Pattern.compile("(?m)^name:.*$");
  private static final int MOST_FILES = 200;

  private final Library library;
  private final Path data;

  /** What is wrong with a text, in the words and with the lines of {@code config check}. */
  public record Checked(boolean valid, List<String> problems) {
    /** Copies the list. */
    public Checked {
      problems = List.copyOf(problems);
    }
  }

  /** A file beside the scenario's rules, such as a document. */
  public record Paper(String name, String text) {}

  /** For the crews and scenarios of {@code library}; copies go to {@code data}. */
  public Workbench(Library library, Path data) {
    this.library = library;
    this.data = data;
  }

  /**
   * The text of a crew's file.
   *
   * @throws HeistException NOT_FOUND with what there is
   */
  public String crew(String name) {
    return text(library.crewPath(name));
  }

  /** Checks a crew's text. */
  public Checked checkCrew(String text) {
    Problems problems = new Problems();
    CrewReader.read(YamlSource.parse("crew", text, Environment.none(), problems), "crew");
    return told(problems);
  }

  /**
   * Keeps a crew as {@code name}; a text that names its crew otherwise is kept with the new name.
   *
   * @return the text as it was kept
   * @throws HeistException BAD_INPUT for a name or text that will not do, CONFLICT if it came with
   *     Heist
   */
  public String keepCrew(String name, String text) {
    own(name, "crews", name + ".yaml");
    String kept = CREW_NAME.matcher(text).replaceFirst("name: " + name);
    valid(checkCrew(kept));
    write(data.resolve("crews").resolve(name + ".yaml"), kept);
    return kept;
  }

  /** Whether a crew is a copy of this installation's own. */
  public boolean ownCrew(String name) {
    return kept(name, "crews", name + ".yaml");
  }

  /** Whether a scenario is a copy of this installation's own. */
  public boolean ownScenario(String name) {
    return kept(name, "scenarios", name);
  }

  /**
   * Deletes a copy of a crew. Sessions that were played with it keep what they need.
   *
   * @throws HeistException CONFLICT if it came with Heist, NOT_FOUND if there is none
   */
  public void dropCrew(String name) {
    own(name, "crews", name + ".yaml");
    crew(name);
    delete(data.resolve("crews").resolve(name + ".yaml"));
  }

  /** Deletes a copy of a scenario, as {@link #dropCrew} does. */
  public void dropScenario(String name) {
    own(name, "scenarios", name);
    delete(library.scenarioFolder(name));
  }

  /** The rules of a scenario, as text. */
  public String scenario(String name) {
    return text(library.scenarioFolder(name).resolve("scenario.yaml"));
  }

  /** The other files of a scenario, by name. */
  public List<Paper> papers(String name) {
    Path folder = library.scenarioFolder(name);
    return files(folder).stream()
        .filter(p -> !p.equals(folder.resolve("scenario.yaml")))
        .map(p -> new Paper(folder.relativize(p).toString(), text(p)))
        .toList();
  }

  /** Checks a scenario's rules against the other files of the scenario {@code base}. */
  public Checked checkScenario(String base, String text) {
    Path from = library.scenarioFolder(base);
    Path room = scratch();
    try {
      Path copy = room.resolve(base);
      copy(from, copy, text);
      Problems problems = new Problems();
      ScenarioReader.read(copy, Environment.none(), problems);
      return told(problems);
    } finally {
      delete(room);
    }
  }

  /** Keeps a copy of the scenario {@code base} with these rules as {@code name}. */
  public void keepScenario(String base, String name, String text) {
    own(name, "scenarios", name);
    valid(checkScenario(base, text));
    Path from = library.scenarioFolder(base);
    Path to = data.resolve("scenarios").resolve(name);
    if (from.toAbsolutePath().equals(to.toAbsolutePath())) {
      write(to.resolve("scenario.yaml"), text);
      return;
    }
    copy(from, to, text);
  }

  private boolean kept(String name, String folder, String file) {
    return NAME.matcher(name).matches()
        && !Files.exists(library.home().resolve(folder).resolve(file))
        && Files.exists(data.resolve(folder).resolve(file));
  }

  private void own(String name, String folder, String file) {
    if (!NAME.matcher(name).matches()) {
      throw new HeistException(
          Kind.BAD_INPUT,
          "A name has small letters, digits and '-', at most 40, not \"" + name + "\".");
    }
    if (Files.exists(library.home().resolve(folder).resolve(file))) {
      throw new HeistException(
          Kind.CONFLICT, name + " came with Heist and stays as it is; choose another name.");
    }
  }

  private static void valid(Checked checked) {
    if (!checked.valid()) {
      throw new HeistException(Kind.BAD_INPUT, String.join("; ", checked.problems()));
    }
  }

  private static Checked told(Problems problems) {
    return new Checked(problems.isEmpty(), problems.list().stream().map(Object::toString).toList());
  }

  // ---- files

  private static List<Path> files(Path folder) {
    try (Stream<Path> all = Files.walk(folder, 3)) {
      List<Path> found =
          all.filter(p -> Files.isRegularFile(p, LinkOption.NOFOLLOW_LINKS)).sorted().toList();
      if (found.size() > MOST_FILES) {
        throw new HeistException(
            Kind.BAD_INPUT, "The scenario has more than " + MOST_FILES + " files.");
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException("Reading " + folder + " failed", e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new HeistException(Kind.UNAVAILABLE, "Cannot read " + file.getFileName() + ".", e);
    }
  }

  private static void copy(Path from, Path to, String rules) {
    for (Path file : files(from)) {
      Path target = to.resolve(from.relativize(file).toString());
      write(target, text(file));
    }
    write(to.resolve("scenario.yaml"), rules);
  }

  private static void write(Path file, String text) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder == null) {
        throw new HeistException(Kind.INTERNAL, "No folder for " + file);
      }
      Files.createDirectories(folder);
      Path half = Files.createTempFile(folder, ".", ".half");
      Files.writeString(half, text);
      Files.move(half, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new HeistException(
          Kind.UNAVAILABLE,
          "Cannot write " + file.getFileName() + " into the data folder: " + e.getMessage(),
          e);
    }
  }

  private static Path scratch() {
    try {
      return Files.createTempDirectory("heist-check");
    } catch (IOException e) {
      throw new UncheckedIOException("No room for a scenario to be checked", e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Deleting " + folder + " failed", e);
    }
  }
}
