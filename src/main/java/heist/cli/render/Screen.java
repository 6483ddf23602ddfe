package heist.cli.render;

/**
 * What the output can show. Immutable.
 *
 * @param width columns, at least {@value #NARROWEST}
 * @param colour whether ANSI colours are understood and wanted
 * @param unicode whether more than ASCII can be shown
 * @param live whether a line may be written and taken back (a terminal, not a file or pipe)
 */
public record Screen(int width, boolean colour, boolean unicode, boolean live) {
  /** Fewer columns are treated as this many. */
  public static final int NARROWEST = 40;

  /** Wider lines are hard to read; text is set to this measure at most. */
  public static final int WIDEST = 120;

  /** Keeps the width within what can be read. */
  public Screen {
    width = Math.clamp(width, NARROWEST, WIDEST);
  }

  /** A file or a pipe: no colours, 100 columns. */
  public static Screen plain() {
    return new Screen(100, false, true, false);
  }
}
