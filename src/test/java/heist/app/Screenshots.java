package heist.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import heist.client.AddressBook;
import heist.client.Target;
import heist.testing.Chromium;
import heist.web.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Takes the pictures of {@code docs/screenshots} from a real heist. Run by hand, as its name keeps
 * it out of the tests: {@code ./mvnw -Dtest=Screenshots test}.
 */
@Tag("browser")
class Screenshots {
  private static final Path FOLDER = Path.of("docs/screenshots");
  private static final long MOST_BYTES = 1_500_000;

  @TempDir Path data;
  private String address = "";

  @Test
  void ofEveryView() throws IOException {
    Files.createDirectories(FOLDER);
    AddressBook addresses = AddressBook.onFreePorts();
    address = addresses.of(Target.DASHBOARD).toString();
    try (TestHeist heist = TestHeist.on(addresses, data)) {
      take("first-visit-light", 1280, 800, "light", "/", _ -> {});
      String first = play(heist, "17", "hacker");
      String second = play(heist, "23", "intel");
      String open = talk(heist);
      take("live-light", 1440, 900, "light", "/#" + open, Screenshots::inspect);
      take("live-narrow-dark", 380, 780, "dark", "/#" + open, _ -> {});
      take("trace-dark", 1280, 800, "dark", "/#" + first + "/trace", _ -> {});
      take("site-light", 1280, 800, "light", "/#" + first + "/site", _ -> {});
      take("reveal-dark", 1280, 800, "dark", "/#" + first, Screenshots::toVerdict);
      take("figures-neon", 1280, 800, "neon", "/#" + first + "/figures", _ -> {});
      take("replay-wide-light", 2000, 1000, "light", "/#" + first, Screenshots::replay);
      take("compare-light", 1280, 800, "light", "/#/compare/" + first + "/" + second, _ -> {});
      take("overview-dark", 1280, 800, "dark", "/#/overview", _ -> {});
      take("crews-narrow-light", 380, 780, "light", "/#/crews", _ -> {});
      take("services-light", 1280, 640, "light", "/#/services", _ -> {});
    }
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertThat(files.mapToLong(p -> p.toFile().length()).sum()).isLessThan(MOST_BYTES);
    }
  }

  private static String play(TestHeist heist, String seed, String suspect) {
    var wish = TestHeist.request(seed, 3).put("accuse", "person").put("mole", "hacker");
    String id = heist.create(wish);
    heist.await(id, e -> e.path("type").asString("").equals("deliberation_ended"));
    heist
        .game()
        .post(
            "/api/v1/sessions/" + id + "/accusation",
            Json.mapper().createObjectNode().put("suspect", suspect).put("lock", true));
    heist.awaitEnd(id);
    return id;
  }

  private static String talk(TestHeist heist) {
    String id = heist.create(TestHeist.request("5", 3).put("accuse", "person").put("pace", 0.2));
    heist.await(id, e -> e.path("turn").asInt(0) == 8);
    heist
        .game()
        .post(
            "/api/v1/sessions/" + id + "/commands",
            Json.mapper()
                .createObjectNode()
                .put("agent", "driver")
                .put("text", "Say which road is open, and where you read it.")
                .put("standing", false));
    heist.await(id, e -> e.path("turn").asInt(0) == 14);
    heist.game().post("/api/v1/sessions/" + id + "/pause", Json.mapper().createObjectNode());
    return id;
  }

  private static void inspect(Page page) {
    page.locator(".tool").last().click();
    page.waitForTimeout(400);
  }

  private static void toVerdict(Page page) {
    page.locator(".stamp").evaluate("e => e.scrollIntoView({block: 'start'})");
    page.waitForTimeout(400);
  }

  private static void replay(Page page) {
    page.locator(".film input").fill("60");
    page.waitForTimeout(400);
  }

  private void take(
      String name, int width, int height, String theme, String view, Consumer<Page> then) {
    ColorScheme scheme = theme.equals("dark") ? ColorScheme.DARK : ColorScheme.LIGHT;
    try (BrowserContext context = Chromium.context(width, height, scheme, "en-GB")) {
      Page page = context.newPage();
      page.addInitScript("localStorage.setItem('heist.theme', '" + theme + "')");
      page.navigate(address + view);
      assertThat(page.locator("h1").first()).isVisible();
      Locator busy = page.locator(".office .hint[role=status]");
      assertThat(busy).hasCount(0);
      if (view.length() > 6 && !view.startsWith("/#/")) {
        page.waitForFunction(
            "async () => (await import('/js/store.js')).app.now.turn > 0 && document.querySelector('.reading .card, .reading .row, .plan-drawing, canvas')");
      }
      page.waitForTimeout(1500);
      then.accept(page);
      page.screenshot(new Page.ScreenshotOptions().setPath(FOLDER.resolve(name + ".png")));
    }
  }
}
