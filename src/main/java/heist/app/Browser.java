package heist.app;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.slf4j.LoggerFactory;

/** Opens a page in the person's browser. */
final class Browser {
  private Browser() {}

  /** Tries the system's own openers; where there is none, the address on the screen must do. */
  static void open(URI page) {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    List<String> openers =
        system.contains("mac") ? List.of("open") : List.of("xdg-open", "wslview", "gio");
    for (String opener : openers) {
      try {
        List<String> command =
            opener.equals("gio")
                ? List.of("gio", "open", page.toString())
                : List.of(opener, page.toString());
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
        return;
      } catch (IOException e) {
        LoggerFactory.getLogger(Browser.class).debug("{} is not there", opener);
      }
    }
  }
}
