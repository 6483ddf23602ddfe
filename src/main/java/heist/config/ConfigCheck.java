package heist.config;

import heist.HeistException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Checks a configuration file of any kind without using it: what {@code heist config check FILE}
 * prints. Never throws for what a file holds.
 */
public final class ConfigCheck {
  /** What a file is for. */
  public enum Kind {
    /** {@code heist.yaml}. */
    SETTINGS,
    /** Agents that work together. */
    CREW,
    /** A private brief, of a mole or of a loyal agent. */
    STRATEGY,
    /** A scenario's folder or its {@code scenario.yaml}. */
    SCENARIO,
    /** Phrases of the offline model: a file, or a folder of them. */
    SPEECH,
    /** A folder of crews, strategies or scenarios, or of such folders, as the data folder is. */
    FOLDER,
    /** Nothing that Heist knows; the problems say so. */
    UNKNOWN;

    /** The word for people. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What was found.
   *
   * @param problems what must be mended, numbered by {@link Problems#numbered}
   */
  public record Report(Path path, Kind kind, Problems problems) {
    /** Whether the file can be used. */
    public boolean ok() {
      return problems.isEmpty();
    }

    /** The report as people read it: notes, then numbered problems, then one closing line. */
    public String text() {
      StringBuilder text = new StringBuilder();
      problems.notes().forEach(note -> text.append("note: ").append(note).append('\n'));
      if (ok()) {
        return text.append(path)
            .append(": ")
            .append(kind.word())
            .append(", no problems")
            .toString();
      }
      int n = problems.count();
      return text.append(problems.numbered())
          .append("\n%s: %d problem%s".formatted(path, n, n == 1 ? "" : "s"))
          .toString();
    }
  }

  private static final Map<Kind, Set<String>> KEYS =
      Map.of(
          Kind.SETTINGS,
          Set.of(
              "profile", "profiles", "features", "session", "llm", "service", "tools", "clients"),
          Kind.CREW,
          Set.of("agents", "name", "language", "order", "rounds", "llm", "session", "tool_servers"),
          Kind.STRATEGY,
          Set.of("id", "allegiance", "severity", "en", "de"));

  private static final String PHRASES = ".phrases";
  private static final List<String> FOLDERS = List.of("crews", "strategies", "scenarios", "speech");

  private ConfigCheck() {}

  /**
   * Checks a file, the folder of a scenario, or a folder of all of them.
   *
   * @param phrases what is wrong in a folder of phrases: the offline model knows their form
   */
  public static Report check(
      Path path, Environment environment, Function<Path, List<Problem>> phrases) {
    Problems problems = new Problems();
    String fileName = path.getFileName() == null ? "" : path.getFileName().toString();
    if (Files.isDirectory(path)) {
      return folder(path, environment, phrases, problems);
    }
    if (fileName.endsWith(PHRASES) && Files.exists(path)) {
      Path folder = Optional.ofNullable(path.getParent()).orElse(Path.of(""));
      phrases.apply(folder).stream()
          .filter(p -> p.file().equals(path.toString()))
          .forEach(problems::add);
      return new Report(path, Kind.SPEECH, problems);
    }
    if (fileName.equals("scenario.yaml") && Files.exists(path)) {
      Path folder = path.toAbsolutePath().getParent();
      return scenario(path, folder == null ? path : folder, problems);
    }
    Problems first = new Problems();
    YamlMap top = YamlSource.read(path, environment, first);
    if (!top.isReadable()) {
      return new Report(path, Kind.UNKNOWN, first);
    }
    Kind kind = fileName.equals("heist.yaml") ? Kind.SETTINGS : kind(top, path);
    // Briefs and personas are text for people; only settings and crews refer to the environment.
    Environment used = kind == Kind.STRATEGY ? Environment.none() : environment;
    YamlMap read = YamlSource.read(path, used, problems);
    switch (kind) {
      case SETTINGS -> settings(read, path, used, problems);
      case CREW -> CrewReader.read(read, fileName);
      case STRATEGY -> StrategyReader.read(read);
      case SCENARIO, SPEECH, FOLDER, UNKNOWN ->
          problems.add(
              path.toString(),
              0,
              "neither settings (features, session, llm, service), nor a crew (agents), nor a strategy (id, severity, en, de)");
    }
    return new Report(path, kind, problems);
  }

