package heist.session;

import static org.assertj.core.api.Assertions.assertThat;

import heist.event.SessionEvent.SharedFact;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

/** Which facts of an agent's own sources its message tells. */
class SharedTest {
  private static final String ROSTER =
      """
      # Guard roster
      Shift change at the loading dock: 22:05
      Shift change at the front gate: 23:40
      The dog belongs to the baker next door
      """;

  private static SessionState state() {
    Prepared prepared =
        new Prepared(
            SeedStreams.of("0".repeat(64)),
            null,
            null,
            null,
            "",
            TestSessions.crew(),
            Map.of(),
            Optional.empty(),
            Map.of("guard_roster.md", "intel", "alarms", "hacker"));
    Transcript transcript =
        new Transcript(
            List.of(),
            List.of(
                use("intel", "file_reader", "filename", "guard_roster", ROSTER),
                use("intel", "file_reader", "filename", "street_map.md", "Main Street 12 is open"),
                use(
                    "hacker",
                    "database_query",
                    "query",
                    "SELECT * FROM alarms",
                    "zone | delay\nvault | 45\nroof | 30\n(12 rows)")),
            List.of(),
            null,
            0,
            null,
            0,
            List.of());
    SessionState empty = SessionState.EMPTY;
    return new SessionState(
        0,
        0,
        empty.phase(),
        null,
        prepared,
        empty.floor(),
        transcript,
        empty.steering(),
        empty.game(),
        empty.spent(),
        empty.compression(),
        empty.gauge(),
        empty.pending(),
        null);
  }

  private static Transcript.ToolUse use(
      String agent, String tool, String argument, String value, String result) {
    return new Transcript.ToolUse(
        1,
        agent,
        "c",
        tool,
        JsonNodeFactory.instance.objectNode().put(argument, value),
        true,
        result);
  }

  @Test
  void tellsWhichLinesWentOutAndWhatOfThem() {
    assertThat(Shared.in(state(), "intel", "The shift at the dock changes at 22:05, I read."))
        .containsExactly(
            new SharedFact(
                "guard_roster.md",
                "Shift change at the loading dock: 22:05",
                List.of("22:05", "chang", "dock", "shift")));
    assertThat(Shared.in(state(), "hacker", "The vault has a delay of 45 seconds."))
        .singleElement()
        .satisfies(f -> assertThat(f.source() + ": " + f.fact()).isEqualTo("alarms: vault | 45"));
    assertThat(Shared.in(state(), "intel", "The baker's dog belongs next door."))
        .singleElement()
        .satisfies(f -> assertThat(f.fact()).startsWith("The dog"));
  }

  @Test
  void neitherLiesNorTalkNorOpenSourcesNorOthersSourcesAreFactsShared() {
    for (String message :
        Set.of(
            "The shift at the dock changes at 22:35, I read.",
            "Let us meet at the dock.",
            "Main Street 12 is open.",
            "It is 22:05 o'clock, friends.")) {
      assertThat(Shared.in(state(), "intel", message)).as(message).isEmpty();
    }
    assertThat(Shared.in(state(), "planner", "The shift at the dock changes at 22:05.")).isEmpty();
  }

  @Test
  void howManyRowsAQueryGaveIsNoFactShared() {
    assertThat(Shared.in(state(), "hacker", "Every zone has its alarm; I have 12 minutes."))
        .isEmpty();
  }
}
