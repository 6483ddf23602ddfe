package heist.scenario;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parts of a scenario before its facts are drawn; every text is a {@link Template}. */
public final class Spec {
  private Spec() {}

  /** A paper; {@code owner} is a role or null. */
  public record Paper(String name, String title, String text, @Nullable String owner) {}

  /** A table of the database (by name), or a survey (by kind, without owner). */
  public record Grid(
      String name,
      String description,
      List<Table.Column> columns,
      List<Rows> rows,
      @Nullable String sortBy,
      @Nullable String owner) {
    /** Copies the lists. */
    public Grid {
      columns = List.copyOf(columns);
      rows = List.copyOf(rows);
    }
  }

  /**
   * One or more rows.
   *
   * @param forEach a part of the floor plan ({@code cameras}, {@code guards}, {@code rooms}, ...):
   *     one row for each of its entries, which the cells call {@code it}; or null
   * @param only of {@code forEach}: the entries with these values
   * @param repeat so many rows, each with {@code draws} of its own
   * @param draws facts of one row; kept for that row alone
   * @param cells one for each column
   */
  public record Rows(
      @Nullable String forEach,
      Map<String, String> only,
      int repeat,
      List<Draw> draws,
      List<String> cells) {
    /** Copies the lists. */
    public Rows {
      only = Map.copyOf(only);
      draws = List.copyOf(draws);
      cells = List.copyOf(cells);
    }
  }

  /**
   * The floor plan.
   *
   * @param parts the entries of rooms, cameras, guards, blind_spots, entries and route, with the
   *     names and values that {@link FloorPlan} has, in snake case
   */
  public record Floor(double width, double height, Map<String, List<Map<String, String>>> parts) {}

  /** A step; one of {@code success} is drawn and takes the place of the rule's own. */
  public record Step(Rule rule, List<String> success) {
    /** Copies the list. */
    public Step {
      success = List.copyOf(success);
    }
  }
}