  private static Report folder(
      Path path,
      Environment environment,
      Function<Path, List<Problem>> phrases,
      Problems problems) {
    if (Files.exists(path.resolve("scenario.yaml"))) {
      return scenario(path, path, problems);
    }
    if (entries(path).stream().anyMatch(f -> f.toString().endsWith(PHRASES))) {
      phrases.apply(path).forEach(problems::add);
      return new Report(path, Kind.SPEECH, problems);
    }
    List<Path> parts = FOLDERS.stream().map(path::resolve).filter(Files::isDirectory).toList();
    if (parts.isEmpty() && entries(path).stream().anyMatch(ConfigCheck::checkable)) {
      parts = List.of(path);
    }
    if (parts.isEmpty()) {
      problems.add(
          path.toString(),
          0,
          "this folder holds no scenario.yaml and no crews or strategies, nor any of the folders "
              + String.join(", ", FOLDERS));
      return new Report(path, Kind.UNKNOWN, problems);
    }
    for (Path part : parts) {
      List<Path> files =
          part.endsWith("speech")
              ? List.of(part)
              : entries(part).stream().filter(f -> Files.isDirectory(f) || checkable(f)).toList();
      for (Path file : files) {
        Report report = check(file, environment, phrases);
        report.problems().list().forEach(problems::add);
        report.problems().notes().forEach(n -> problems.note(n.file(), n.line(), n.message()));
      }
    }
    return new Report(path, Kind.FOLDER, problems);
  }

  /** A file of YAML, or the folder of a scenario. */
  private static boolean checkable(Path path) {
    return Files.isDirectory(path)
        ? Files.exists(path.resolve("scenario.yaml"))
        : path.toString().matches(".*\\.ya?ml");
  }

  private static List<Path> entries(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new HeistException(
          HeistException.Kind.UNAVAILABLE, "cannot list " + folder + ": " + e.getMessage(), e);
    }
  }

  private static Report scenario(Path shown, Path folder, Problems problems) {
    ScenarioReader.read(folder, Environment.none(), problems);
    return new Report(shown, Kind.SCENARIO, problems);
  }

  private static void settings(YamlMap top, Path path, Environment environment, Problems problems) {
    Path folder = Optional.ofNullable(path.toAbsolutePath().getParent()).orElse(path);
    SettingsReader.check(top, folder, environment, problems);
    if (Files.isDirectory(folder.resolve("crews"))) {
      Library library = new Library(folder, folder.resolve("data"), environment);
      top.optionalMap("session")
          .ifPresent(session -> {
            exists(session, "crew", library.crewNames());
            exists(session, "scenario", library.scenarioNames());
          });
    }
  }

  private static void exists(YamlMap session, String key, List<String> known) {
    session
        .optionalString(key)
        .filter(name -> !known.contains(name))
        .ifPresent(name ->
            session.problem(key, "no " + key + " '" + name + "'" + Suggestion.hint(name, known)));
  }

  /** The kind whose keys fit best; a slip of the fingers counts half. The folder decides a tie. */
  private static Kind kind(YamlMap top, Path path) {
    String folder = String.valueOf(path.toAbsolutePath().getParent());
    Kind best = Kind.UNKNOWN;
    double most = 0;
    for (Kind kind : List.of(Kind.CREW, Kind.STRATEGY, Kind.SETTINGS)) {
      Set<String> keys = KEYS.getOrDefault(kind, Set.of());
      double fit = 0;
      for (String key : top.keys()) {
        fit += keys.contains(key) ? 1 : Suggestion.nearest(key, keys).isPresent() ? 0.5 : 0;
      }
      fit += kind == Kind.CREW && top.keys().contains("agents") ? 10 : 0;
      fit += kind == Kind.CREW && folder.endsWith("crews") ? 0.6 : 0;
      fit += kind == Kind.STRATEGY && folder.endsWith("strategies") ? 0.6 : 0;
      if (fit > most) {
        most = fit;
        best = kind;
      }
    }
    return best;
  }
}
