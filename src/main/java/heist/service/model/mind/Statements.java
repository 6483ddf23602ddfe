package heist.service.model.mind;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import heist.service.model.prompt.View;
import heist.service.model.prompt.View.ToolOutput;
import heist.web.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Takes tool results apart into statements: prose, lists, tables and JSON. */
final class Statements {
  private static final JsonMapper JSON = Json.mapper();

  private static final Pattern STALE =
      Pattern.compile(
          "(?iuU)\\b(?:superseded|obsolete|outdated|until (?!\\d)|till (?!\\d)|old|older|former|formerly|previous|previously|last (?:month|year|week|season|quarter)|"
              + "no longer|used to|was|were|yesterday|expired|cancelled|canceled|replaced|void|"
              + "überholt|veraltet|bis (?!\\d|zu\\b)|alt|alte|alter|altes|alten|ehemals|ehemalig\\w*|früher\\w*|vorherig\\w*|letzte[nrs]? (?:monat|jahr|woche|saison)|vorig\\w*|"
              + "nicht mehr|gestern|abgelaufen|ungültig|ersetzt|war|waren|galt|gestrichen)");
  private static final Pattern CURRENT =
      Pattern.compile(
          "(?iuU)\\b(?:now|current|currently|valid|new|newly|today|tonight|as of|since|from now|amended|corrected|"
              + "jetzt|aktuell\\w*|gültig\\w*|neu|neue[rsnm]?|heute|seit|ab sofort|nunmehr|gilt|korrigiert)\\b");
  private static final Pattern SENTENCE = Pattern.compile("(?<=[.!?])\\s+(?=[\\p{Lu}\\d\"„(])");
  private static final Pattern ENTRY = Pattern.compile("^(?:[-*•]|\\d+[.)]) +");
  private static final Pattern RULE_LINE = Pattern.compile("[|\\s:+-]+");

  private static final Cache<String, Boolean> STALENESS =
      Caffeine.newBuilder().maximumSize(8_000).build();

  private Statements() {}

  /** All statements of all results, in the order they were read. */
  static List<Statement> of(View view) {
    var out = new ArrayList<Statement>();
    for (var o : view.outputs()) {
      if (reads(o) && !o.failed()) {
        of(o, view, out);
      }
    }
    return out;
  }

  /**
   * Whether a result comes from a source of facts, not from a calculator, the memory or the form.
   */
  static boolean reads(ToolOutput o) {
    return switch (o.tool()) {
      case "calculator",
          "submit_plan",
          "store_memory",
          "retrieve_memory",
          "get_compressed_memory",
          "get_recent_turns" ->
          false;
      default -> true;
    };
  }

  /** The name of the source that a result comes from. */
  static String source(ToolOutput o, View view) {
    for (var s : view.sources()) {
      if (mentions(o.arguments(), s.name())) {
        return s.name();
      }
    }
    return o.tool();
  }

  private static boolean mentions(String arguments, String name) {
    return Pattern.compile("(?<![\\w.-])" + Pattern.quote(name) + "(?![\\w-])")
        .matcher(arguments)
        .find();
  }

  static void of(ToolOutput o, View view, List<Statement> out) {
    var source = source(o, view);
    var found = view.sources().stream().filter(s -> s.name().equals(source)).findFirst();
    boolean owned = found.isPresent() && found.get().mine();
    var title = found.map(View.Source::title).orElse("");
    var text = o.text().strip();
    if (text.startsWith("{") || text.startsWith("[")) {
      try {
        json(JSON.readTree(text), title, source, owned, out);
        return;
      } catch (JacksonException e) {
        // not JSON after all: read as text
      }
    }
    lines(text, title, source, owned, out);
  }

