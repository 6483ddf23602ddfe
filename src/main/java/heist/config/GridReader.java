package heist.config;

import heist.scenario.Draw;
import heist.scenario.Spec;
import heist.scenario.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads tables, surveys and the floor plan. */
final class GridReader {
  /** The parts of a floor plan: their keys, and the defaults of those that may be left out. */
  private static final Map<String, Map<String, String>> PARTS =
      Map.of(
          "rooms", part("id name x y width height", Map.of()),
          "cameras",
              part(
                  "id room x y facing angle range kind active",
                  Map.of("angle", "70", "range", "8", "kind", "fixed", "active", "true")),
          "guards", part("id room x y shift", Map.of()),
          "blind_spots", part("id name x y radius unwatched", Map.of("radius", "2")),
          "entries", part("id name x y", Map.of()),
          "route", part("name x y step", Map.of("step", "")));

  private final Problems problems;
  private final ScenarioTexts texts;
  private final DrawReader draws;
  private final List<String> roles;

  GridReader(Problems problems, ScenarioTexts texts, DrawReader draws, List<String> roles) {
    this.problems = problems;
    this.texts = texts;
    this.draws = draws;
    this.roles = roles;
  }

  private static Map<String, String> part(String keys, Map<String, String> defaults) {
    Map<String, String> part = new LinkedHashMap<>();
    for (String key : keys.split(" ")) {
      part.put(key, defaults.getOrDefault(key, "!"));
    }
    return part;
  }

  /** The role that owns a source, or null. */
  static @Nullable String owner(YamlMap map, List<String> roles) {
    String owner = map.stringOrNull("owner");
    if (owner != null && !roles.contains(owner)) {
      map.problem("owner", "there is no role '" + owner + "'" + Suggestion.hint(owner, roles));
    }
    return owner;
  }

  List<Spec.Grid> grids(Map<String, YamlMap> maps, boolean tables) {
    List<Spec.Grid> grids = new ArrayList<>();
    maps.forEach((name, map) -> grids.add(grid(name, map, tables)));
    return grids;
  }

  private Spec.Grid grid(String name, YamlMap map, boolean table) {
    if (!name.matches("[a-z][a-z0-9_]*")) {
      map.problem("columns", "a table is named in lower case with _, not '" + name + "'");
    }
    List<Table.Column> columns = new ArrayList<>();
    map.stringMap("columns")
        .forEach((column, type) -> {
          if (!column.matches("[a-z][a-z0-9_]*")
              || !Set.of("text", "integer", "real").contains(type)) {
            map.problem(
                "columns",
                "a column is 'name: text', 'name: integer' or 'name: real', not '"
                    + column
                    + ": "
                    + type
                    + "'");
          }
          columns.add(new Table.Column(column, type));
        });
    if (columns.isEmpty()) {
      map.missing("columns");
    }
    List<Spec.Rows> rows = new ArrayList<>();
    for (YamlNode item : map.list("rows")) {
      rows.add(rows(map.file(), item, columns));
    }
    String sortBy = map.stringOrNull("sort_by");
    if (sortBy != null && columns.stream().noneMatch(c -> c.name().equals(sortBy))) {
      map.problem("sort_by", "there is no column '" + sortBy + "'");
    }
    Spec.Grid grid =
        new Spec.Grid(
            name,
            table ? texts.text(map, "description") : "",
            columns,
            rows,
            sortBy,
            table ? owner(map, roles) : null);
    map.done();
    return grid;
  }

  private Spec.Rows rows(String file, YamlNode item, List<Table.Column> columns) {
    return switch (item) {
      case YamlNode.Sequence row ->
          new Spec.Rows(
              null, Map.of(), 1, List.of(), cells(file, item, texts(file, row), columns, Set.of()));
      case YamlNode.Mapping block -> rows(new YamlMap(file, block, problems), item, columns);
      case YamlNode.Scalar _ -> {
        problems.add(file, item.line(), "a row is a list of cells, or a block with 'row'");
        yield new Spec.Rows(null, Map.of(), 1, List.of(), List.of());
      }
    };
  }

  private List<String> texts(String file, YamlNode.Sequence row) {
    List<String> cells = new ArrayList<>();
    for (YamlNode cell : row.items()) {
      if (cell instanceof YamlNode.Scalar scalar) {
        cells.add(scalar.text());
      } else {
        problems.add(
            file, cell.line(), "a cell must be a text or a number, but this is " + cell.kind());
      }
    }
    return cells;
  }

  private Spec.Rows rows(YamlMap map, YamlNode item, List<Table.Column> columns) {
    String forEach = map.stringOrNull("for_each");
    if (forEach != null && !PARTS.containsKey(forEach)) {
      map.problem(
          "for_each",
          "the floor plan has no '" + forEach + "'" + Suggestion.hint(forEach, PARTS.keySet()));
    }
    List<Draw> own = draws.rowDraws(map.map("facts"));
    Set<String> names = own.stream().flatMap(d -> d.names().stream()).collect(Collectors.toSet());
    List<String> cells = cells(map.file(), item, map.strings("row"), columns, names);
    Map<String, String> only = map.stringMap("only");
    int repeat = map.integer("repeat", 1, 1, 1000);
    map.done();
    return new Spec.Rows(forEach, only, repeat, own, cells);
  }

  private List<String> cells(
      String file, YamlNode item, List<String> cells, List<Table.Column> columns, Set<String> own) {
    if (cells.size() != columns.size()) {
      problems.add(
          file,
          item.line(),
          "a row of " + cells.size() + " cells, but there are " + columns.size() + " columns");
    }
    cells.forEach(cell -> texts.check(file, item.line(), cell, own));
    return cells;
  }

  Spec.Floor floor(YamlMap map) {
    double width = map.number("width", 1, 10_000);
    double height = map.number("height", 1, 10_000);
    Map<String, List<Map<String, String>>> parts = new LinkedHashMap<>();
    for (String part : List.of("rooms", "cameras", "guards", "blind_spots", "entries", "route")) {
      parts.put(part, map.maps(part).stream().map(entry -> entry(entry, part)).toList());
    }
    map.done();
    return new Spec.Floor(width, height, parts);
  }

  private Map<String, String> entry(YamlMap map, String part) {
    Map<String, String> entry = new LinkedHashMap<>();
    PARTS
        .getOrDefault(part, Map.of())
        .forEach((key, otherwise) -> {
          String text = otherwise.equals("!") ? map.string(key) : map.string(key, otherwise);
          texts.check(map.file(), map.lineOf(key), text, Set.of());
          if (!text.isEmpty()) {
            entry.put(key, text);
          }
        });
    map.done();
    return entry;
  }
}
