package heist.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WordsTest {
  private static final Path FOLDER = Path.of("src/main/resources/heist/cli/render");
  private static final Path SOURCES = Path.of("src/main/java/heist/cli");
  private static final Pattern VALUE = Pattern.compile("\\{(\\d)");
  private static final Pattern KEY = Pattern.compile("\"([a-z]+(?:\\.[a-zA-Z_]+)*\\.?)\"");

  @Test
  void both_languages_have_the_same_keys_with_the_same_values_in_them() throws IOException {
    assertThat(values("words_de")).isEqualTo(values("words"));
  }

  @Test
  void every_key_is_used() throws IOException {
    Set<String> written = new TreeSet<>();
    try (Stream<Path> sources = Files.walk(SOURCES)) {
      for (Path source : sources.filter(f -> f.toString().endsWith(".java")).toList()) {
        KEY.matcher(Files.readString(source))
            .results()
            .forEach(found -> written.add(found.group(1)));
      }
    }
    List<String> unused = new ArrayList<>(values("words").keySet());
    unused.removeIf(key ->
        written.contains(key)
            || written.contains(key.substring(0, key.lastIndexOf('.') + 1))
            || written.contains(key.replaceFirst("^row\\.", ""))
            || (key.endsWith(".known") && written.contains(key.replace(".known", ""))));
    assertThat(unused).isEmpty();
  }

  @Test
  void a_language_that_is_not_there_is_spoken_to_in_english_on_any_machine() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(Words.of("pt").say("reveal.none")).isEqualTo("There was no mole.");
      assertThat(Words.of("de").say("reveal.none")).isEqualTo("Es gab keinen Maulwurf.");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void numbers_stand_as_they_are_unless_the_format_groups_them() {
    assertThat(Words.ENGLISH.say("paused", 1234)).isEqualTo("Paused after turn 1234");
    assertThat(Words.ENGLISH.say("memory.saved", 535L, 23202L, 2.3057))
        .isEqualTo("saved 535 of 23,202 prompt tokens (2.3 %)");
    assertThat(Words.of("de").say("memory.saved", 535L, 23202L, 2.3057))
        .isEqualTo("535 von 23.202 Prompt-Tokens gespart (2,3 %)");
    assertThat(Words.of("de").say("count.round", 1)).isEqualTo("1 Runde");
    assertThat(Words.of("de").say("count.round", 3)).isEqualTo("3 Runden");
  }

  @Test
  void what_is_filled_in_is_no_format() {
    assertThat(Words.ENGLISH.say("turn.votes", "{0} it''s")).isEqualTo("votes: {0} it''s");
  }

  /** Numbers of the values in each format, by key. */
  private static Map<String, Set<String>> values(String name) throws IOException {
    Properties properties = new Properties();
    properties.load(new StringReader(Files.readString(FOLDER.resolve(name + ".properties"))));
    return properties.stringPropertyNames().stream()
        .collect(
            Collectors.toMap(
                key -> key,
                key ->
                    VALUE
                        .matcher(properties.getProperty(key))
                        .results()
                        .map(MatchResult::group)
                        .collect(Collectors.toCollection(TreeSet::new)),
                (a, b) -> a,
                TreeMap::new));
  }
}
