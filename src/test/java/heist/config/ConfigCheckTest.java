package heist.config;

import static org.assertj.core.api.Assertions.assertThat;

import heist.config.ConfigCheck.Kind;
import heist.config.ConfigCheck.Report;
import heist.crew.Agent;
import heist.crew.Crew;
import heist.scenario.World;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCheckTest {
  @TempDir Path dir;

  private static Report check(Path path) {
    return ConfigCheck.check(path, Environment.of(Map.of()), _ -> List.of());
  }

  private Report check(String name, String text) throws Exception {
    return check(Files.writeString(dir.resolve(name), text));
  }

  @Test
  void everythingThatIsShippedIsInOrder() throws Exception {
    assertThat(check(Path.of("heist.yaml")).text()).isEqualTo("heist.yaml: settings, no problems");
    assertThat(check(Path.of("crews/classic.yaml")).text())
        .isEqualTo("crews/classic.yaml: crew, no problems");
    for (String folder : List.of("crews", "strategies", "scenarios")) {
      try (Stream<Path> files = Files.list(Path.of(folder))) {
        assertThat(files.map(f -> check(f)).toList()).isNotEmpty().allMatch(Report::ok);
      }
    }
  }

  @Test
  void theKindIsSeenFromTheKeysAlsoIfSomeAreMisspelt() throws Exception {
    assertThat(check("a.yaml", "agents: []").kind()).isEqualTo(Kind.CREW);
    assertThat(check("b.yaml", "agnets:\n  - name: x\nname: y\n").kind()).isEqualTo(Kind.CREW);
    assertThat(check("c.yaml", "session: {rounds: 3}\nfeatures: {control: no}").kind())
        .isEqualTo(Kind.SETTINGS);
    assertThat(check("d.yaml", "id: x\nseverity: 1\nen: {brief: b}").kind())
        .isEqualTo(Kind.STRATEGY);
    Report unknown = check("e.yaml", "colour: blue");
    assertThat(unknown.kind()).isEqualTo(Kind.UNKNOWN);
    assertThat(unknown.text())
        .isEqualTo(
            """
            1. %1$s: neither settings (features, session, llm, service), nor a crew (agents), nor a strategy (id, severity, en, de)
            %1$s: 1 problem\
            """
                .formatted(dir.resolve("e.yaml")));
  }

  @Test
  void settingsNameACrewAndAScenarioThatExist() throws Exception {
    Files.createDirectories(dir.resolve("crews"));
    Files.writeString(dir.resolve("crews/duo.yaml"), "agents: []");
    Path file = dir.resolve("heist.yaml");
    Report report = check("heist.yaml", "session:\n  crew: dou\n  scenario: bank\n");
    assertThat(report.problems().numbered())
        .isEqualTo(
            """
            1. %1$s:2: no crew 'dou'; did you mean 'duo'?
            2. %1$s:3: no scenario 'bank'\
            """
                .formatted(file));
  }

  @Test
  void foldersAndMissingFilesAreTold() {
    assertThat(check(dir).problems().numbered())
        .isEqualTo(
            "1. "
                + dir
                + ": this folder holds no scenario.yaml and no crews or strategies, nor any of the folders crews, strategies, scenarios, speech");
    assertThat(check(dir.resolve("x.yaml")).text())
        .isEqualTo("1. %1$s: no such file\n%1$s: 1 problem".formatted(dir.resolve("x.yaml")));
  }

  @Test
  void eachOfTheFoldersCanBeCheckedByItself() throws Exception {
    for (String folder : List.of("crews", "strategies", "scenarios")) {
      assertThat(check(Path.of(folder)).text()).endsWith(folder + ": folder, no problems");
    }
    Files.writeString(dir.resolve("duo.yaml"), "agents: []\nordre: fixed");
    assertThat(check(dir).problems().numbered()).contains("duo.yaml:2", "ordre");
  }

  @Test
  void aFolderOfCrewsStrategiesAndSpeechIsCheckedAsAWhole() throws Exception {
    Files.createDirectories(dir.resolve("crews"));
    Files.createDirectories(dir.resolve("strategies"));
    Files.createDirectories(dir.resolve("speech"));
    Files.copy(Path.of("crews/classic.yaml"), dir.resolve("crews/classic.yaml"));
    Files.copy(Path.of("strategies/false_info.yaml"), dir.resolve("strategies/mine.yaml"));
    Path phrases = Files.writeString(dir.resolve("speech/en.phrases"), "= open\n");
    assertThat(check(dir).text()).isEqualTo(dir + ": folder, no problems");
    Files.writeString(dir.resolve("crews/duo.yaml"), "agents: []\nordre: fixed");
    Report report =
        ConfigCheck.check(
            dir,
            Environment.none(),
            folder -> List.of(new Problem(folder + "/en.phrases", 1, "no phrase")));
    assertThat(report.text())
        .contains(dir.resolve("crews/duo.yaml") + ":2: unknown key 'ordre'; did you mean 'order'?")
        .contains(phrases + ":1: no phrase")
        .endsWith("problems");
  }

  /** Otherwise a plan could not be made, and nobody would know why. */
  @Test
  void everyOwnerOfASourceInTheClassicCrewHasTheToolToReadIt() {
    Library library = new Library(Path.of(""), dir, Environment.none());
    Crew crew = library.crew("classic");
    for (String name : library.scenarioNames()) {
      World world = library.scenario(name).draw(new SplittableRandom(1));
      world.documents().forEach(d -> reads(crew, d.ownerRole(), "file_reader"));
      world.tables().forEach(t -> reads(crew, t.ownerRole(), "database_query"));
    }
  }

  private static void reads(
      Crew crew, @org.jspecify.annotations.Nullable String role, String tool) {
    for (Agent agent : crew.agents()) {
      if (agent.role().equals(role)) {
        assertThat(agent.tools()).as(agent.name()).contains(tool);
      }
    }
  }

  @Test
  void filesMangledAtRandomNeverThrow() throws Exception {
    Random random = new Random(11);
    List<Path> sources =
        List.of(
            Path.of("heist.yaml"),
            Path.of("crews/classic.yaml"),
            Path.of("crews/review.yaml"),
            Path.of("strategies/false_info.yaml"));
    for (int i = 0; i < 500; i++) {
      Path source = sources.get(random.nextInt(sources.size()));
      byte[] bytes = Files.readAllBytes(source);
      String mangled = mangle(new String(bytes, StandardCharsets.UTF_8), random);
      Path file = dir.resolve(i % 2 == 0 ? "heist.yaml" : "f.yaml");
      Files.writeString(file, mangled);
      Report report = check(file);
      assertThat(report.text()).isNotEmpty();
      assertThat(report.problems().list())
          .allMatch(p -> p.file().equals(file.toString()) && !p.message().isBlank());
    }
  }

  private static final String[] JUNK = {
    "", "\n", ": ", "- ", "[", "}", "\"", "\u0000", "\t", "9999999999999999999999", "-1", "1e999",
        "~",
    "*x", "&x ", "|", "${", "${X}", "ß", "  ", "null", "[[]]", "{a: {b: c}}", "../../etc", "\\0",
        "\"\\0\""
  };

  private static String mangle(String text, Random random) {
    StringBuilder out = new StringBuilder(text);
    for (int n = 1 + random.nextInt(6); n > 0 && out.length() > 2; n--) {
      int at = random.nextInt(out.length());
      int end = Math.min(out.length(), at + random.nextInt(12));
      out.replace(at, end, JUNK[random.nextInt(JUNK.length)]);
    }
    return out.toString();
  }
}
