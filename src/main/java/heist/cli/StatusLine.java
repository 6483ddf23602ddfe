package heist.cli;

import java.io.PrintStream;

/** A line at the bottom of a terminal that is taken back before anything else is written. */
final class StatusLine {
  private final PrintStream out;
  private final boolean live;
  private String shown = "";
  private long since;

  StatusLine(PrintStream out, boolean live) {
    this.out = out;
    this.live = live;
  }

  /** Shows {@code line}; with the seconds once it has stood for a while. */
  void show(String line) {
    if (!live) {
      return;
    }
    if (!line.equals(shown)) {
      since = System.nanoTime();
    }
    shown = line;
    long seconds = (System.nanoTime() - since) / 1_000_000_000L;
    String waiting = line.isEmpty() || seconds < 3 ? "" : " (" + seconds + " s)";
    out.print("\r\u001b[K" + line + waiting);
    out.flush();
  }

  /** Takes the line back. */
  void clear() {
    if (live && !shown.isEmpty()) {
      out.print("\r\u001b[K");
      out.flush();
    }
  }
}
