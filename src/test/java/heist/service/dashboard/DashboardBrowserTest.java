package heist.service.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import heist.testing.Axe;
import heist.testing.Chromium;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real Chromium, before a recorded game. */
@Tag("browser")
class DashboardBrowserTest {
  @TempDir Path data;
  private TestDashboard dashboard;
  private BrowserContext context;
  private Page page;
  private final List<String> trouble = new ArrayList<>();

  @BeforeEach
  void open() {
    dashboard = TestDashboard.start(data);
    look(1440, ColorScheme.LIGHT, "en-GB");
  }

  private void look(int width, ColorScheme scheme, String locale) {
    context = Chromium.context(width, 800, scheme, locale);
    page = context.newPage();
    page.setDefaultTimeout(60_000);
    page.onPageError(trouble::add);
    page.onConsoleMessage(message -> {
      if (message.type().equals("error")) {
        trouble.add(message.text());
      }
    });
  }

  @AfterEach
  void close() {
    context.close();
    dashboard.close();
  }

  private void show(String address) {
    page.navigate(dashboard.address() + address);
  }

  @Test
  void fromTheFirstVisitToTheReveal() {
    show("/");
    page.locator("button:has-text('Start a heist')").click();
    assertThat(page.locator(".title h1")).hasText("Meridian Bank: the vault");
    dashboard.game.show(40);
    assertThat(page.locator(".card")).hasCount(7);
    assertThat(page.locator(".chip")).hasText("running");

    page.locator(".tool.denied").click();
    assertThat(page.locator(".inspector pre.bad")).containsText("You may not read guard_roster.md");
    page.locator("textarea").fill("Look again.");
    page.locator("button:has-text('Send')").click();
    page.locator(".limits summary").click();
    page.locator(".limits input[name=more]").fill("2");
    page.locator(".limits button:has-text('Give them')").click();
    page.locator(".limits select").selectOption("tokens");
    page.locator(".limits input[name=limit]").fill("90000");
    page.locator(".limits form:has(select) button").click();
    page.locator("button:has-text('Pause')").click();
    dashboard.game.showTo("paused");
    page.locator("button:has-text('One turn')").click();

    dashboard.game.showTo("deliberation_ended");
    page.locator(".ask label:has-text('driver')").click();
    page.locator(".ask button:has-text('Lock it')").click();
    page.locator("dialog button:has-text('Lock it')").click();
    dashboard.game.showAll();
    assertThat(page.locator(".stamp")).hasText("Mole found");
    assertThat(page.locator(".steps li")).hasCount(5);
    assertThat(page.locator(".culprit")).containsText("driver was the mole");
    assertThat(page.locator(".sealed")).containsText("the commitment fits");
    page.evaluate("location.hash = '#s1/" + withdrawn() + "'");
    assertThat(page.locator(".card.withdrawn")).hasCount(1);
    awaitAsked(
        "POST /api/v1/sessions/s1/extend {\"more\":2}",
        "POST /api/v1/sessions/s1/budget {\"name\":\"tokens\",\"limit\":90000}",
        "POST /api/v1/sessions/s1/pause {}",
        "POST /api/v1/sessions/s1/step {}",
        "POST /api/v1/sessions/s1/accusation {\"suspect\":\"driver\",\"lock\":true}");
    assertThat(trouble).isEmpty();
  }

  /** The page draws before it has asked. */
  private void awaitAsked(String... lines) {
    page.waitForCondition(() -> dashboard.game.asked().containsAll(List.of(lines)));
  }

  private static long withdrawn() {
    return RecordedGame.recording().stream()
        .filter(e -> e.path("type").asString("").equals("statements_withdrawn"))
        .findFirst()
        .orElseThrow()
        .path("messages")
        .path(0)
        .asLong();
  }

  @Test
  void whatModelsAgentsPeopleAndFilesSayStaysText() {
    String bad = "<img src=x onerror=\"window.hacked=1\"><script>window.hacked=1</script>";
    dashboard.game.rewrite(bad);
    dashboard.game.showAll();
    show("/#s1/40");
    assertThat(page.locator(".said").first()).containsText("<img src=x onerror=");
    assertThat(page.locator(".crew b").nth(4)).containsText("driver <img src=x");
    page.locator(".tool").first().click();
    assertThat(page.locator(".inspector pre").last()).containsText("<script>");
    page.locator("#tab-trace").click();
    assertThat(page.locator(".row").first()).isVisible();
    page.locator("#tab-figures").click();
    page.locator(".chart input").first().check();
    assertThat(page.locator(".chart table").first()).containsText("<img src=x");
    show("/#/compare/s1/s1");
    assertThat(page.locator(".versus").first()).isVisible();
    assertThat(page.locator("#app main img, #app .side img, #app script")).hasCount(0);
    assertThat(page.evaluate("typeof window.hacked")).isEqualTo("undefined");
    assertThat(trouble).isEmpty();
  }

