package heist.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static heist.app.BrowserHeist.heist;
import static heist.app.BrowserHeist.show;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import heist.testing.Axe;
import heist.testing.Chromium;
import heist.web.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** The page before the whole program, in a real Chromium. */
@Tag("browser")
@ExtendWith(BrowserHeist.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PageBrowserTest {
  private static final String APP = "(await import('/js/store.js')).app";
  private static final List<String> TROUBLE = new ArrayList<>();

  private static BrowserContext context;
  private static Page page;

  /** The heist that the first test played, and which the others look at. */
  private static String played = "";

  @BeforeAll
  static void open() {
    context = Chromium.context(1440, 900, ColorScheme.LIGHT, "en-GB");
    page = watched(context);
  }

  @AfterAll
  static void close() {
    context.close();
  }

  private static Page watched(BrowserContext of) {
    Page made = of.newPage();
    made.setDefaultTimeout(60_000);
    made.onPageError(TROUBLE::add);
    return made;
  }

  @Test
  @Order(1)
  void eightTasksTakeAtMostTenActionsEach() {
    Actions person = new Actions(page);
    page.navigate(BrowserHeist.address());

    person.task("start").click(".choices summary").type("input[name=rounds]", "1");
    person.type("input[name=pace]", "60").click("button:has-text('Start a heist')");
    assertThat(page.locator(".chip")).hasText("running");
    played = String.valueOf(page.evaluate("location.hash.slice(1)"));

    person.task("pause").click("button:has-text('Pause')");
    assertThat(page.locator(".chip")).hasText("paused");
    playTurn(1); // nobody is slow enough to miss the rest
    assertThat(page.locator(".card .said").first()).isVisible();
    heist().game().post("/api/v1/sessions/" + played + "/pace", Json.tree("{\"seconds\":0}"));

    String last = page.locator(".round .order span").last().getAttribute("title");
    person.task("command").choose("select[name=agent]", last);
    person.type("textarea[name=text]", "Read your papers again.").click("button:has-text('Send')");
    assertThat(page.locator(".orders .state").first()).containsText("waiting for the next turn");

    person.task("inspect a tool call").click(".tool");
    assertThat(page.locator(".inspector .scope").first()).isVisible();
    assertThat(page.locator(".inspector pre").first()).isVisible();

    person.task("accuse").click("button:has-text('Resume')");
    assertThat(page.locator(".orders .state").first()).containsText("delivered in turn");
    assertThat(page.locator(".ask")).isVisible();
    person.click(".ask label").click(".ask button:has-text('Lock it')");
    person.click("dialog button:has-text('Lock it')");
    assertThat(page.locator(".stamp")).isVisible();
    assertThat(page.locator(".plan-drawing.job .stop").first()).isVisible();
    assertThat(page.locator(".sealed")).containsText("the commitment fits");
    assertThat(page.locator(".chip")).hasText("over");

    String failed = failed();
    assertThat(page.locator(".sessions a[href='#" + failed + "']")).isVisible();
    person.task("why the plan failed").click(".sessions a[href='#" + failed + "']");
    Chromium.awaitDrawn(page, "#" + failed); // the last heist may have had a reason too
    assertThat(page.locator(".why")).containsText("right was");

    person.task("replay a turn").press("g").type("dialog input", "3").press("Enter");
    assertThat(page.locator(".scrubber .where")).containsText("turn 3");
    assertThat(page.locator(".why")).hasCount(0);
    person.click("button[aria-label='Play']");
    assertThat(page.locator(".scrubber .where")).containsText(Pattern.compile("turn ([4-9]|1)"));
    person.press("Escape");
    assertThat(page.locator(".scrubber button:has-text('To the end')")).isVisible();

    person.task("compare").click(".office-links a:has-text('Compare')");
    person.value("select[name=a]", played).value("select[name=b]", failed);
    assertThat(page.locator(".versus .differs").first()).isVisible();
    assertThat(page.locator(".beside blockquote").first()).isVisible();

    System.out.println("dashboard: actions by task: " + person.check());
    assertThat(TROUBLE).isEmpty();
  }

  /** Has one turn played, and waits until the page shows the rest after it. */
  private static void playTurn(int turn) {
    heist().game().post("/api/v1/sessions/" + played + "/step", null);
    assertThat(page.locator(".chip")).hasText("paused after turn " + turn);
  }

  /** A heist that went wrong; one round is hardly ever enough for a good plan. */
  private static String failed() {
    for (int seed = 1; seed < 10; seed++) {
      String id = heist().create(TestHeist.request("page" + seed, 1));
      for (JsonNode event : heist().awaitEnd(id)) {
        if (event.path("type").asString("").equals("outcome_reached")
            && event.hasNonNull("field")) {
          return id;
        }
      }
    }
    throw new AssertionError("nine heists of one round each, and none went wrong");
  }

  @Test
  @Order(2)
  void twoBrowsersSeeTheSameAlsoWhenTheServerIsKilledAndComesBack() {
    String id = heist().create(TestHeist.request("live", 2).put("pace", 0.1).put("accuse", "vote"));
    try (BrowserContext second = Chromium.context(900, 700, ColorScheme.DARK, "en-GB")) {
      Page there = watched(second);
      there.navigate(BrowserHeist.address() + "/#" + id);
      show(page, "#" + id);
      Chromium.awaitState(page, ".log.length > 8");
      Chromium.awaitState(there, ".log.length > 8");
      page.evaluate("globalThis.sameDocument = true");
      BrowserHeist.restart(() -> assertThat(page.locator(".top .line.lost")).isVisible());
      String over = ".log.some((e) => e.type === 'session_ended')";
      Chromium.awaitState(page, over);
      Chromium.awaitState(there, over);
      assertThat(page.locator(".top .line.lost")).hasCount(0);
      assertThat(page.evaluate("globalThis.sameDocument")).isEqualTo(true);
      String all = "async () => JSON.stringify(" + APP + ".log)";
      assertThat(there.evaluate(all)).isEqualTo(page.evaluate(all));
    }
    List<?> seen = (List<?>) page.evaluate("async () => " + APP + ".log.map((e) => e.seq)");
    List<Integer> kept = new ArrayList<>();
    heist()
        .game()
        .get("/api/v1/sessions/" + id + "/events?after=0")
        .path("events")
        .forEach(e -> kept.add(e.path("seq").asInt()));
    assertThat(seen).isEqualTo(kept.subList(0, seen.size())).doesNotHaveDuplicates();
  }

  @Test
  @Order(3)
  void axeFindsNothingOnAnyView() {
    for (String view :
        List.of(
            "",
            "#" + played + "/story",
            "#" + played + "/trace",
            "#" + played + "/site",
            "#" + played + "/figures",
            "#/overview",
            "#/compare/" + played + "/" + played,
            "#/crews",
            "#/scenarios",
            "#/access",
            "#/audit",
            "#/services",
            "#/settings")) {
      show(page, view);
      if (view.endsWith("figures")) {
        assertThat(page.textContent(".figures")).contains("prompt tokens (");
      }
      theme("light");
      Axe.check(page, view);
      for (String theme : List.of("dark", "neon")) {
        theme(theme);
        Axe.checkColours(page, view + " " + theme);
      }
      page.setViewportSize(380, 780);
      Axe.check(page, view + " narrow");
      assertThat(page.evaluate("document.documentElement.scrollWidth")).as(view).isEqualTo(380);
      page.setViewportSize(1440, 900);
    }
    theme("light");
    show(page, "#" + played + "/story");
    page.keyboard().press("?");
    assertThat(page.locator("dialog")).isVisible();
    Axe.check(page, "help");
    page.keyboard().press("Escape");
    page.setViewportSize(380, 780);
    page.locator(".panes button:has-text('Crew')").click();
    Axe.check(page, "narrow, crew");
    page.setViewportSize(1440, 900);
    assertThat(TROUBLE).isEmpty();
  }

  @Test
  @Order(4)
  void aFinishedSessionOpensAtItsVerdictAndIsListedByIt() {
    String id =
        heist().create(TestHeist.request("none", 1).put("mole", "nobody").put("accuse", "none"));
    heist().awaitEnd(id);
    show(page, "#" + id);
    assertThat(page.locator(".stamp")).isInViewport();
    assertThat(page.locator(".stamp")).hasText("Nobody it was");
    assertThat(page.locator(".sessions a[href='#" + id + "'] i")).hasText("Nobody it was");
    assertThat(page.locator(".sealed")).not().isInViewport();
  }

  @Test
  @Order(5)
  void aForkAsksFirstBeginsPausedAndSaysWhenceItComes() {
    show(page, "#" + played);
    page.locator(".scrubber .fork").click();
    page.locator("dialog input[name=turn]").fill("2");
    page.locator("dialog button:has-text('Fork it')").click();
    assertThat(page.locator(".top .title")).containsText("at turn 2");
    assertThat(page.locator(".chip")).containsText("paused");
    assertThat(page.locator(".sessions a[aria-current=page] .fork-of")).containsText("fork of");
  }

  @Test
  @Order(6)
  void aCopyOfACrewIsKeptUnderItsNameAndCanBeDeleted() {
    show(page, "#/crews/classic");
    page.locator("button:has-text('Save a copy')").click();
    assertThat(page.locator(".pills a[aria-current=page]")).containsText("my-classic");
    assertThat(page.locator("textarea.code")).hasValue(Pattern.compile("\\nname: my-classic\\n"));
    page.locator("button:has-text('Delete my-classic')").click();
    page.locator("dialog button:has-text('Delete it')").click();
    assertThat(page.locator(".pills")).not().containsText("my-classic");
    assertThat(TROUBLE).isEmpty();
  }

  @Test
  @Order(7)
  void accessCanBeTakenBackOnAPhoneWithoutMovingTheTableSideways() {
    page.setViewportSize(380, 780);
    show(page, "#/access");
    var button = page.locator(".clients button").first();
    assertThat(button).isVisible();
    assertThat(button.boundingBox().x + button.boundingBox().width).isLessThan(380);
    Axe.check(page, "access, narrow");
    page.setViewportSize(1440, 900);
  }

  private static void theme(String name) {
    page.evaluate("t => { document.documentElement.dataset.theme = t; }", name);
  }
}
