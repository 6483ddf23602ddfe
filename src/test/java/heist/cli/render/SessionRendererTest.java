package heist.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import heist.event.Envelope;
import heist.event.EventCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One session on several screens, held against files that a person has read. To write them anew:
 * {@code -Dheist.golden=write}, then read the difference.
 */
class SessionRendererTest {
  private static final String ENGLISH = "\"language\":\"en\"";
  private static final String GERMAN = "\"language\":\"de\"";
  private static final Path RESOURCES = Path.of("src/test/resources/heist/cli/render");

  @ParameterizedTest
  @CsvSource({
    "wide,100,false,true,en",
    "colour,80,true,true,en",
    "narrow,46,false,true,en",
    "ascii,80,false,false,en",
    "german,80,false,true,de"
  })
  void session_reads_as_in_the_file(
      String name, int width, boolean colour, boolean unicode, String language) throws IOException {
    Screen screen = new Screen(width, colour, unicode, false);
    List<String> lines = render(screen, language);
    Path golden = RESOURCES.resolve(name + ".txt");
    String text = String.join("\n", lines) + "\n";
    if ("write".equals(System.getProperty("heist.golden"))) {
      Files.writeString(golden, text);
    }
    assertThat(text).isEqualTo(Files.readString(golden));
  }

  @ParameterizedTest
  @CsvSource({"40", "46", "60", "80", "100", "120"})
  void no_line_is_wider_than_the_screen(int width) throws IOException {
    assertThat(render(new Screen(width, false, true, false)))
        .allSatisfy(line -> assertThat(Text.width(line)).isLessThan(width));
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "de"})
  void ascii_screen_gets_ascii_alone(String language) throws IOException {
    assertThat(String.join("\n", render(new Screen(80, true, false, true), language)))
        .matches("[\\x1b\\x0a\\x20-\\x7e]*");
  }

  @Test
  void escape_sequences_of_a_model_do_not_reach_the_terminal() throws IOException {
    assertThat(String.join("", render(new Screen(80, false, true, true)))).doesNotContain("\u001b");
  }

  @Test
  void status_tells_who_is_at_it() throws IOException {
    SessionRenderer renderer = new SessionRenderer(new Screen(80, false, true, true));
    List<Envelope> events = session();
    events.subList(0, 7).forEach(renderer::lines);
    assertThat(renderer.status()).isEqualTo("  turn 2 of 6 · hacker uses database_query");
    renderer.lines(events.get(7));
    assertThat(renderer.status()).isEqualTo("  turn 2 of 6 · hacker is thinking");
  }

  @Test
  void private_facts_show_in_unblinded_sessions_alone() throws IOException {
    String note =
        "{\"v\":1,\"type\":\"note_written\",\"n\":9,\"seq\":7,\"turn\":2,\"agent\":\"hacker\","
            + "\"text\":\"I lied.\"}";
    SessionRenderer blind = new SessionRenderer(Screen.plain());
    blind.lines(session().getFirst());
    assertThat(blind.lines(read(note))).isEmpty();
    SessionRenderer open = new SessionRenderer(Screen.plain());
    String created = lines().getFirst().replace("\"unblinded\":false", "\"unblinded\":true");
    open.lines(read(created));
    assertThat(open.lines(read(note))).singleElement().asString().contains("(to itself) I lied.");
  }

  @Test
  void tally_sums_the_session_up() throws IOException {
    Tally tally = new Tally();
    session().forEach(tally::add);
    assertThat(tally.rows(Duration.ofMillis(2345)))
        .containsExactly(
            List.of("outcome", "The heist fails."),
            List.of(
                "why",
                "the plan had vault code 4711, and it should have been 8032. That goes back to hacker (#11)."),
            List.of("mole", "hacker; hacker was accused, rightly"),
            List.of("turns", "7 (1 failed), 4 messages"),
            List.of("tools", "3 calls (calculator 1, database_query 1, file_reader 1), 1 failed"),
            List.of("time", "2.3 s"));
    assertThat(tally.time()).isEqualTo(Duration.ofSeconds(22));
  }

  @Test
  void tally_of_a_german_session_is_german() throws IOException {
    Tally tally = new Tally();
    lines().forEach(line -> tally.add(read(line.replace(ENGLISH, GERMAN))));
    assertThat(tally.rows(Duration.ofMillis(2345)))
        .contains(
            List.of("Ausgang", "Der Coup scheitert."),
            List.of("Maulwurf", "hacker; angeklagt: hacker, zu Recht"),
            List.of("Züge", "7 (1 gescheitert), 4 Äußerungen"));
  }

  private static List<String> render(Screen screen) throws IOException {
    return render(screen, "en");
  }

  private static List<String> render(Screen screen, String language) throws IOException {
    SessionRenderer renderer = new SessionRenderer(screen);
    List<String> lines = new ArrayList<>();
    for (String line : lines()) {
      String told = language.equals("de") ? line.replace(ENGLISH, GERMAN) : line;
      lines.addAll(renderer.lines(read(told)));
    }
    return lines;
  }

  private static List<Envelope> session() throws IOException {
    return lines().stream().map(SessionRendererTest::read).toList();
  }

  private static List<String> lines() throws IOException {
    return Files.readAllLines(RESOURCES.resolve("session.jsonl"), StandardCharsets.UTF_8);
  }

  private static Envelope read(String line) {
    return EventCodec.read(EventCodec.parse(line));
  }
}