  @Test
  void canBePlayedByKeysAlone() {
    dashboard.game.show(40);
    show("/#s1");
    assertThat(page.locator(".card")).hasCount(7);
    page.keyboard().press("ArrowLeft");
    assertThat(page.locator(".scrubber button:has-text('Back to live')")).isVisible();
    page.keyboard().press("Shift+ArrowLeft");
    page.keyboard().press("Shift+ArrowRight");
    page.keyboard().press("j");
    page.keyboard().press("/");
    assertThat(page.locator(".find input")).isFocused();
    page.keyboard().type("the");
    assertThat(page.locator(".find output")).containsText("1 of ");
    page.keyboard().press("Enter");
    assertThat(page.locator(".find output")).containsText("2 of ");
    page.keyboard().press("Escape");
    assertThat(page.locator(".find")).hasCount(0);
    page.keyboard().press("?");
    assertThat(page.locator("dialog kbd").first()).isVisible();
    page.keyboard().press("Escape");
    assertThat(page.locator("dialog")).hasCount(0);

    dashboard.game.showTo("deliberation_ended");
    for (int i = 0; i < 4; i++) {
      page.keyboard().press("Shift+ArrowRight"); // to the end, and so back to live
    }
    page.locator(".ask input").first().focus();
    page.keyboard().press("Space");
    page.keyboard().press("ArrowDown");
    // The page draws once a frame; nobody presses Tab within one.
    assertThat(page.locator(".ask .button.main")).isEnabled();
    page.keyboard().press("Tab");
    assertThat(page.locator(".ask .button.main")).isFocused();
    page.keyboard().press("Enter");
    page.locator("dialog .button.main").focus();
    page.waitForResponse(
        answer -> answer.url().endsWith("/accusation"), () -> page.keyboard().press("Enter"));
    assertThat(page.locator("dialog")).hasCount(0);
    // the dialog closes before the game has been asked
    page.waitForCondition(
        () -> dashboard.game.asked().stream().anyMatch(line -> line.contains("\"lock\":true")));
    assertThat(trouble).isEmpty();
  }

  @Test
  void whatIsSwitchedOffDoesNotShow() {
    dashboard.close();
    dashboard = TestDashboard.start(data, "control", "commands", "mole_game");
    dashboard.game.show(40);
    show("/#s1");
    assertThat(page.locator(".card")).hasCount(7);
    assertThat(page.locator("button:has-text('Pause')")).hasCount(0);
    assertThat(page.locator("textarea")).hasCount(0);
    assertThat(page.locator(".suspects")).hasCount(0);
  }

  @Test
  void speaksGermanAndFitsANarrowScreen() {
    context.close();
    look(380, ColorScheme.DARK, "de-DE");
    dashboard.game.showAll();
    show("/#s1");
    assertThat(page.locator(".stamp")).hasText("Maulwurf gefasst");
    assertThat(page.locator("html")).hasAttribute("lang", "de");
    Object wide = page.evaluate("document.documentElement.scrollWidth > 380");
    assertThat(wide).isEqualTo(false);
    page.locator(".panes button:has-text('Crew')").click();
    assertThat(page.locator("dl.plan")).isVisible();
    assertThat(trouble).isEmpty();
  }

  @Test
  void axeFindsNothing() {
    for (ColorScheme scheme : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
      context.close();
      look(1440, scheme, "en-GB");
      dashboard.game.show(0);
      show("/");
      assertThat(page.locator(".empty")).isVisible();
      check(scheme + " first visit");
      dashboard.game.showTo("deliberation_ended");
      show("/#s1");
      assertThat(page.locator(".ask")).isVisible();
      check(scheme + " accusing");
      dashboard.game.showAll();
      assertThat(page.locator(".stamp")).isVisible();
      check(scheme + " over");
    }
  }

  private void check(String what) {
    Axe.check(page, what);
  }

  @Test
  void axeFindsNothingWherePeopleSignInAndWhereAClassMeets() {
    dashboard.close();
    dashboard = TestDashboard.withLogin(data);
    dashboard.game.show(40);
    show("/");
    assertThat(page.locator(".signin")).isVisible();
    check("signing in");
    page.locator("input[name=password]").fill(dashboard.secret("dashboard-operator"));
    page.locator("button:has-text('Sign in')").click();
    assertThat(page.locator(".sessions a").first()).isVisible();
    show("/#s1");
    page.locator(".class button:has-text('Open for a class')").click();
    assertThat(page.locator(".join-code code")).isVisible();
    check("a class");
    page.locator(".menu button").click();
    check("menu");
  }
}
