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
