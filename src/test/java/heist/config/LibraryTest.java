package heist.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heist.HeistException;
import heist.crew.Strategy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryTest {
  @TempDir Path data;
  private final Path home = Path.of("").toAbsolutePath();

  private Library library() {
    return new Library(home, data, Environment.of(Map.of()));
  }

  @Test
  void findsWhatIsShipped() {
    assertThat(library().crewNames()).contains("classic", "review");
    assertThat(library().crew(library().settings(null).session().crew()).agents()).hasSize(6);
    assertThat(library().strategies())
        .extracting(Strategy::id)
        .containsExactly(
            "coordination_chaos", "false_info", "subtle_delays", "timing_errors", "wrong_tools");
    assertThat(library().manners()).hasSize(5);
  }

  @Test
  void aFileInTheDataFolderTakesThePlaceOfAShippedOne() throws Exception {
    Files.createDirectories(data.resolve("crews"));
    Files.writeString(
        data.resolve("crews/classic.yaml"), "name: mine\nagents:\n  - {name: solo, persona: x}\n");
    Files.writeString(data.resolve("crews/duo.yaml"), "agents:\n  - {name: a, persona: x}\n");
    assertThat(library().crew("classic").name()).isEqualTo("mine");
    assertThat(library().crew("duo").name()).isEqualTo("duo");
  }

  @Test
  void namesAreNotPaths() {
    for (String name :
        new String[] {"../crews/classic", "/etc/passwd", "classic.yaml", "", "a\0b"}) {
      assertThatThrownBy(() -> library().crew(name))
          .isInstanceOfSatisfying(
              HeistException.class,
              e -> assertThat(e.kind()).isEqualTo(HeistException.Kind.NOT_FOUND));
    }
    assertThatThrownBy(() -> library().crew("clasic"))
        .hasMessage("no crew 'clasic'; did you mean 'classic'?");
    assertThat(Library.looksLikeFile("my/crew")).isTrue();
    assertThat(Library.looksLikeFile("crew.YML")).isTrue();
    assertThat(Library.looksLikeFile("classic")).isFalse();
  }

  @Test
  void aCrewTravelsAsTextAndArrivesUnchanged() throws Exception {
    Path file =
        Files.writeString(
            data.resolve("own.yaml"),
            """
            llm: {base_url: "${URL:http://localhost:1234/v1}", api_key: "k\\"${NO:}{"}
            rounds: 4
            agents:
              - name: a
                persona: "He said \\"hi\\" \\u2028 \\x01 ü \\U0001F600"
                tools: [calculator]
                temperature: 0.25
              - {name: b, persona: 'x: {y}', model: m, max_tokens: 9, exclusive_sources: [s.md]}
            """);
    Problems notes = new Problems();
    String text = library().crewForRequest(file.toString(), notes);
    assertThat(text).doesNotContain("\n");
    assertThat(library().crew(text)).isEqualTo(library().crewFile(file, notes));
    assertThat(library().crewForRequest("classic", notes)).isEqualTo("classic");
    // What comes over the network does not see our environment.
    Library spying = new Library(home, data, Environment.of(Map.of("AWS_KEY", "secret")));
    assertThat(
            spying
                .crew("agents:\n  - {name: a, persona: '${AWS_KEY}'}")
                .agents()
                .getFirst()
                .persona())
        .isEqualTo("${AWS_KEY}");
    assertThatThrownBy(() -> library().crew("{agents: 5}"))
        .hasMessageContaining("1. crew:1: 'agents' must be a list, but is '5'");
  }

  @Test
  void whatWasReadIsKeptUntilItsFileChanges() throws Exception {
    Files.createDirectories(data.resolve("crews"));
    Path file = data.resolve("crews/duo.yaml");
    Files.writeString(file, "agents:\n  - {name: a, persona: x}\n");
    Library library = library();
    assertThat(library.crew("duo")).isSameAs(library.crew("duo"));
    assertThat(library.scenario("bank")).isSameAs(library.scenario("bank"));
    Files.writeString(file, "agents:\n  - {name: bee, persona: x}\n");
    assertThat(library.crew("duo").agents().getFirst().name()).isEqualTo("bee");
  }

  @Test
  void twoStrategiesOfOneIdAreRefused() throws Exception {
    Files.createDirectories(data.resolve("strategies"));
    Files.copy(home.resolve("strategies/false_info.yaml"), data.resolve("strategies/mine.yaml"));
    assertThatThrownBy(() -> library().strategies())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("mine.yaml:1: another file has the id 'false_info', too");
  }

  @Test
  void crewProblemsNameTheFile() throws Exception {
    Files.createDirectories(data.resolve("crews"));
    Path file = Files.writeString(data.resolve("crews/bad.yaml"), "agents: []\n");
    assertThatThrownBy(() -> library().crew("bad"))
        .hasMessage(
            "1 problem in %s:\n1. %s:1: 'agents' must list at least one agent"
                .formatted(file, file));
  }
}
