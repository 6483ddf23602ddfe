package heist.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SourceLinesTest {
  private static World world(String text, PlanForm.Field... fields) {
    return new World(
        "w",
        "W",
        "de",
        "",
        Map.of(),
        List.of(new Document("a.md", "A", text, "wache")),
        List.of(),
        Map.of(),
        new FloorPlan(1, 1, List.of(), List.of(), List.of(), List.of(), List.of(), List.of()),
        new PlanForm(List.of(fields)),
        List.of(),
        new Conditions(0, 0, 0, 0, 0));
  }

  private static PlanForm.Field field(PlanForm.Type type, String description, String... options) {
    return new PlanForm.Field("f", type, List.of(options), description);
  }

  private static String find(World world) {
    return SourceLines.find(world, world.form().fields().getFirst(), Set.of("fahrer", "wache"))
        .map(SourceLines.Found::value)
        .orElse("nothing");
  }

  @Test
  void readsGerman() {
    String text =
        """
        # Dienstplan
        - Der Wachwechsel beginnt um 22:17 Uhr.
        - Der Wachwechsel begann früher um 22:05 Uhr (überholt).
        - Nach dem Wechsel dauert es 6 Minuten, dann liegt der Hof leer.
        - Der alte Code der Tresortür: 1111, nicht mehr in Gebrauch.
        - Code der Tresortür: 0815.
        - Den zweiten Schlüssel dreht der Fahrer.
        """;
    PlanForm.Field start =
        field(
            PlanForm.Type.TIME,
            "Beginn des Einstiegs (Wachwechsel beginnt + Minuten, bis der Hof leer liegt)");
    assertThat(find(world(text, start))).isEqualTo("22:23");
    PlanForm.Field code = field(PlanForm.Type.DIGITS, "Code der Tresortür", "4");
    assertThat(find(world(text, code))).isEqualTo("0815");
    PlanForm.Field key = field(PlanForm.Type.AGENT, "Wer den zweiten Schlüssel dreht");
    assertThat(find(world(text, key))).isEqualTo("fahrer");
  }

  @Test
  void linesThatDisagreeOrHoldTwoValuesAnswerNothing() {
    PlanForm.Field code = field(PlanForm.Type.DIGITS, "Code of the vault door", "4");
    assertThat(find(world("- Vault door code: 1234\n- Vault door code: 5678\n", code)))
        .isEqualTo("nothing");
    assertThat(find(world("- Vault door code: 1234 or 5678\n", code))).isEqualTo("nothing");
  }

  @Test
  void tellsOfWordsThatLeaveOpenWhetherALineHolds() {
    World world =
        world(
            """
            - Vault door code: 1234, as it was on the slip.
            - Vault door code until the new slip came: 9999.
            """,
            field(PlanForm.Type.DIGITS, "Code of the vault door", "4"));
    assertThat(SourceLines.problems(world, Set.of("wache")))
        .containsExactly(
            "field 'f': the line \"- Vault door code: 1234, as it was on the slip.\" holds, but says 'was'",
            "field 'f': the line \"- Vault door code until the new slip came: 9999.\" is marked as past, but says 'new'");
  }
}
