package heist.service.model.prompt;

import heist.service.model.prompt.View.Source;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reads the plan form and the list of sources. */
final class FormReader {
  private static final Pattern FIELD = Pattern.compile("^- *([\\w.-]+) *\\[([^\\]]*)] *:? *(.*)$");
  private static final Pattern SOURCE = Pattern.compile("^- *(\\S+) *\\[([^\\]]*)] *:? *(.*)$");
  private static final Pattern COLUMNS = Pattern.compile("(?i)[;,.]? *columns:? *(.+)$");
  private static final Pattern DIGITS = Pattern.compile("(\\d+) *(?:digits?|Ziffern)");

  private FormReader() {}

  static List<Field> fields(String text) {
    var out = new ArrayList<Field>();
    for (var line : text.lines().toList()) {
      var m = FIELD.matcher(line.strip());
      if (m.matches()) {
        out.add(Formulas.computed(field(m.group(1), m.group(2).strip(), m.group(3).strip())));
      }
    }
    return out;
  }

  private static Field field(String name, String type, String description) {
    var t = type.toLowerCase(Locale.ROOT);
    var digits = DIGITS.matcher(type);
    if (t.startsWith("one of")) {
      var options =
          Arrays.stream(type.substring(type.indexOf(':') + 1).split("\\|"))
              .map(String::strip)
              .filter(o -> !o.isEmpty())
              .toList();
      return Field.plain(name, Field.Type.CHOICE, 0, options, description);
    }
    if (t.startsWith("time")) {
      return Field.plain(name, Field.Type.TIME, 0, List.of(), description);
    }
    if (digits.find()) {
      return Field.plain(
          name, Field.Type.DIGITS, Integer.parseInt(digits.group(1)), List.of(), description);
    }
    if (t.startsWith("number")) {
      return Field.plain(name, Field.Type.NUMBER, 0, List.of(), description);
    }
    if (t.startsWith("agent")) {
      return Field.plain(name, Field.Type.AGENT, 0, List.of(), description);
    }
    return Field.plain(name, Field.Type.TEXT, 0, List.of(), description);
  }

  static List<Source> sources(String text) {
    var out = new ArrayList<Source>();
    for (var line : text.lines().toList()) {
      var m = SOURCE.matcher(line.strip());
      if (m.matches()) {
        var kind = m.group(2).toLowerCase(Locale.ROOT);
        var title = m.group(3);
        var columns = List.<String>of();
        var c = COLUMNS.matcher(title);
        if (c.find()) {
          columns =
              Arrays.stream(c.group(1).split("[,;]"))
                  .map(x -> x.strip().replaceAll(" .*|[^\\w].*$", ""))
                  .filter(x -> !x.isEmpty())
                  .toList();
          title = title.substring(0, c.start());
        }
        out.add(
            new Source(
                m.group(1),
                kind.startsWith("table")
                    ? Source.Kind.TABLE
                    : kind.startsWith("survey") ? Source.Kind.SURVEY : Source.Kind.DOCUMENT,
                kind.contains("yours"),
                title.strip().replaceAll("[.;]$", ""),
                columns));
      }
    }
    return out;
  }
}
