package heist.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import heist.event.Envelope;
import heist.event.SessionEvent.MessageSpoken;
import heist.event.SessionEvent.NoteWritten;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which false value is held against whom, and for what. */
class WrongClaimsTest {
  private static final List<String> ROUTES = List.of("River Tunnel", "Ring Road", "North Bridge");
  private static final World WORLD =
      new World(
          "w",
          "W",
          "en",
          "",
          Map.of("route", "River Tunnel", "old", "Ring Road", "delay", "9"),
          List.of(
              new Document(
                  "street.md",
                  "Street",
                  """
                  - Safe working time in the vault: 33 minutes.
                  - Street clearing time, with cones: 7 minutes.
                  - Camera loop the control room accepts: 12 minutes.
                  - Getaway route driven through and clear: River Tunnel.
                  """,
                  null)),
          List.of(),
          Map.of(),
          new FloorPlan(1, 1, List.of(), List.of(), List.of(), List.of(), List.of(), List.of()),
          new PlanForm(
              List.of(
                  field(
                      "work_minutes",
                      PlanForm.Type.NUMBER,
                      "Minutes of work in the vault (safe working time - street clearing time)"),
                  field(
                      "camera_loop",
                      PlanForm.Type.NUMBER,
                      "Minutes of camera loop that the control room accepts"),
                  new PlanForm.Field(
                      "getaway",
                      PlanForm.Type.CHOICE,
                      ROUTES,
                      "Getaway route driven through and clear"),
                  field("second_key", PlanForm.Type.AGENT, "Who turns the second key"))),
          List.of(
              rule("work_minutes", "26"),
              rule("camera_loop", "12"),
              rule("getaway", "River Tunnel"),
              rule("second_key", "intel")),
          new Conditions(0, 0, 0, 0, 0));

  private static PlanForm.Field field(String name, PlanForm.Type type, String description) {
    return new PlanForm.Field(name, type, List.of(), description);
  }

  private static Rule rule(String field, String value) {
    return new Rule(
        field,
        field,
        null,
        List.of(new Check.OneOf(field, List.of(value), "no")),
        "yes",
        "missing");
  }

  private static List<String> claims(String said, String note) {
    List<Envelope> log =
        List.of(
            new Envelope(1, 1, Instant.EPOCH, new MessageSpoken(1, 1, "driver", said)),
            new Envelope(2, 1, Instant.EPOCH, new NoteWritten(1, "driver", note)));
    return WrongClaims.by(WORLD, Map.of("driver", "driver", "intel", "intel"), log, "driver")
        .stream()
        .map(c ->
            "%s %s %s for %s"
                .formatted(c.field(), c.part() == null ? "-" : c.part(), c.said(), c.actual()))
        .toList();
  }

  @Test
  void a_number_said_of_the_street_is_not_held_against_the_getaway() {
    assertThat(
            claims(
                "The street is clear in a street clearing time of 9 minutes.",
                "Sabotage: street_clearing_time: said 9, source says 7."))
        .containsExactly("work_minutes street clearing time 9 for 7");
    assertThat(claims("The getaway route is clear, 9 cars in all.", "Nothing falsified."))
        .isEmpty();
  }

  @Test
  void a_false_number_that_came_by_talk_alone_is_told() {
    assertThat(
            claims(
                "The control room accepts a camera loop of 15 minutes.",
                "Sabotage: camera_loop: said 15, source says 12."))
        .containsExactly("camera_loop - 15 for 12");
    assertThat(claims("The control room accepts a camera loop of 12 minutes.", "")).isEmpty();
  }

  @Test
  void a_part_that_is_named_is_not_taken_for_the_whole() {
    assertThat(
            claims(
                "By the vault manual it stops at safe working time: 25 minutes.",
                "safe_working_time: said 25, source says 33."))
        .containsExactly("work_minutes safe working time 25 for 33");
  }

  @Test
  void two_values_in_a_sentence_belong_to_what_stands_beside_each() {
    assertThat(
            claims(
                "Safe working time 33, street clearing time 5.",
                "street_clearing_time: said 5, not 7"))
        .containsExactly("work_minutes street clearing time 5 for 7");
  }

  @Test
  void what_is_mended_in_one_breath_is_not_false() {
    assertThat(claims("Camera loop 21, wait, I mean 12 minutes.", "")).isEmpty();
    assertThat(claims("Camera loop 21, not 12 minutes.", ""))
        .as("turning the right one down mends nothing")
        .isNotEmpty();
  }

  @Test
  void figures_of_speech_and_names_are_held_against_nobody() {
    assertThat(claims("I am 95 percent sure of the camera loop.", "Nothing falsified.")).isEmpty();
    assertThat(claims("Driver turns the second key.", "Nothing falsified.")).isEmpty();
    assertThat(claims("Getaway route: Ring Road.", "I said Ring Road, not River Tunnel."))
        .containsExactly("getaway - Ring Road for River Tunnel");
  }
}
