package heist.detect;

import static org.assertj.core.api.Assertions.assertThat;

import heist.detect.Transcript.Message;
import heist.detect.Transcript.ToolCall;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DetectorsTest {
  static Stream<Detector> detectors() {
    return Stream.of(new Classic(), new Evidence(), new Hybrid());
  }

  private static Transcript random(long seed, List<String> names) {
    Random random = new Random(seed);
    List<Message> messages = new ArrayList<>();
    List<ToolCall> calls = new ArrayList<>();
    long seq = 2;
    for (int turn = 1; turn <= 24; turn++) {
      String agent = names.get(random.nextInt(names.size()));
      if (random.nextBoolean()) {
        calls.add(
            new ToolCall(
                seq++,
                turn,
                agent,
                "file_reader",
                "{}",
                random.nextInt(5) > 0,
                "code " + random.nextInt(99)));
      }
      messages.add(
          new Message(
              seq++,
              turn,
              1 + turn / 6,
              agent,
              (random.nextBoolean() ? "maybe " : "sure ") + random.nextInt(99)));
    }
    return new Transcript(names, messages, calls);
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void neitherNamesNorOrderChangeAScore(Detector detector) {
    List<String> names = List.of("ada", "bob", "cleo", "dan", "eve");
    List<String> others = List.of("v", "w", "x", "y", "z");
    for (long seed = 0; seed < 200; seed++) {
      Assessment first = detector.assess(random(seed, names));
      Transcript renamed = random(seed, others);
      List<String> shuffled = new ArrayList<>(renamed.agents());
      Collections.shuffle(shuffled, new Random(seed));
      Assessment second =
          detector.assess(new Transcript(shuffled, renamed.messages(), renamed.toolCalls()));
      for (int i = 0; i < names.size(); i++) {
        Assessment.Score score = java.util.Objects.requireNonNull(first.scores().get(names.get(i)));
        assertThat(second.scores().get(others.get(i))).isEqualTo(score);
        assertThat(score.suspicion()).isBetween(0.0, 1.0);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void whoAltersWhatItsToolsSaidIsSuspectedFirst(Detector detector) {
    List<Message> messages = new ArrayList<>();
    List<ToolCall> calls = new ArrayList<>();
    long seq = 2;
    Map<String, String> said =
        new TreeMap<>(
            Map.of("ada", "the code is 4711", "bob", "go at 06:15", "cleo", "the badge is 8832"));
    Map<String, String> read =
        Map.of("ada", "code: 4711", "bob", "change at 06:45", "cleo", "badge 8832");
    for (int turn = 1; turn <= 3; turn++) {
      for (String agent : said.keySet()) {
        calls.add(
            new ToolCall(
                seq++, turn, agent, "file_reader", "{}", true, String.valueOf(read.get(agent))));
        messages.add(new Message(seq++, turn, turn, agent, String.valueOf(said.get(agent))));
      }
    }
    Assessment assessment =
        detector.assess(new Transcript(List.of("ada", "bob", "cleo"), messages, calls));
    assertThat(assessment.top()).contains("bob");
    assertThat(java.util.Objects.requireNonNull(assessment.scores().get("bob")).evidence())
        .isNotEmpty();
  }
}
