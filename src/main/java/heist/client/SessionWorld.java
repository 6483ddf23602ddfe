package heist.client;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the tool services need of a session's world. Immutable.
 *
 * @param session the session's id
 * @param language {@code en} or {@code de}
 * @param surveys what can be observed, by kind; never a code
 */
public record SessionWorld(
    String session,
    String language,
    List<Document> documents,
    List<Table> tables,
    Map<String, List<Map<String, JsonNode>>> surveys) {
  /**
   * A document.
   *
   * @param owner the agent that alone may read it; null for everybody
   */
  public record Document(String name, String title, String text, @Nullable String owner) {}

  /**
   * A table.
   *
   * @param rows cells in the order of the columns; null, number, text or boolean
   * @param owner the agent that alone may read it; null for everybody
   */
  public record Table(
      String name,
      @Nullable String description,
      List<Column> columns,
      List<List<JsonNode>> rows,
      @Nullable String owner) {}

  /** A column; its type is one that SQLite understands. */
  public record Column(String name, String type) {}

  /** Missing parts are empty. */
  public SessionWorld {
    documents = documents == null ? List.of() : List.copyOf(documents);
    tables = tables == null ? List.of() : List.copyOf(tables);
    surveys = surveys == null ? Map.of() : surveys;
  }

  /**
   * Whether {@code agent} may read what {@code owner} owns.
   *
   * @param agent null for a caller that is no agent, such as a service
   */
  public static boolean mayRead(@Nullable String owner, @Nullable String agent) {
    return owner == null || owner.equals(agent);
  }
}
