package heist.testing;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The one Chromium of the tests: starting one costs more than most tests do. Not thread-safe. */
public final class Chromium {
  private static @Nullable Browser browser;

  private Chromium() {}

  /** The browser, started with the first call and ended with the program. */
  public static Browser browser() {
    Browser running = browser;
    if (running == null) {
      Playwright playwright =
          Playwright.create(
              new Playwright.CreateOptions()
                  .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
      String path =
          Objects.requireNonNullElse(System.getenv("HEIST_CHROMIUM"), "/usr/bin/chromium");
      running =
          playwright
              .chromium()
              .launch(
                  new LaunchOptions()
                      .setExecutablePath(Path.of(path))
                      .setArgs(
                          List.of(
                              "--no-sandbox",
                              "--disable-gpu",
                              "--disable-quic",
                              "--disable-background-networking",
                              "--disable-component-update",
                              "--disable-sync")));
      browser = running;
      // A busy machine is slow, not wrong.
      PlaywrightAssertions.setDefaultAssertionTimeout(60_000);
      Runtime.getRuntime().addShutdownHook(new Thread(playwright::close));
    }
    return running;
  }

  /** A context of its own: no cookies, nothing stored. */
  public static BrowserContext context(int width, int height, ColorScheme scheme, String locale) {
    return browser()
        .newContext(
            new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(scheme)
                .setLocale(locale));
  }

  /**
   * Waits until the state that the page keeps is so: {@code condition} follows upon it, such as
   * {@code .log.length > 8}. The state is asked itself: a function that answers with a promise
   * would be taken for true at once.
   */
  public static void awaitState(Page page, String condition) {
    page.evaluate("async () => { globalThis.heistApp = (await import('/js/store.js')).app; }");
    page.waitForFunction("() => globalThis.heistApp" + condition);
  }

  /** Waits until the page has drawn this address ({@code #...}) and what it loads for it. */
  public static void awaitDrawn(Page page, String hash) {
    page.waitForFunction(
        "hash => document.getElementById('app').dataset.at === hash"
            + " && document.querySelector('h1, .empty')"
            + " && !document.querySelector('.office .hint[role=status]')",
        hash);
  }
}
