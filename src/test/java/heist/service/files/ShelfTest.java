package heist.service.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heist.HeistException;
import heist.client.SessionWorld;
import heist.client.SessionWorld.Document;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShelfTest {
  private static final SessionWorld WORLD =
      new SessionWorld(
          "s1",
          "en",
          List.of(
              new Document("guard_roster.md", "Duty roster", "Night: 3 guards.", "hacker"),
              new Document("camera_plan.md", "Where the cameras are", "24 cameras.", null),
              new Document("secret.md", "Codes", "4711", "safecracker")),
          List.of(),
          Map.of());
  private final Shelf hacker = new Shelf(WORLD, "hacker");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "guard_roster.md",
        "GUARD_ROSTER.MD",
        " guard_roster ",
        "documents/guard_roster.md",
        "guard roster.txt",
        "./guard-roster.md",
        "C:\\files\\guard_roster.md"
      })
  void findsByName(String name) {
    assertThat(hacker.read(name).text()).isEqualTo("Night: 3 guards.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vault.md",
        "../../etc/passwd",
        "/etc/passwd",
        "..",
        "camera_plan.md/..",
        "%2e%2e/x",
        "*",
        "guard_roster.md\u0000.txt",
        "file:///etc/passwd"
      })
  void listsWhatThereIs(String name) {
    assertThatThrownBy(() -> hacker.read(name))
        .isInstanceOf(HeistException.class)
        .hasMessageContaining("no such file")
        .hasMessageEndingWith(
            "There are: guard_roster.md (Duty roster), camera_plan.md (Where the cameras are)");
  }

  @Test
  void namesTheOwnerOfAnothersFile() {
    assertThatThrownBy(() -> hacker.read("Secret"))
        .hasMessageStartingWith("secret.md may be read by safecracker alone: ask safecracker");
    assertThatThrownBy(() -> new Shelf(WORLD, null).read("guard_roster.md"))
        .hasMessageContaining("hacker alone");
    assertThat(new Shelf(WORLD, null).readable())
        .isEqualTo("There are: camera_plan.md (Where the cameras are)");
    assertThatThrownBy(() -> hacker.read("  ")).hasMessageStartingWith("give the name of a file");
  }

  @Test
  void noNameLeaksAnothersText() {
    Random random = new Random(5);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder name = new StringBuilder();
      for (int j = random.nextInt(30); j > 0; j--) {
        name.append(
            random.nextBoolean()
                ? "secret.md/\\ ".charAt(random.nextInt(12))
                : (char) random.nextInt(0x3000));
      }
      try {
        assertThat(hacker.read(name.toString()).text()).doesNotContain("4711");
      } catch (HeistException e) {
        assertThat(e.getMessage()).doesNotContain("4711");
      }
    }
  }
}
