package heist.config;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.crew.Crew;
import heist.crew.Strategy;
import heist.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds crews, strategies and scenarios by name: in the installation folder and, over it, in the
 * data folder, so that a file of one's own takes the place of a shipped one. What was read is kept
 * until its file changes. Thread-safe.
 */
public final class Library {
  private final Path home;
  private final Path data;
  private final Environment environment;
  private final FileCache cache = new FileCache();

  /**
   * A library.
   *
   * @param home the installation folder, which holds {@code crews/}, {@code strategies/} and {@code
   *     scenarios/}
   * @param data the data folder, which may hold folders of the same names
   */
  public Library(Path home, Path data, Environment environment) {
    this.home = home;
    this.data = data;
    this.environment = environment;
  }

  /** The installation folder. */
  public Path home() {
    return home;
  }

  /**
   * The settings of this installation.
   *
   * @param profile the profile that a flag names, or null
   * @throws ConfigException if a file has problems
   */
  public Settings settings(@Nullable String profile) {
    Problems problems = new Problems();
    Settings settings = SettingsReader.read(home, data, profile, environment, problems);
    problems.throwIfAny();
    return settings;
  }

  // ---- crews

  /** Names of the crews, sorted. */
  public List<String> crewNames() {
    return List.copyOf(yamlFiles("crews").keySet());
  }

  /**
   * The file of a crew.
   *
   * @throws HeistException NOT_FOUND with what there is
   */
  Path crewPath(String name) {
    return named("crew", "crews", name);
  }

  /**
   * The crew of this name, or the crew whose whole text this is (YAML or JSON; anything with a line
   * break or a brace). Only names of the library are looked up, and the environment stays out of a
   * text, so that what comes over the network cannot make a service read other files or secrets.
   *
   * @throws HeistException NOT_FOUND with what there is; {@link ConfigException} for problems
   */
  public Crew crew(String nameOrText) {
    Problems problems = new Problems();
    Crew crew;
    if (isText(nameOrText)) {
      YamlMap top = YamlSource.parse("crew", nameOrText, Environment.none(), problems);
      crew = CrewReader.read(top, "crew");
    } else {
      Path file = named("crew", "crews", nameOrText);
      crew =
          cache.get(
              "crew " + file,
              List.of(file),
              () -> {
                Crew read = crewFile(file, problems);
                problems.throwIfAny();
                return read;
              });
    }
    problems.throwIfAny();
    return crew;
  }

  /** Whether {@link #crew} takes this for a crew's whole text. */
  public static boolean isText(String nameOrText) {
    return nameOrText.indexOf('\n') >= 0 || nameOrText.indexOf('{') >= 0;
  }

  /**
   * What a command line's {@code --crew NAME|FILE} becomes in a request: the name, or the text of
   * the file's crew with the environment already put in.
   *
   * @param problems where notes go
   * @throws ConfigException if the file has problems
   */
  public String crewForRequest(String nameOrFile, Problems problems) {
    if (!looksLikeFile(nameOrFile)) {
      return nameOrFile;
    }
    try {
      Crew crew = crewFile(Path.of(nameOrFile), problems);
      problems.throwIfAny();
      return CrewText.of(crew);
    } catch (InvalidPathException e) {
      throw new HeistException(Kind.BAD_INPUT, "'" + nameOrFile + "' is no path of a file");
    }
  }

  /** The crew of a file: for the command line, where a person names files of their own. */
  public Crew crewFile(Path file, Problems problems) {
    YamlMap top = YamlSource.read(file, environment, problems);
    return CrewReader.read(top, String.valueOf(file.getFileName()));
  }

  /** Whether a word is meant as a file rather than a name: it has a slash, or ends in .yaml. */
  public static boolean looksLikeFile(String nameOrFile) {
    return nameOrFile.indexOf('/') >= 0 || nameOrFile.matches("(?i).*\\.ya?ml");
  }

  // ---- strategies

  /**
   * The strategies that a mole may have, sorted by id.
   *
   * @throws ConfigException if any file has problems
   */
  public List<Strategy> strategies() {
    return briefs(r -> !r.loyal());
  }

  /**
   * The strategy of this name, or the one whose whole text this is (YAML or JSON; anything with a
   * line break or a brace). As with crews, no file is looked up for what comes over the network.
   *
   * @throws HeistException NOT_FOUND with what there is; {@link ConfigException} for problems
   */
  public Strategy strategy(String nameOrText) {
    if (nameOrText.indexOf('\n') < 0 && nameOrText.indexOf('{') < 0) {
      return strategies().stream()
          .filter(s -> s.id().equals(nameOrText))
          .findFirst()
          .orElseThrow(() ->
              unknown("strategy", nameOrText, strategies().stream().map(Strategy::id).toList()));
    }
    Problems problems = new Problems();
    YamlMap top = YamlSource.parse("strategy", nameOrText, Environment.none(), problems);
    StrategyReader.Read read = StrategyReader.read(top);
    if (read.loyal()) {
      top.problem("allegiance", "a mole cannot have a loyal way of working");
    }
    problems.throwIfAny();
    return read.strategy();
  }

