package heist.scenario;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table of the security database.
 *
 * @param name as used in SQL
 * @param description what it holds, for the agents
 * @param rows one list a row, as many cells as columns; cells are {@link Integer}, {@link Double}
 *     or {@link String}, as the column's type says
 * @param ownerRole the role that alone may query it; null: everybody
 */
public record Table(
    String name,
    String description,
    List<Column> columns,
    List<List<Object>> rows,
    @Nullable String ownerRole) {
  /**
   * A column.
   *
   * @param type {@code text}, {@code integer} or {@code real}
   */
  public record Column(String name, String type) {}

  /** Copies the lists. */
  public Table {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
  }
}
