package heist.config;

import static org.assertj.core.api.Assertions.assertThat;

import heist.scenario.AnswerKey;
import heist.scenario.Scenario;
import heist.scenario.Simulator;
import heist.scenario.SourceLines;
import heist.scenario.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads the example of the guide, whole and broken. */
class ScenarioReaderTest {
  private static final Map<String, String> CREW = Map.of("tom", "thief", "wil", "watcher");
  private static final Pattern FILE =
      Pattern.compile("`([a-z./]+)`:\\R\\R```[a-z]+\\R(.*?)```", Pattern.DOTALL);

  @TempDir Path temp;
  private Path folder;
  private final Problems problems = new Problems();

  @BeforeEach
  void writeTheExample() throws IOException {
    folder = temp.resolve("tower");
    var files = FILE.matcher(Files.readString(Path.of("docs/scenarios.md"))).results().toList();
    assertThat(files).hasSize(3);
    for (var file : files) {
      Path path = folder.resolve(file.group(1));
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.group(2));
    }
  }

  private Optional<Scenario> read() {
    return ScenarioReader.read(folder, Environment.none(), problems);
  }

  private void change(String file, String from, String to) throws IOException {
    Path path = folder.resolve(file);
    String text = Files.readString(path);
    assertThat(text).contains(from);
    Files.writeString(path, text.replace(from, to));
  }

  @Test
  void theExampleOfTheGuideWorks() {
    Scenario scenario = read().orElseThrow(() -> new AssertionError(problems.numbered()));
    assertThat(problems.notes()).isEmpty();
    assertThat(scenario.name()).isEqualTo("tower");
    for (int seed = 0; seed < 50; seed++) {
      World world = scenario.draw(new SplittableRandom(seed));
      assertThat(Simulator.run(world, AnswerKey.of(world, CREW), CREW).success()).isTrue();
      assertThat(SourceLines.plan(world, CREW)).isEqualTo(AnswerKey.of(world, CREW));
      assertThat(world.form().fields().get(1).line())
          .isEqualTo(
              "start [time HH:MM]: When to go in (bells begin to ring + minutes the echo lasts)");
    }
  }

  @Test
  void tellsEverythingThatIsWrongWithItsLine() throws IOException {
    change("scenario.yaml", "{digits: 4}", "{digit: 4}");
    change("scenario.yaml", "owner: watcher", "owner: watchers");
    change("scenario.yaml", "place: Tower", "place: Towre");
    change("scenario.yaml", "field: door,", "field: doors,");
    change("documents/keys.md", "{{echo}}", "{{ecco}}");
    assertThat(read()).isEmpty();
    assertThat(problems.numbered())
        .contains(
            "'key' needs exactly one of text, choice, deal, time, number, digits, sum, lookup")
        .contains("there is no role 'watchers'; did you mean 'watcher'?")
        .contains("the floor plan has no room 'Towre'; did you mean 'Tower'?")
        .contains("the plan has no field 'doors'; did you mean 'door'?")
        .contains("no step checks the field 'door' of the plan")
        .contains("keys.md:4: there is no fact named 'ecco'; did you mean 'echo'?");
    assertThat(problems.list())
        .filteredOn(p -> p.file().endsWith(".yaml"))
        .allMatch(p -> p.line() > 1);
  }

  @Test
  void aPlaceholderOfTheStoryHasNoPlaceInAPaper() throws IOException {
    change("documents/keys.md", "{{key}}", "{{plan.key}}");
    assertThat(read()).isEmpty();
    assertThat(problems.numbered())
        .contains("{{plan.key}} is known only when the plan is carried out");
  }

  @Test
  void notesAFieldThatNobodyCouldFind() throws IOException {
    change("documents/watch.md", "The door that stands ajar", "It is open");
    assertThat(read()).isPresent();
    assertThat(problems.notes())
        .singleElement()
        .satisfies(note ->
            assertThat(note.message())
                .startsWith("field 'door': no single line of the sources answers"));
  }

  @Test
  void notesASourceThatSaysSomethingElseThanTheStepsWant() throws IOException {
    change("documents/watch.md", "at {{bells}}", "at {{old_bells}}");
    assertThat(read()).isPresent();
    assertThat(problems.notes())
        .singleElement()
        .satisfies(note -> assertThat(note.message()).contains("but step 'enter' wants"));
  }

  @Test
  void refusesAScenarioWhosePlanCannotSucceed() throws IOException {
    change(
        "scenario.yaml",
        "      - {field: key, equals: \"{{key}}\",",
        "      - {field: key, equals: \"12345\", failure: no}\n      - {field: key, equals: \"{{key}}\",");
    assertThat(read()).isEmpty();
    assertThat(problems.numbered()).contains("no plan can succeed: step 'climb' fails on 'key'");
  }

  @Test
  void aWrongFormIsToldNotThrown() throws IOException {
    String yaml = Files.readString(folder.resolve("scenario.yaml"));
    List<String> lines = yaml.lines().toList();
    // Whatever line is lost: problems or a scenario, never an exception.
    for (int i = 0; i < lines.size(); i++) {
      List<String> rest = new java.util.ArrayList<>(lines);
      rest.remove(i);
      Files.writeString(folder.resolve("scenario.yaml"), String.join("\n", rest));
      Problems found = new Problems();
      Optional<Scenario> scenario = ScenarioReader.read(folder, Environment.none(), found);
      assertThat(scenario.isEmpty()).as(lines.get(i)).isEqualTo(!found.isEmpty());
    }
  }
}
