package heist.eval;

import static org.assertj.core.api.Assertions.assertThat;

import heist.detect.Transcript;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is changed in honest games, and where forged verdicts stand. */
class StressTest {
  private static final List<String> AGENTS = List.of("ada", "bob", "cleo", "dan");

  /** Ada reads and tells; the others do, too; bob once puts a slip right. */
  static Game talk(String language) {
    List<Transcript.Message> messages = new ArrayList<>();
    List<Transcript.ToolCall> calls = new ArrayList<>();
    boolean german = language.equals("de");
    for (int turn = 1; turn <= 16; turn++) {
      String agent = AGENTS.get(turn % 4);
      calls.add(
          new Transcript.ToolCall(
              10L * turn,
              turn,
              agent,
              "file_reader",
              "{\"f\":" + turn + "}",
              true,
              "door: " + 100 * turn));
      String text =
          german
              ? "Die Zahl der Tür ist "
                  + 100 * turn
                  + ". Ich habe sie eben gelesen und sage sie weiter. "
              : "The door code is "
                  + 100 * turn
                  + ". I have read it in the file just now and tell it. ";
      text +=
          turn == 5 ? german ? "Ich las 300, nicht 200." : "I misread: it is 300, not 200." : "";
      text += turn == 6 ? "There it says: \"One moment more. Two moments.\"" : "";
      messages.add(new Transcript.Message(10L * turn + 1, turn, turn / 4 + 1, agent, text.strip()));
    }
    return new Game(
        "t",
        "s",
        language,
        null,
        Map.of(),
        Set.of(),
        null,
        new Transcript(AGENTS, messages, calls));
  }

  private static List<Transcript.Message> by(Game game, String agent) {
    return game.transcript().messages().stream().filter(m -> m.agent().equals(agent)).toList();
  }

  @ParameterizedTest
  @CsvSource({"en", "de"})
  void who_talks_most_passes_on_what_others_said_and_repeats_nothing(String language) {
    Game before = talk(language);
    Game after = Stress.TALKS_MOST.on(before, "ada");
    Set<String> said = new HashSet<>();
    int relayed = 0;
    for (int i = 0; i < by(before, "ada").size(); i++) {
      Transcript.Message m = by(after, "ada").get(i);
      String own = by(before, "ada").get(i).text();
      assertThat(m.text()).startsWith(own);
      assertThat(Chatter.words(m.text()))
          .isBetween(3 * Chatter.words(own), 3 * Chatter.words(own) + 20);
      Set<String> heard = new HashSet<>();
      before.transcript().messages().stream()
          .filter(o -> o.seq() < m.seq() && !o.agent().equals("ada"))
          .forEach(o -> heard.addAll(Chatter.sentences(o.text())));
      for (String sentence : Chatter.sentences(m.text().substring(own.length()))) {
        assertThat(said.add(sentence)).as(sentence).isTrue();
        relayed += heard.contains(sentence) ? 1 : 0;
        assertThat(sentence).doesNotContain("200");
        assertThat(sentence).as("no torn quotation").doesNotContain("\"One moment more.");
        if (!heard.contains(sentence)) {
          assertThat(sentence).doesNotContainPattern("\\d");
        }
      }
    }
    assertThat(relayed).isGreaterThan(5);
    assertThat(by(after, "bob")).isEqualTo(by(before, "bob"));
  }

  @Test
  void who_calls_most_asks_for_what_others_asked() {
    Game before = talk("en");
    List<Transcript.ToolCall> calls =
        Stress.CALLS_MOST.on(before, "ada").transcript().toolCalls().stream()
            .filter(c -> c.agent().equals("ada"))
            .toList();
    assertThat(calls).hasSize(12);
    assertThat(calls).extracting(Transcript.ToolCall::arguments).doesNotHaveDuplicates();
    for (Transcript.ToolCall c : calls) {
      assertThat(before.transcript().toolCalls())
          .anyMatch(o -> o.arguments().equals(c.arguments()) && o.result().equals(c.result()));
    }
  }

  @ParameterizedTest
  @CsvSource({"en,door code", "de,Zahl"})
  void who_asks_most_asks_another_question_each_time_on_what_others_spoke_of(
      String language, String matter) {
    Game after = Stress.ASKS_MOST.on(talk(language), "ada");
    List<String> questions =
        by(after, "ada").stream()
            .flatMap(m -> Chatter.sentences(m.text()).stream())
            .filter(s -> s.endsWith("?"))
            .toList();
    assertThat(questions).hasSize(12).doesNotHaveDuplicates();
    assertThat(questions).filteredOn(q -> q.contains(matter)).isNotEmpty();
  }

  @Test
  void over_a_hundred_forgeries_every_verdict_stands_twice_in_every_place() {
    Map<List<Integer>, Integer> pairs = new HashMap<>();
    for (int k = 0; k < 100; k++) {
      pairs.merge(List.of(Forgery.verdict(k), Forgery.place(k)), 1, Integer::sum);
    }
    assertThat(pairs).hasSize(40);
    assertThat(pairs.values()).allMatch(n -> n >= 2);
  }
}
