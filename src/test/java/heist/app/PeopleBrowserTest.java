package heist.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static heist.app.BrowserHeist.heist;
import static heist.app.BrowserHeist.show;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import heist.testing.Axe;
import heist.testing.Chromium;
import heist.web.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the page asks of people within a turn: leave for a tool call, and an agent's words. */
@Tag("browser")
@ExtendWith(BrowserHeist.class)
class PeopleBrowserTest {
  private final List<String> trouble = new ArrayList<>();
  private BrowserContext context;
  private Page page;

  @BeforeEach
  void open() {
    context = Chromium.context(1280, 800, ColorScheme.LIGHT, "en-GB");
    page = context.newPage();
    page.setDefaultTimeout(60_000);
    page.onPageError(trouble::add);
  }

  @AfterEach
  void close() {
    context.close();
    assertThat(trouble).isEmpty();
  }

  @Test
  void anOperatorChangesDeniesAndAllowsToolCalls() throws IOException {
    String crew = Files.readString(Path.of("crews/classic.yaml")) + "\napproval: [file_reader]\n";
    String id = heist().create(TestHeist.request("leave", 1).put("crew", crew));
    show(page, "#" + id);
    Locator leave = page.locator(".leave");
    assertThat(leave).containsText("asks leave to use file_reader");
    assertThat(leave.locator(".limit")).containsText("left");
    assertThat(page.locator(".chip")).hasText("waits for leave");
    Axe.check(page, "leave");

    leave.locator("button:has-text('Change it')").click();
    leave.locator("textarea").fill("no arguments");
    leave.locator("button:has-text('Allow it so')").click();
    assertThat(leave.locator("[role=alert]")).containsText("That is no JSON");
    leave.locator("textarea").fill("{\"filename\": \"nowhere.md\"}");
    leave.locator("button:has-text('Allow it so')").click();
    assertThat(page.locator(".by-leave.edit").first()).hasText("changed by you");

    leave.locator("button:has-text('Deny')").click();
    assertThat(page.locator(".tool.denied .by-leave.deny").first()).hasText("denied by you");
    leave.locator("button:has-text('Allow'):not(:has-text('so'))").click();
    assertThat(page.locator(".by-leave.allow").first()).hasText("allowed by you");

    List<String> decided = new ArrayList<>();
    heist().await(id, e -> e.path("type").asString("").equals("approval_given") && add(decided, e));
    assertThat(decided)
        .containsExactly("EDIT nowhere.md dashboard", "DENY  dashboard", "ALLOW  dashboard");
    page.locator(".limits summary").click();
    page.locator(".limits input[name=pace]").fill("0.5");
    page.locator(".limits form:has([name=pace]) button").click();
    assertThat(page.locator(".limits input[name=pace]")).hasValue("0.5");
    // Told at once; the session itself takes it up before its next turn.
    while (heist().game().get("/api/v1/sessions/" + id).path("pace").asDouble() != 0.5) {
      page.waitForTimeout(20);
    }
    heist().game().post("/api/v1/sessions/" + id + "/stop", null);
    assertThat(leave).hasCount(0);
  }

  /** Notes a decision; true for the third. */
  private static boolean add(List<String> decided, JsonNode e) {
    String file = e.path("arguments").path("filename").asString("");
    decided.add(String.join(" ", e.path("decision").asString(), file, e.path("by").asString()));
    return decided.size() == 3;
  }

  @Test
  void aPersonPlaysTheMoleFromTheStartToTheVote() {
    ObjectNode wish = TestHeist.request("seat", 1).put("accuse", "vote");
    JsonNode made =
        heist()
            .game()
            .post("/api/v1/sessions", wish.put("human", "lookout").put("mole", "lookout"));
    String id = made.path("id").asString();
    String token = made.path("seats").path(0).path("token").asString();
    show(page, "#" + id);
    assertThat(page.locator("#tab-trace")).isVisible();
    page.locator(".seatpane summary").click();
    page.locator(".seatpane input[name=token]").fill("wrong");
    page.locator("button:has-text('Sit down')").click();
    assertThat(page.locator(".toast")).containsText("opens no seat");
    page.locator(".seatpane input[name=token]").fill(token);
    page.locator("button:has-text('Sit down')").click();

    assertThat(page.locator(".seatpane .brief").first()).containsText("Allegiance: mole");
    assertThat(page.locator("#tab-trace")).hasCount(0); // the others' tool calls are theirs
    assertThat(page.locator(".suspects")).hasCount(0); // whoever plays does not accuse
    Locator composer = page.locator(".composer:not(.idle)");
    assertThat(composer.locator("h2")).containsText("You are lookout, and it is your turn");
    assertThat(composer.locator(".limit")).containsText("left");
    Axe.check(page, "seat");
    page.reload(); // the seat stays
    composer.locator("summary").click();
    composer.locator("select").selectOption("file_reader");
    composer.locator("input[name=filename]").fill("guard_roster.md");
    composer.locator("button:has-text('Use it')").click();
    assertThat(page.locator(".tool")).hasCount(1);
    assertThat(page.locator(".tool .name")).hasText("file_reader");
    composer.locator("textarea").fill("The shifts change at two, I read it myself.");
    composer.locator("input[name=note]").fill("Sabotage: I made the hour up.");
    composer.locator("button:has-text('Say it')").click();
    assertThat(page.locator(".said:has-text('The shifts change at two')")).isVisible();

    page.locator(".composer .suspects label:has-text('driver')").click();
    composer.locator("button:has-text('Vote')").click();
    assertThat(page.locator(".chip")).hasText("over");
    assertThat(page.locator("#tab-trace")).isVisible(); // now all of it can be seen
    assertThat(page.locator(".notes").first()).containsText("I made the hour up");
    assertThat(page.locator(".composer")).hasCount(0);
    assertThat(String.valueOf(page.url())).doesNotContain(token);
    assertThat(Json.mapper().writeValueAsString(heist().awaitEnd(id))).doesNotContain(token);
  }
}
