package heist.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heist.HeistException;
import heist.config.Casting.Cast;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an archive may hold, and which games it gives. */
class EvalSetFilesTest {
  @TempDir private Path folder;

  private Path zip(String name, String text) throws IOException {
    Path zip = folder.resolve("set.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new ZipEntry(name));
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.closeEntry();
    }
    return zip;
  }

  private static String crew(String language) {
    return language
        + """
        agents:
          - {name: a, role: planner, persona: Plans., tools: [submit_plan]}
          - {name: b, role: driver, persona: Drives., tools: [calculator]}
        """;
  }

  @Test
  void aCrewPlaysTheScenariosOfItsLanguage() throws IOException {
    try (EvalSet set = EvalSet.open(zip("crews/duo.yaml", crew("language: de\n")))) {
      assertThat(set.casts(Path.of(""), null, null))
          .extracting(Cast::scenario)
          .containsExactly("museum");
      assertThat(set.casts(Path.of(""), "bank", null).getFirst().agents())
          .containsExactly("a", "b");
      assertThatThrownBy(() -> set.casts(Path.of(""), null, "trio"))
          .isInstanceOf(HeistException.class)
          .hasMessageContaining("has no crew 'trio'");
      assertThatThrownBy(set::strategies).hasMessageContaining("holds no strategies/*.yaml");
    }
    try (EvalSet set = EvalSet.open(zip("crews/duo.yaml", crew("")))) {
      assertThat(set.casts(Path.of(""), null, null))
          .extracting(Cast::scenario)
          .contains("bank", "datacentre", "museum");
    }
  }

  @Test
  void whatWasUnpackedIsGoneAfterwards() throws IOException {
    Path there;
    try (EvalSet set = EvalSet.open(zip("crews/duo.yaml", crew("")))) {
      there = set.folder();
      assertThat(there.resolve("crews/duo.yaml")).exists();
    }
    assertThat(there).doesNotExist();
  }

  @Test
  void nothingIsUnpackedOutsideOfTheFolder() throws IOException {
    Path zip = zip("../../out.txt", "out");
    assertThatThrownBy(() -> EvalSet.open(zip)).hasMessageContaining("leads out of it");
  }

  @Test
  void whatIsNoArchiveIsTold() throws IOException {
    Path text = Files.writeString(folder.resolve("a.zip"), "text");
    assertThatThrownBy(() -> EvalSet.open(text)).hasMessageStartingWith("cannot unpack " + text);
    assertThatThrownBy(() -> EvalSet.open(folder.resolve("b.zip")))
        .hasMessage("there is no file " + folder.resolve("b.zip"));
  }
}
