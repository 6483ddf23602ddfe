package heist.service.model.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heist.HeistException;
import heist.service.model.prompt.Language;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Phrases of somebody's own. */
class SpeechTest {
  private static final Path SHIPPED = Path.of("src/main/resources/heist/service/model/speech");

  @TempDir private Path folder;

  private String problems(String added) throws IOException {
    Path file = folder.resolve("en.phrases");
    Files.writeString(file, Files.readString(SHIPPED.resolve("en.phrases")) + "\n" + added);
    long lines = Files.readString(file).lines().count();
    StringBuilder text = new StringBuilder();
    for (Speech.Problem p : Speech.problems(folder)) {
      text.append(p.line() == 0 ? 0 : p.line() - lines)
          .append(' ')
          .append(p.message())
          .append('\n');
    }
    return text.toString();
  }

  @Test
  void theShippedPhrasesAndAMissingFolderAreInOrder() throws IOException {
    assertThat(Speech.problems(SHIPPED)).isEmpty();
    assertThat(Speech.problems(folder.resolve("none"))).isEmpty();
    assertThat(problems("")).isEmpty();
  }

  @Test
  void everyProblemIsToldWithItsLine() throws IOException {
    assertThat(problems("= report\n(terse sideways) {lable}: {v} [a|b. <nowhere>"))
        .isEqualTo(
            """
            0 'sideways' is neither a voice nor anything that a phrase can depend on
            0 no value is called {lable}
            0 there is no rule 'nowhere' to put in
            0 the brackets of [one|another] do not match
            """);
    assertThat(problems("= reprot\nSo {v}.")).isEqualTo("0 nothing says the rule 'reprot'\n");
    assertThat(problems("= report\n(terse)")).isEqualTo("0 there are conditions but no words\n");
  }

  @Test
  void aRuleOfOnesOwnMayBePutIn() throws IOException {
    assertThat(problems("= report\n<oath>, {label} is {v}.\n= oath\nBy my beard")).isEmpty();
  }

  @Test
  void whatABookLacksIsSpokenAsShipped() throws IOException {
    Files.writeString(folder.resolve("en.phrases"), "= open\nReading, by my beard.\n");
    PhraseBook book = Speech.of(folder).book(Language.EN);
    assertThat(book.alternatives("open")).hasSize(1);
    assertThat(book.alternatives("report"))
        .isEqualTo(Speech.shipped().book(Language.EN).alternatives("report"));
  }

  @Test
  void aRuleNeedsAPhraseForEveryVoice() throws IOException {
    Files.writeString(folder.resolve("de.phrases"), "= open\n(terse) Lese.\n");
    assertThatThrownBy(() -> Speech.of(folder))
        .isInstanceOf(HeistException.class)
        .hasMessageStartingWith("the phrases of the offline model cannot be used:\n")
        .hasMessageContaining(
            "de.phrases:2: the rule 'open' needs a phrase that any voice can say");
  }

  @Test
  void otherFilesAreNotTakenForPhrases() throws IOException {
    Files.writeString(folder.resolve("fr.phrases"), "= open\nOui.\n");
    assertThat(Speech.problems(folder))
        .extracting(Speech.Problem::message)
        .containsExactly("a file of phrases is called en.phrases or de.phrases");
    Files.delete(folder.resolve("fr.phrases"));
    Files.write(
        folder.resolve("en.phrases"), "= open\nJ\u00fcrg".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(Speech.problems(folder))
        .extracting(Speech.Problem::message)
        .containsExactly("this is no text in UTF-8");
  }
}
