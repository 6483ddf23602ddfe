package heist.cli.render;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where things stand on a line: event number, who, what. On a narrow screen what is said goes below
 * who says it. Immutable.
 */
final class Layout {
  private static final int NUMBER = 5;
  private static final int SMALLEST_TEXT = 34;

  private final Paint paint;
  private final int measure;
  private final int name;
  private final boolean narrow;

  /** A layout for names of at most {@code longestName} columns. */
  Layout(Paint paint, int longestName) {
    this.paint = paint;
    this.measure = paint.screen().width() - 1;
    this.name = Math.min(longestName, 20);
    this.narrow = measure - NUMBER - 2 - name - 2 < SMALLEST_TEXT;
  }

  /** Columns left for what is said or done. */
  int textColumns() {
    return measure - indent().length();
  }

  private String indent() {
    return " ".repeat(narrow ? 3 : NUMBER + 2 + name + 2);
  }

  /**
   * A block of lines beside the name of who is at it.
   *
   * @param number the event's number; null to leave its column empty
   * @param who place in the crew and name; null to leave the column empty
   * @param body lines that fit {@link #textColumns()}, painted
   */
  List<String> block(@Nullable Long number, @Nullable Who who, List<String> body) {
    List<String> lines = new ArrayList<>();
    String left = head(number, who);
    for (String line : body) {
      if (left != null && narrow) {
        lines.add(left);
        lines.add(line.isEmpty() ? "" : indent() + line);
      } else {
        lines.add((left == null && line.isEmpty() ? "" : left == null ? indent() : left) + line);
      }
      left = null;
    }
    return lines;
  }

  /** Who stands in the name column. */
  record Who(int place, String name) {}

  private @Nullable String head(@Nullable Long number, @Nullable Who who) {
    if (narrow) {
      if (who == null) {
        return null;
      }
      String numbered = number == null ? "" : paint.dim(" #" + number);
      return paint.agent(who.place(), paint.shape(who.place()) + " " + who.name()) + numbered;
    }
    String count = number == null ? "" : Long.toString(number);
    String left = paint.dim(" ".repeat(Math.max(0, NUMBER - 1 - count.length())) + count) + " ";
    if (who == null) {
      return left + " ".repeat(2 + name + 2);
    }
    String shown = Text.pad(Text.cut(who.name(), name, paint.ellipsis()), name);
    return left + paint.agent(who.place(), paint.shape(who.place()) + " " + shown) + "  ";
  }

  /** A rule across the screen with a heading in it. */
  List<String> heading(String text) {
    String rule = paint.sign("─", "-");
    int rest = Math.max(3, Math.min(measure, 100) - Text.width(text) - 4);
    return List.of(
        "",
        paint.dim(rule.repeat(2)) + " " + paint.bold(text) + " " + paint.dim(rule.repeat(rest)));
  }

  /** A remark that belongs to nobody, with a sign before it. */
  List<String> remark(String sign, String text) {
    List<String> wrapped = Text.wrap(text, measure - NUMBER - 2);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < wrapped.size(); i++) {
      String lead = i == 0 ? Text.pad(sign, 2) : "  ";
      lines.add(" ".repeat(narrow ? 1 : NUMBER) + lead + wrapped.get(i));
    }
    return Collections.unmodifiableList(lines);
  }

  /** Names with values beside them, the values aligned. */
  List<String> table(List<List<String>> rows) {
    int key = rows.stream().mapToInt(r -> Text.width(r.getFirst())).max().orElse(0);
    key = Math.min(key, 24);
    int left = (narrow ? 3 : NUMBER + 2) + key + 2;
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      List<String> value = Text.wrap(row.getLast(), measure - left);
      for (int i = 0; i < value.size(); i++) {
        String first =
            i == 0
                ? " ".repeat(narrow ? 3 : NUMBER + 2)
                    + paint.dim(Text.pad(Text.cut(row.getFirst(), key, paint.ellipsis()), key))
                    + "  "
                : " ".repeat(left);
        lines.add(first + value.get(i));
      }
    }
    return lines;
  }
}
