package heist.service.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import heist.testing.Chromium;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A session of 5,000 events: the page draws what is in sight and no more. Figures are printed; how
 * long things take is measured, not asserted.
 */
@Tag("browser")
class LongSessionBrowserTest {
  private static final int EVENTS = 5000;
  @TempDir Path data;

  @Test
  void theFirstLoadIsSmall() {
    try (TestDashboard dashboard = TestDashboard.start(data)) {
      for (String visit : new String[] {"first visit", "second visitor, warm server"}) {
        try (BrowserContext context = Chromium.context(1440, 900, ColorScheme.LIGHT, "en-GB")) {
          Page page = context.newPage();
          page.setDefaultTimeout(60_000);
          page.navigate(dashboard.address() + "/");
          assertThat(page.locator(".empty button.main")).isEnabled();
          Object usable = page.evaluate("Math.round(performance.now())");
          page.evaluate(
              "() => new Promise((done) => { const s = document.createElement('script'); s.src = 'lib/chart.js'; s.onload = done; document.head.append(s); })");
          int bytes =
              ((Number)
                      page.evaluate(
                          "['navigation', 'resource'].flatMap((t) => performance.getEntriesByType(t)).reduce((n, e) => n + e.transferSize, 0)"))
                  .intValue();
          assertThat(bytes).isBetween(50_000, 300_000);
          System.out.printf(
              Locale.ROOT,
              "dashboard, %s: %d kB with the charts, usable within %s ms%n",
              visit,
              bytes / 1000,
              usable);
        }
      }
    }
  }

  @Test
  void fiveThousandEventsNeedFewNodes() {
    try (TestDashboard dashboard = TestDashboard.start(data);
        BrowserContext context = Chromium.context(1440, 900, ColorScheme.LIGHT, "en-GB")) {
      dashboard.game.lengthen(EVENTS + 600).show(EVENTS);
      Page page = context.newPage();
      page.setDefaultTimeout(60_000);
      page.navigate(dashboard.address() + "/"); // the page's files and the JIT are warm, as in use
      assertThat(page.locator(".sessions a").first()).isVisible();
      Object first =
          page.evaluate(
              """
              () => new Promise((done) => {
                const begin = performance.now();
                const look = () => document.querySelector('.card .said') ? requestAnimationFrame(() => done(Math.round(performance.now() - begin))) : requestAnimationFrame(look);
                location.hash = '#s1';
                look();
              })
              """);
      Chromium.awaitState(page, ".log.length === " + EVENTS);
      int nodes = ((Number) page.evaluate("document.querySelectorAll('*').length")).intValue();
      assertThat(nodes).isLessThan(1000);
      assertThat(page.locator(".card").last()).isVisible();

      page.keyboard().press("/");
      assertThat(page.locator(".find input")).isFocused();
      page.keyboard().type("needle");
      assertThat(page.locator(".find output")).containsText("1 of 17");
      page.keyboard().press("Escape");
      assertThat(page.locator(".find")).hasCount(0);

      page.locator(".scroll.told").evaluate("e => { e.scrollTop = 0; }");
      assertThat(page.locator(".round").first()).isVisible();
      assertThat(((Number) page.evaluate("document.querySelectorAll('*').length")).intValue())
          .isLessThan(1000);
      page.locator("#tab-trace").click();
      assertThat(page.locator(".row").first()).isVisible();
      assertThat(((Number) page.evaluate("document.querySelectorAll('*').length")).intValue())
          .isLessThan(1000);

      page.locator("#tab-story").click();
      String typed = typeWhileEventsCome(dashboard, page);
      assertThat(typed).isEqualTo("Look again at the badges, please.");
      System.out.printf(
          Locale.ROOT,
          "dashboard: %d events, content after %s ms, %d nodes; longest frame while 60 events a"
              + " second came: %s ms%n",
          EVENTS,
          first,
          nodes,
          page.evaluate("globalThis.longest"));
    }
  }

  /** 60 events a second for as long as the typing takes: no letter is lost. */
  private static String typeWhileEventsCome(TestDashboard dashboard, Page page) {
    page.evaluate(
        """
        () => { globalThis.longest = 0; let last = performance.now();
          const frame = (now) => { globalThis.longest = Math.max(globalThis.longest, Math.round(now - last)); last = now; requestAnimationFrame(frame); };
          requestAnimationFrame(frame); }
        """);
    Thread feeding =
        Thread.ofVirtual()
            .start(() -> {
              for (int i = 1; i <= 300; i++) {
                dashboard.game.show(EVENTS + i);
                java.util.concurrent.locks.LockSupport.parkNanos(1_000_000_000L / 60);
              }
            });
    page.locator("textarea").focus();
    page.keyboard()
        .type(
            "Look again at the badges, please.",
            new com.microsoft.playwright.Keyboard.TypeOptions().setDelay(60));
    String typed = page.locator("textarea").inputValue();
    try {
      feeding.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Chromium.awaitState(page, ".log.length === " + (EVENTS + 300));
    return typed;
  }
}
