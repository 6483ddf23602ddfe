package heist.app;

import com.microsoft.playwright.Page;
import heist.client.AddressBook;
import heist.client.Target;
import heist.testing.Chromium;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * The whole program for the browser tests: started once for all of them, ended when the last test
 * has run. Not thread-safe.
 */
final class BrowserHeist implements BeforeAllCallback {
  private static @Nullable Started started;

  @Override
  public void beforeAll(ExtensionContext context) {
    started =
        context
            .getRoot()
            .getStore(Namespace.create(BrowserHeist.class))
            .computeIfAbsent("heist", _ -> new Started(), Started.class);
  }

  /** The program. */
  static TestHeist heist() {
    return running().heist;
  }

  static String address() {
    return running().addresses.of(Target.DASHBOARD).toString();
  }

  /** Ends the program, does something without it, and starts it again where it was. */
  static void restart(Runnable between) {
    Started it = running();
    it.heist.close();
    between.run();
    it.heist = TestHeist.on(it.addresses, it.data);
  }

  /** Goes to a place within the page and waits until it is drawn. */
  static void show(Page page, String hash) {
    if (page.url().startsWith(address())) {
      page.evaluate("hash => { location.hash = hash; }", hash);
    } else {
      page.navigate(address() + "/" + hash);
    }
    Chromium.awaitDrawn(page, hash);
  }

  private static Started running() {
    return Objects.requireNonNull(started, "a test class needs @ExtendWith(BrowserHeist.class)");
  }

  private static final class Started implements AutoCloseable {
    final Path data = folder();
    final AddressBook addresses = AddressBook.onFreePorts();
    TestHeist heist = TestHeist.on(addresses, data);

    private static Path folder() {
      try {
        return Files.createTempDirectory("heist-browser-");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      heist.close();
      try (Stream<Path> all = Files.walk(data)) {
        all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
