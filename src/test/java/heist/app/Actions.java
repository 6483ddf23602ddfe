package heist.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a person does with hand and keyboard, counted by task: a click, a key, a choice from a list
 * or a text typed into a field is one action each. Not thread-safe.
 */
final class Actions {
  private static final int MOST = 10;
  private final Page page;
  private final Map<String, Integer> counts = new LinkedHashMap<>();
  private String task = "";

  Actions(Page page) {
    this.page = page;
  }

  /** From here on actions count for this task. */
  Actions task(String name) {
    task = name;
    counts.put(name, 0);
    return this;
  }

  Actions click(String selector) {
    page.locator(selector).first().click();
    return one();
  }

  Actions type(String selector, String text) {
    page.locator(selector).first().fill(text);
    return one();
  }

  Actions choose(String selector, String label) {
    page.locator(selector)
        .first()
        .selectOption(new com.microsoft.playwright.options.SelectOption().setLabel(label));
    return one();
  }

  /** A choice from a list, by what stands behind it. */
  Actions value(String selector, String value) {
    page.locator(selector).first().selectOption(value);
    return one();
  }

  Actions press(String key) {
    page.keyboard().press(key);
    return one();
  }

  private Actions one() {
    counts.merge(task, 1, Integer::sum);
    return this;
  }

  /** Fails if a task took more actions than it may. */
  Map<String, Integer> check() {
    assertThat(counts).allSatisfy((_, n) -> assertThat(n).isBetween(1, MOST));
    return counts;
  }
}
