package heist.service.files;

import static org.assertj.core.api.Assertions.assertThat;

import heist.HeistException;
import heist.client.SessionWorld;
import heist.client.SessionWorld.Document;
import heist.testing.Fuzzing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Names of files that mean harm: each agent gets its own documents and no others. */
class ShelfFuzzTest {
  private static final String CANARY = "CANARY-4711";
  private static final SessionWorld WORLD =
      new SessionWorld(
          "s1",
          "en",
          List.of(
              new Document("guard_roster.md", "Duty roster", "Night: 3 guards.", "hacker"),
              new Document("camera_plan.md", "Where the cameras are", "24 cameras.", null),
              new Document("codes.md", "Codes", CANARY, "safecracker"),
              new Document("CODES2.MD", "More codes", CANARY, "driver")),
          List.of(),
          Map.of());
  private static final Set<String> OWN = Set.of("Night: 3 guards.", "24 cameras.");
  private static final Shelf SHELF = new Shelf(WORLD, "hacker");
  private static final String[] PARTS = {
    "../",
    "..\\",
    "./",
    "/",
    "//",
    "\\\\host\\share\\",
    "C:",
    "file://",
    "http://",
    "codes",
    ".md",
    "codes.md",
    "CODES2.MD",
    "guard_roster",
    "camera_plan.md",
    "etc/passwd",
    "/proc/self/environ",
    "%2e%2e%2f",
    "%00",
    "\u0000",
    "..;/",
    "*",
    "?",
    "[a-z]*",
    "~",
    "$HOME",
    "${CANARY}",
    "`id`",
    "|",
    "safecracker",
    ":",
    "::$DATA",
    "con",
    " ",
    "\t",
    "\n",
    "\r\n",
    "\u202e",
    "\uff0e\uff0e/",
    "\u0130",
    "\ud800",
    "a".repeat(300),
    "secrets/operator",
    "."
  };

  private static String hostile(Random random) {
    StringBuilder text = new StringBuilder();
    for (int n = 1 + random.nextInt(6); n > 0; n--) {
      text.append(PARTS[random.nextInt(PARTS.length)]);
    }
    return random.nextInt(3) == 0
        ? Fuzzing.mutate(random, text.toString(), "abcdefgioprstu._-/\\% ")
        : text.toString();
  }

  private static void keepsToItsOwn(String name) {
    try {
      assertThat(SHELF.read(name).text()).as(name).isIn(OWN);
    } catch (HeistException e) {
      assertThat(e.kind()).as(name).isEqualTo(HeistException.Kind.BAD_INPUT);
      assertThat(String.valueOf(e.getMessage()).replace(name.strip(), "")).doesNotContain(CANARY);
    }
  }

  private static void campaign(int inputs) {
    var figures =
        Fuzzing.run("files", inputs, 32, ShelfFuzzTest::hostile, ShelfFuzzTest::keepsToItsOwn);
    assertThat(figures.slowest()).as(figures.toString()).isLessThan(Duration.ofSeconds(1));
    assertThat(figures.largest()).as(figures.toString()).isLessThan(16L << 20);
  }

  @Test
  void hostileNamesLeadNowhere() {
    campaign(10_000);
  }

  @Test
  @Tag("campaign")
  void aHundredThousandHostileNames() {
    campaign(100_000);
  }
}