  /**
   * What a command line's {@code --strategy NAME|FILE} becomes in a request: the name, or the
   * file's text.
   *
   * @throws ConfigException if the file has problems
   */
  public String strategyForRequest(String nameOrFile) {
    if (!looksLikeFile(nameOrFile)) {
      return nameOrFile;
    }
    Problems problems = new Problems();
    StrategyReader.Read unused =
        StrategyReader.read(YamlSource.read(Path.of(nameOrFile), Environment.none(), problems));
    problems.throwIfAny();
    try {
      return Files.readString(Path.of(nameOrFile)) + "\n";
    } catch (IOException e) {
      throw new HeistException(Kind.BAD_INPUT, "cannot read " + nameOrFile, e);
    }
  }

  /** The briefs that loyal agents may have, sorted by id. */
  public List<Strategy> manners() {
    return briefs(StrategyReader.Read::loyal);
  }

  private List<Strategy> briefs(Predicate<StrategyReader.Read> wanted) {
    List<Path> files = List.copyOf(yamlFiles("strategies").values());
    return cache.get("strategies", files, () -> readBriefs(files)).stream()
        .filter(wanted)
        .map(StrategyReader.Read::strategy)
        .toList();
  }

  private static List<StrategyReader.Read> readBriefs(List<Path> files) {
    Problems problems = new Problems();
    Map<String, StrategyReader.Read> found = new TreeMap<>();
    for (Path file : files) {
      YamlMap top = YamlSource.read(file, Environment.none(), problems);
      StrategyReader.Read read = StrategyReader.read(top);
      if (found.putIfAbsent(read.strategy().id(), read) != null) {
        top.problem("id", "another file has the id '" + read.strategy().id() + "', too");
      }
    }
    problems.throwIfAny();
    return List.copyOf(found.values());
  }

  // ---- scenarios

  /** Names of the scenarios, sorted: the folders that hold a {@code scenario.yaml}. */
  public List<String> scenarioNames() {
    return List.copyOf(
        entries("scenarios", p -> Files.isRegularFile(p.resolve("scenario.yaml"))).keySet());
  }

  /**
   * The folder of a scenario.
   *
   * @throws HeistException NOT_FOUND with what there is
   */
  public Path scenarioFolder(String name) {
    Path found =
        entries("scenarios", p -> Files.isRegularFile(p.resolve("scenario.yaml"))).get(name);
    if (found == null) {
      throw unknown("scenario", name, scenarioNames());
    }
    return found;
  }

  /**
   * The scenario of this name. Its texts are read as they are written, without the environment.
   *
   * @throws HeistException NOT_FOUND with what there is; {@link ConfigException} for problems
   */
  public Scenario scenario(String name) {
    Path folder = scenarioFolder(name);
    return cache.get("scenario " + folder, List.of(folder), () -> readScenario(folder));
  }

  private static Scenario readScenario(Path folder) {
    Problems problems = new Problems();
    Optional<Scenario> scenario = ScenarioReader.read(folder, Environment.none(), problems);
    problems.throwIfAny();
    return scenario.orElseThrow(() ->
        new HeistException(Kind.INTERNAL, "the scenario in " + folder + " could not be read"));
  }

  // ---- finding

  private Path named(String what, String folder, String name) {
    Path file = yamlFiles(folder).get(name);
    if (file == null) {
      throw unknown(what, name, List.copyOf(yamlFiles(folder).keySet()));
    }
    return file;
  }

  private static HeistException unknown(String what, String name, List<String> known) {
    return new HeistException(
        Kind.NOT_FOUND, "no " + what + " '" + name + "'" + Suggestion.hint(name, known));
  }

  private Map<String, Path> yamlFiles(String folder) {
    Map<String, Path> files = new TreeMap<>();
    entries(folder, p -> p.toString().matches(".*\\.ya?ml") && Files.isRegularFile(p))
        .forEach((name, path) -> files.put(name.replaceFirst("\\.ya?ml$", ""), path));
    return files;
  }

  /** What a folder holds, by file name; the data folder's entries take the place of the others. */
  private Map<String, Path> entries(String folder, Predicate<Path> wanted) {
    Map<String, Path> found = new TreeMap<>();
    for (Path root : List.of(home.resolve(folder), data.resolve(folder))) {
      if (!Files.isDirectory(root)) {
        continue;
      }
      try (Stream<Path> files = Files.list(root)) {
        files.filter(wanted).forEach(p -> found.put(String.valueOf(p.getFileName()), p));
      } catch (IOException e) {
        throw new HeistException(
            Kind.UNAVAILABLE, "cannot list the folder " + root + ": " + e.getMessage(), e);
      }
    }
    return found;
  }
}
