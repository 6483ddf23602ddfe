package heist.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import heist.client.AddressBook;
import heist.client.Target;
import heist.testing.Chromium;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** The page before the whole program, in a real Chromium: one server and one browser for all. */
@Tag("browser")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PageBrowserTest {
  private static final String APP = "(await import('/js/store.js')).app";
  private static final List<String> TROUBLE = new ArrayList<>();

  @TempDir static Path data;
  private static final AddressBook ADDRESSES = AddressBook.onFreePorts();
  private static TestHeist heist;
  private static BrowserContext context;
  private static Page page;

  /** The heist that the first test played, and which the others look at. */
  private static String played = "";

  @BeforeAll
  static void start() {
    heist = TestHeist.on(ADDRESSES, data);
    context = Chromium.context(1440, 900, ColorScheme.LIGHT, "en-GB");
    page = watched(context);
  }

  @AfterAll
  static void stop() {
    context.close();
    heist.close();
  }

  private static Page watched(BrowserContext of) {
    Page made = of.newPage();
    made.setDefaultTimeout(60_000);
    made.onPageError(TROUBLE::add);
    return made;
  }

  private static String address() {
    return ADDRESSES.of(Target.DASHBOARD).toString();
  }

  private static String create(int rounds, double pace) {
    ObjectNode wish = TestHeist.request("page", rounds).put("pace", pace);
    return heist.create(wish.put("accuse", "person"));
  }

  @Test
  @Order(1)
  void aHeistIsStartedSteeredJudgedReplayedAndCompared() {
    page.navigate(address());
    page.locator(".choices summary").click();
    page.locator("input[name=rounds]").fill("2");
    page.locator("input[name=pace]").fill("0.1");
    page.locator("button:has-text('Start a heist')").click();
    assertThat(page.locator(".card").first()).isVisible();
    played = String.valueOf(page.evaluate("location.hash.slice(1)"));
    page.locator("button:has-text('Pause')").click();
    assertThat(page.locator(".chip")).containsText("paused after turn");
    page.locator(".orders textarea, form textarea").first().fill("Read your papers again.");
    page.locator("button:has-text('Send')").click();
    assertThat(page.locator(".orders .state").first()).containsText("waiting for the next turn");
    page.locator(".tool").first().click();
    assertThat(page.locator(".inspector .scope").first()).isVisible();
    assertThat(page.locator(".inspector pre").first()).isVisible();
    page.locator("button:has-text('Resume')").click();
    assertThat(page.locator(".orders .state").first()).containsText("delivered in turn");

    page.locator(".ask label").first().click();
    page.locator(".ask button:has-text('Lock it')").click();
    page.locator("dialog button:has-text('Lock it')").click();
    assertThat(page.locator(".stamp")).isVisible();
    assertThat(page.locator(".plan-drawing.job .stop").first()).isVisible();
    assertThat(page.locator(".sealed")).containsText("the commitment fits");
    assertThat(page.locator(".chip")).hasText("over");

    page.locator(".film input").fill("12");
    assertThat(page.locator(".scrubber button:has-text('To the end')")).isVisible();
    assertThat(page.locator(".stamp")).hasCount(0);
    page.keyboard().press("g");
    page.locator("dialog input").fill("3");
    page.keyboard().press("Enter");
    assertThat(page.locator(".scrubber .where")).containsText("turn 3");

    String other = create(1, 0);
    page.navigate(address() + "/#/compare/" + played + "/" + other);
    assertThat(page.locator(".versus .differs").first()).isVisible();
    assertThat(page.locator(".beside blockquote").first()).isVisible();
    assertThat(TROUBLE).isEmpty();
  }

  @Test
  @Order(2)
  void twoBrowsersSeeTheSame() {
    String id = create(2, 0.1);
    try (BrowserContext second = Chromium.context(900, 700, ColorScheme.DARK, "en-GB")) {
      Page there = watched(second);
      there.navigate(address() + "/#" + id);
      page.navigate(address() + "/#" + id);
      String talk = ".log.filter((e) => e.type === 'deliberation_ended').length === 1";
      Chromium.awaitState(page, talk);
      Chromium.awaitState(there, talk);
      String all = "async () => JSON.stringify(" + APP + ".log)";
      assertThat(there.evaluate(all)).isEqualTo(page.evaluate(all));
    }
  }

  @Test
  @Order(3)
  void aServerThatIsKilledAndComesBackLeavesNoGap() {
    String id = create(3, 0.2);
    page.navigate(address() + "/#" + id);
    Chromium.awaitState(page, ".log.length > 8");
    page.evaluate("globalThis.sameDocument = true");
    heist.close();
    assertThat(page.locator(".top .line.lost")).isVisible();
    heist = TestHeist.on(ADDRESSES, data);
    Chromium.awaitState(page, ".log.some((e) => e.type === 'deliberation_ended')");
    assertThat(page.locator(".top .line.lost")).hasCount(0);
    assertThat(page.evaluate("globalThis.sameDocument")).isEqualTo(true);
    List<?> seen = (List<?>) page.evaluate("async () => " + APP + ".log.map((e) => e.seq)");
    List<Integer> kept = new ArrayList<>();
    heist
        .game()
        .get("/api/v1/sessions/" + id + "/events?after=0")
        .path("events")
        .forEach(e -> kept.add(e.path("seq").asInt()));
    assertThat(seen).isEqualTo(kept.subList(0, seen.size())).doesNotHaveDuplicates();
  }

  @Test
  @Order(4)
  void axeFindsNothingOnAnyView() {
    for (String view :
        List.of(
            "",
            "/#" + played,
            "/#" + played + "/trace",
            "/#" + played + "/site",
            "/#" + played + "/figures",
            "/#/overview",
            "/#/compare/" + played + "/" + played,
            "/#/crews",
            "/#/scenarios",
            "/#/access",
            "/#/audit",
            "/#/services",
            "/#/settings")) {
      page.navigate(address() + view);
      page.reload();
      assertThat(page.locator("h1").first()).isVisible();
      if (view.startsWith("/#/")) {
        assertThat(page.locator(".office .hint[role=status]")).hasCount(0);
      }
      for (String theme :
          view.contains(played + "/") ? List.of("dark", "light") : List.of("light", "neon")) {
        page.evaluate("t => { document.documentElement.dataset.theme = t; }", theme);
        check(view + " " + theme);
      }
    }
    page.navigate(address() + "/#" + played);
    page.keyboard().press("?");
    assertThat(page.locator("dialog")).isVisible();
    check("help");
    page.keyboard().press("Escape");
    assertThat(TROUBLE).isEmpty();
  }

  private static void check(String what) {
    assertThat(new AxeBuilder(page).analyze().getViolations())
        .as(what)
        .map(v -> v.getId() + ": " + v.getNodes().getFirst().getTarget() + " " + v.getHelp())
        .isEmpty();
  }
}