  private static void json(
      JsonNode n, String context, String source, boolean owned, List<Statement> out) {
    if (n.isArray()) {
      for (var e : n) {
        json(e, context, source, owned, out);
      }
    } else if (n.isObject()) {
      var columns = n.get("columns");
      var rows = n.get("rows");
      if (columns != null && rows != null && columns.isArray() && rows.isArray()) {
        var heads = new ArrayList<String>();
        columns.forEach(c -> heads.add(c.isObject() ? c.path("name").asString() : c.asString()));
        for (var row : rows) {
          var cells = new ArrayList<String>();
          if (row.isObject()) {
            heads.forEach(h -> cells.add(row.path(h).asString()));
          } else {
            row.forEach(c -> cells.add(c.asString()));
          }
          out.add(row(heads, cells, context, source, owned));
        }
        return;
      }
      var flat = new StringBuilder();
      for (var e : n.properties()) {
        if (e.getValue().isContainer()) {
          json(e.getValue(), context + " " + e.getKey().replace('_', ' '), source, owned, out);
        } else {
          flat.append(flat.isEmpty() ? "" : "; ")
              .append(e.getKey().replace('_', ' '))
              .append(": ")
              .append(e.getValue().asString());
        }
      }
      if (!flat.isEmpty()) {
        out.add(statement(flat.toString(), context, source, owned));
      }
    } else {
      out.add(statement(n.asString(), context, source, owned));
    }
  }

  private static void lines(
      String text, String title, String source, boolean owned, List<Statement> out) {
    String context = title;
    List<String> heads = List.of();
    var all = text.lines().toList();
    boolean list = all.stream().anyMatch(l -> ENTRY.matcher(l.strip()).find());
    for (int i = 0; i < all.size(); i++) {
      var line = all.get(i).strip();
      if (line.isEmpty()) {
        heads = List.of();
        continue;
      }
      if (line.startsWith("#")) {
        context = title + " " + line.replaceAll("^#+ *", "");
        continue;
      }
      var delimiter =
          line.contains("|") ? "\\|" : line.contains("\t") ? "\t" : heads.size() > 2 ? "," : "";
      if (!delimiter.isEmpty()) {
        if (RULE_LINE.matcher(line).matches()) {
          continue;
        }
        var cells = cells(line, delimiter);
        if (heads.isEmpty()) {
          heads = cells;
          continue;
        }
        if (cells.size() == heads.size()) {
          out.add(row(heads, cells, context, source, owned));
          continue;
        }
      }
      if (i + 1 < all.size() && csvHead(line, all.get(i + 1))) {
        heads = cells(line, ",");
        continue;
      }
      var body = ENTRY.matcher(line).replaceFirst("").replace("**", "").replace("`", "");
      if (body.endsWith(":") && body.length() < 60) {
        context = title + " " + body;
        continue;
      }
      for (var sentence : SENTENCE.split(body)) {
        var whole = !line.equals(body) ? body : list ? "" : sentence;
        out.add(
            new Statement(
                sentence.strip(), context.strip(), source, stale(sentence), owned, whole.strip()));
      }
    }
  }

  private static boolean csvHead(String line, String next) {
    long commas = line.chars().filter(c -> c == ',').count();
    return commas >= 1
        && line.matches("[\\w]+(, *[\\w]+)+")
        && next.chars().filter(c -> c == ',').count() == commas;
  }

  private static List<String> cells(String line, String delimiter) {
    return Arrays.stream(line.replaceAll("^\\||\\|$", "").split(delimiter, -1))
        .map(String::strip)
        .toList();
  }

  private static Statement row(
      List<String> heads, List<String> cells, String context, String source, boolean owned) {
    var b = new StringBuilder();
    for (int i = 0; i < Math.min(heads.size(), cells.size()); i++) {
      b.append(i == 0 ? "" : "; ")
          .append(heads.get(i).replace('_', ' '))
          .append(": ")
          .append(cells.get(i));
    }
    return statement(b.toString(), context, source, owned);
  }

  private static Statement statement(String text, String context, String source, boolean owned) {
    return new Statement(text.strip(), context.strip(), source, stale(text), owned, "");
  }

  /** Whether a line speaks of the past at all. */
  static boolean past(String text) {
    return STALE.matcher(text.toLowerCase(Locale.ROOT)).find();
  }

  /** Whether a line says of itself that it no longer holds. */
  static boolean stale(String text) {
    return STALENESS.get(text, Statements::staleness);
  }

  private static boolean staleness(String text) {
    var t = text.toLowerCase(Locale.ROOT);
    return STALE.matcher(t).find() && !CURRENT.matcher(t).find();
  }
}
