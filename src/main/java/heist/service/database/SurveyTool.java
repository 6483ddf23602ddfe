package heist.service.database;

import heist.client.SessionWorld;
import heist.client.WorldClient;
import heist.tool.ToolCall;
import heist.tool.ToolResult;
import heist.web.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The tool {@code simulation_data}. Thread-safe. */
final class SurveyTool {
  private final WorldClient worlds;

  SurveyTool(WorldClient worlds) {
    this.worlds = worlds;
  }

  ToolResult call(ToolCall call) {
    return survey(worlds.world(call.session()), call.text("kind"));
  }

  static ToolResult survey(SessionWorld world, String wanted) {
    String kind = fold(wanted);
    Optional<Map.Entry<String, List<Map<String, JsonNode>>>> survey =
        world.surveys().entrySet().stream().filter(e -> fold(e.getKey()).equals(kind)).findFirst();
    if (survey.isEmpty()) {
      String kinds = String.join(", ", new TreeSet<>(world.surveys().keySet()));
      return ToolResult.failed(
          (kind.isEmpty() ? "give a kind" : "no survey of \"" + wanted.strip() + "\"")
              + "; there are: "
              + (kinds.isEmpty() ? "none" : kinds));
    }
    List<Map<String, JsonNode>> rows = survey.get().getValue();
    Set<String> columns = new LinkedHashSet<>();
    rows.forEach(row -> columns.addAll(row.keySet()));
    List<List<@Nullable Object>> cells = new ArrayList<>();
    for (Map<String, JsonNode> row : rows) {
      List<@Nullable Object> line = new ArrayList<>();
      columns.forEach(column -> line.add(plain(row.get(column))));
      cells.add(line);
    }
    ObjectNode data = Json.mapper().createObjectNode().put("kind", survey.get().getKey());
    data.set("rows", Json.mapper().valueToTree(rows));
    return ToolResult.of(
        survey.get().getKey() + ":\n" + TextTable.of(List.copyOf(columns), cells), data);
  }

  private static @Nullable Object plain(@Nullable JsonNode value) {
    if (value == null || value.isNull()) {
      return null;
    }
    if (value.isNumber()) {
      return value.isIntegralNumber() ? (Object) value.asLong() : (Object) value.asDouble();
    }
    return value.isString() ? value.stringValue() : value.toString();
  }

  private static String fold(String kind) {
    return kind.strip().toLowerCase(Locale.ROOT).replace(' ', '_').replace('-', '_');
  }
}
