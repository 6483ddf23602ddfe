package heist.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static heist.app.BrowserHeist.heist;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import heist.testing.Chromium;
import heist.testing.SmallPng;
import heist.web.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes the pictures of {@code docs/screenshots} from real heists: each view light on a wide screen
 * and dark on a narrow one, some in neon and on a very wide screen. Run by hand, as its name keeps
 * it out of the tests: {@code ./mvnw -Dtest=Screenshots test}.
 */
@Tag("browser")
@ExtendWith(BrowserHeist.class)
class Screenshots {
  private static final Path FOLDER = Path.of("docs/screenshots");
  private static final long MOST_BYTES = 2_000_000;
  private static final Consumer<Page> NOTHING = _ -> {};

  @Test
  void ofEveryView() throws IOException {
    Files.createDirectories(FOLDER);
    both("first-visit", "", "", NOTHING);
    String first = play("17", "hacker");
    String second = play("23", "intel");
    String open = talk();
    take("live-light", 1440, 900, "light", "#" + open + "/story", "", Screenshots::inspect);
    take("live-narrow-dark", 380, 780, "dark", "#" + open + "/story", "", NOTHING);
    both("accuse", "#" + play("31", ""), "", NOTHING);
    both("verdict", "#" + first + "/story", "", Screenshots::toVerdict);
    both("reveal", "#" + first + "/story", "", Screenshots::toReveal);
    both("trace", "#" + first + "/trace", "", NOTHING);
    both("site", "#" + first + "/site", "", NOTHING);
    both("figures", "#" + first + "/figures", "", NOTHING);
    both("detector", "#" + first + "/story", "", Screenshots::ask);
    both("compare", "#/compare/" + first + "/" + second, "", NOTHING);
    for (String page :
        new String[] {
          "overview", "crews", "scenarios", "access", "audit", "services", "settings"
        }) {
      both(page, "#/" + page, "", NOTHING);
    }
    both("leave", "#" + guarded(), "", NOTHING);
    JsonNode seated = seated();
    String seat = seated.path("id").asString();
    both("seat", "#" + seat, seated.path("seats").path(0).path("token").asString(), NOTHING);
    take("replay-wide", 2560, 1200, "light", "#" + first + "/story", "", Screenshots::replay);
    take("figures-neon", 1280, 800, "neon", "#" + first + "/figures", "", NOTHING);
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertThat(files.mapToLong(p -> p.toFile().length()).sum()).isLessThan(MOST_BYTES);
    }
  }

  private static void post(String id, String what, ObjectNode body) {
    heist().game().post("/api/v1/sessions/" + id + what, body);
  }

  private static ObjectNode object() {
    return Json.mapper().createObjectNode();
  }

  /** A whole heist; without a suspect it waits for the accusation. */
  private static String play(String seed, String suspect) {
    var wish = TestHeist.request(seed, 3).put("accuse", "person").put("mole", "hacker");
    String id = heist().create(wish.put("strategy", "false_info"));
    heist().await(id, e -> e.path("type").asString("").equals("deliberation_ended"));
    if (!suspect.isEmpty()) {
      post(id, "/accusation", object().put("suspect", suspect).put("lock", true));
      heist().awaitEnd(id);
    }
    return id;
  }

  private static String talk() {
    String id = heist().create(TestHeist.request("5", 3).put("accuse", "person").put("pace", 0.2));
    heist().await(id, e -> e.path("turn").asInt(0) == 8);
    String text = "Say which road is open, and where you read it.";
    post(id, "/commands", object().put("agent", "driver").put("text", text).put("standing", false));
    heist().await(id, e -> e.path("turn").asInt(0) == 14);
    post(id, "/pause", object());
    return id;
  }

  private static String guarded() throws IOException {
    String crew = Files.readString(Path.of("crews/classic.yaml"));
    crew += "\napproval: [database_query, submit_plan]\n";
    String id = heist().create(TestHeist.request("9", 2).put("crew", crew));
    heist().await(id, e -> e.path("type").asString("").equals("approval_asked"));
    return id;
  }

  private static JsonNode seated() {
    var wish = TestHeist.request("seat", 1).put("accuse", "vote").put("human_seconds", 600);
    JsonNode made =
        heist()
            .game()
            .post("/api/v1/sessions", wish.put("human", "lookout").put("mole", "lookout"));
    heist()
        .await(made.path("id").asString(), e -> e.path("type").asString("").equals("seat_awaited"));
    return made;
  }

  private static void inspect(Page page) {
    page.locator(".tool").last().click();
    assertThat(page.locator(".inspector")).isVisible();
  }

  private static void toReveal(Page page) {
    page.locator(".job").last().evaluate("e => e.scrollIntoView({block: 'start'})");
  }

  private static void toVerdict(Page page) {
    page.locator(".stamp").evaluate("e => e.scrollIntoView({block: 'start'})");
  }

  private static void replay(Page page) {
    page.locator(".film input").fill("60");
  }

  private static void ask(Page page) {
    if (page.viewportSize().width < 760) {
      page.locator(".panes button").last().click();
    }
    page.locator(".detector summary").click();
    page.locator(".detector button").last().click();
    page.locator(".score").first().click();
    page.locator(".detector").evaluate("e => e.scrollIntoView({block: 'start'})");
  }

  private static void both(String name, String view, String seat, Consumer<Page> then)
      throws IOException {
    take(name + "-light", 1280, 800, "light", view, seat, then);
    take(name + "-narrow-dark", 380, 780, "dark", view, seat, then);
  }

  private static void take(
      String name,
      int width,
      int height,
      String theme,
      String view,
      String seat,
      Consumer<Page> then)
      throws IOException {
    ColorScheme scheme = theme.equals("light") ? ColorScheme.LIGHT : ColorScheme.DARK;
    try (BrowserContext context = Chromium.context(width, height, scheme, "en-GB")) {
      Page page = context.newPage();
      page.setDefaultTimeout(300_000);
      page.addInitScript("localStorage.setItem('heist.theme', '" + theme + "')");
      if (!seat.isEmpty()) {
        String id = view.substring(1);
        page.addInitScript("sessionStorage.setItem('heist.seat." + id + "', '" + seat + "')");
      }
      BrowserHeist.show(page, view);
      if (view.length() > 1 && !view.startsWith("#/")) {
        assertThat(
                page.locator(".reading :is(.card, .row, .plan-drawing, canvas), .composer, .leave")
                    .first())
            .isVisible();
      }
      page.waitForTimeout(1500); // charts and the vault come to rest
      then.accept(page);
      page.waitForTimeout(400);
      Files.write(FOLDER.resolve(name + ".png"), SmallPng.of(page.screenshot()));
    }
  }
}
