package heist.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanFormTest {
  private static final List<String> AGENTS = List.of("hacker", "driver", "old hacker");
  private static final PlanForm FORM =
      new PlanForm(
          List.of(
              field("entry", PlanForm.Type.CHOICE, "dock", "stairwell B", "dock gate"),
              field("start", PlanForm.Type.TIME),
              field("code", PlanForm.Type.DIGITS, "4"),
              field("minutes", PlanForm.Type.NUMBER),
              field("who_waits", PlanForm.Type.AGENT),
              field("alibi", PlanForm.Type.TEXT)));

  private static PlanForm.Field field(String name, PlanForm.Type type, String... options) {
    return new PlanForm.Field(name, type, List.of(options), "about " + name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "entry; the Dock; dock",
        "entry; by the dock gate, quietly; dock gate",
        "entry; STAIRWELL  b.; stairwell B",
        "start; 22:05; 22:05",
        "start; 9:05 pm; 21:05",
        "start; 12.10 a.m.; 00:10",
        "start; 21.05 Uhr; 21:05",
        "start; um 21 Uhr; 21:00",
        "start; 2105; 21:05",
        "start; at 22h07 sharp; 22:07",
        "code; 0421; 0421",
        "code; code 04-21; 0421",
        "code; It is 0 4 2 1; 0421",
        "minutes; 12 minutes; 12",
        "minutes; about 12 min.; 12",
        "who_waits; Driver; driver",
        "who_waits; the old hacker waits; old hacker",
        "alibi; we were at the opera; we were at the opera"
      })
  void readsWhatPeopleAndModelsWrite(String name, String raw, String value) {
    Map<String, String> plan = FORM.normalise(Map.of(name, raw), AGENTS);
    assertThat(plan).isEqualTo(Map.of(name, value));
    assertThat(FORM.problems(plan, AGENTS)).noneMatch(p -> p.contains("'" + value + "'"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "entry; roof",
        "entry; dock or stairwell B",
        "start; 25:00",
        "start; between 21:00 and 21:10",
        "start; soon",
        "code; 421",
        "code; 0421 or 1111",
        "code; 20421",
        "minutes; ten",
        "minutes; 10 to 12",
        "who_waits; nobody",
        "who_waits; driver or hacker"
      })
  void keepsWhatCannotBeReadAndTellsIt(String name, String raw) {
    Map<String, String> plan = FORM.normalise(Map.of(name, raw), AGENTS);
    assertThat(plan).isEqualTo(Map.of(name, raw));
    assertThat(FORM.problems(plan, AGENTS))
        .anyMatch(p -> p.startsWith("'" + raw + "' does not fit " + name));
  }

  @Test
  void takesNamesOfFieldsAsTheyCome() {
    assertThat(
            FORM.normalise(
                Map.of("Who Waits", "driver", "START", "21:00", "unknown", "x", "alibi", " "),
                AGENTS))
        .isEqualTo(Map.of("who_waits", "driver", "start", "21:00"));
  }

  @Test
  void tellsWhatIsMissing() {
    assertThat(FORM.problems(Map.of(), AGENTS))
        .hasSize(6)
        .first()
        .isEqualTo("missing: entry [one of: dock | stairwell B | dock gate]: about entry");
  }

  @Test
  void normalisingTwiceChangesNothing() {
    Map<String, String> once =
        FORM.normalise(Map.of("entry", "the Dock", "start", "9 pm", "code", "?"), AGENTS);
    assertThat(FORM.normalise(once, AGENTS)).isEqualTo(once);
  }
}
