package heist.cli;

import heist.cli.render.Paint;
import heist.cli.render.Text;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** A table for people: aligned columns, the last one cut to the screen. */
final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  Table(String... header) {
    rows.add(List.of(header));
  }

  void row(String... cells) {
    rows.add(List.of(cells));
  }

  void print(PrintStream out, Paint paint) {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], Text.width(paint.text(row.get(i))));
      }
    }
    boolean header = true;
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        String cell = paint.text(Text.oneLine(row.get(i)));
        line.append(i == columns - 1 ? cell : Text.pad(cell, widths[i] + 2));
      }
      String shown =
          paint.screen().live()
              ? Text.cut(line.toString(), paint.screen().width() - 1, paint.ellipsis())
              : line.toString();
      out.println(header ? paint.dim(shown.stripTrailing()) : shown.stripTrailing());
      header = false;
    }
  }
}
