package heist.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * Asks axe-core what is wrong with a page for people who see, hear or move otherwise. The script is
 * put into a document once, however often it is asked: that is what takes the time.
 */
public final class Axe {
  private static final String SCRIPT = script();

  private Axe() {}

  /** Fails, naming {@code what}, if any rule is broken. */
  public static void check(Page page, String what) {
    assertThat(violations(page, List.of())).as(what).isEmpty();
  }

  /** Like {@link #check}, of the rules on colours alone: all that another theme changes. */
  public static void checkColours(Page page, String what) {
    assertThat(violations(page, List.of("color-contrast", "link-in-text-block")))
        .as(what)
        .isEmpty();
  }

  private static List<?> violations(Page page, List<String> rules) {
    if (page.evaluate("typeof axe").equals("undefined")) {
      page.evaluate(SCRIPT);
    }
    return (List<?>)
        page.evaluate(
            """
            async (rules) => {
              const found = await axe.run(document, {
                resultTypes: ['violations'],
                ...(rules.length ? { runOnly: { type: 'rule', values: rules } } : {}),
              });
              return found.violations.map((v) => `${v.id}: ${v.nodes[0].target} ${v.help}`);
            }
            """,
            rules);
  }

  private static String script() {
    try (InputStream in = AxeBuilder.class.getResourceAsStream("/axe.min.js")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
