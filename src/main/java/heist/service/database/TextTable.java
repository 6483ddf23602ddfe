package heist.service.database;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rows as text that a model reads well and that costs few tokens: {@code a | b} lines. Pure. */
final class TextTable {
  private static final int LONGEST_CELL = 500;

  private TextTable() {}

  static String of(List<String> columns, List<? extends List<? extends @Nullable Object>> rows) {
    StringBuilder text = new StringBuilder(String.join(" | ", columns));
    for (List<? extends @Nullable Object> row : rows) {
      text.append('\n')
          .append(row.stream().map(TextTable::cell).collect(Collectors.joining(" | ")));
    }
    return text.toString();
  }

  /** One value on one line. */
  static String cell(@Nullable Object value) {
    String text =
        switch (value) {
          case null -> "NULL";
          case BigDecimal number -> number.stripTrailingZeros().toPlainString();
          case Double number when number == Math.rint(number) && Math.abs(number) < 1e15 ->
              String.valueOf(number.longValue());
          case byte[] bytes -> "(" + bytes.length + " bytes)";
          default -> value.toString();
        };
    String line = text.replaceAll("\\R", " ").replace("|", "/");
    return line.length() <= LONGEST_CELL
        ? line
        : line.substring(0, LONGEST_CELL) + "... (" + line.length() + " characters)";
  }
}
