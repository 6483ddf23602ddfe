package heist.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Cuts what a tool returned into records, whatever its format: each row of a table with the names
 * of its columns, each object of a JSON text, each item of a list, each sentence of prose. Pure.
 */
final class Source {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Pattern JOINT = Pattern.compile("[_.-]+");
  private static final Pattern HUMP = Pattern.compile("(\\p{Ll})(\\p{Lu})");
  private static final int MOST_RECORDS = 400;

  private Source() {}

  /** The records of a result. */
  static List<String> records(String result) {
    String text = result.strip();
    List<String> records = new ArrayList<>();
    if (!(text.startsWith("{") || text.startsWith("[")) || !json(text, records)) {
      lines(text.lines().map(String::strip).filter(l -> !l.isEmpty()).toList(), records);
    }
    return records.size() > MOST_RECORDS ? records.subList(0, MOST_RECORDS) : records;
  }

  private static boolean json(String text, List<String> into) {
    try {
      flatten("", JSON.readTree(text), into);
      return true;
    } catch (JacksonException e) {
      return false;
    }
  }

  private static void flatten(String before, JsonNode node, List<String> into) {
    if (node.isArray()) {
      node.forEach(n -> flatten(before, n, into));
    } else if (node.isObject()) {
      StringBuilder own = new StringBuilder();
      node.properties()
          .forEach(p -> {
            if (p.getValue().isContainer()) {
              flatten(before + " " + spaced(p.getKey()), p.getValue(), into);
            } else {
              own.append(own.isEmpty() ? "" : " | ")
                  .append(spaced(p.getKey()))
                  .append(": ")
                  .append(p.getValue().asString(""));
            }
          });
      if (!own.isEmpty()) {
        into.add((before + " " + own).strip());
      }
    } else {
      into.add((before + ": " + node.asString("")).strip());
    }
  }

  /** Names such as {@code guard_count} and {@code guardCount} as words. */
  static String spaced(String name) {
    return HUMP.matcher(JOINT.matcher(name).replaceAll(" ")).replaceAll("$1 $2");
  }

  private static void lines(List<String> lines, List<String> into) {
    List<String> header = List.of();
    char separator = 0;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      char own = separator(line);
      if (own == 0) {
        separator = 0;
        prose(line, into);
      } else if (separator != own) {
        boolean table = i + 1 < lines.size() && separator(lines.get(i + 1)) == own;
        separator = table ? own : 0;
        header = table ? cells(line, own).stream().map(Source::spaced).toList() : List.of();
        if (!table) {
          prose(line, into);
        }
      } else if (!line.chars().allMatch(c -> c == '|' || c == '-' || c == ':' || c == ' ')) {
        into.add(row(header, cells(line, own)));
      }
    }
  }

  private static String row(List<String> header, List<String> cells) {
    StringBuilder row = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      if (!cells.get(i).isEmpty()) {
        row.append(row.isEmpty() ? "" : " | ")
            .append(i < header.size() ? header.get(i) + ": " : "")
            .append(cells.get(i));
      }
    }
    return row.toString();
  }

  private static char separator(String line) {
    if (line.indexOf('|') >= 0) {
      return '|';
    }
    if (line.indexOf('\t') >= 0) {
      return '\t';
    }
    boolean list = line.indexOf(';') > 0 && line.chars().filter(c -> c == ';').count() >= 2;
    boolean commas = line.indexOf(' ') < 0 && line.chars().filter(c -> c == ',').count() >= 1;
    return commas ? ',' : list && !line.endsWith(".") ? ';' : 0;
  }

  private static List<String> cells(String line, char separator) {
    String inner = line.startsWith("|") ? line.substring(1) : line;
    List<String> cells = new ArrayList<>();
    int from = 0;
    for (int at = inner.indexOf(separator); at >= 0; at = inner.indexOf(separator, from)) {
      cells.add(inner.substring(from, at).strip());
      from = at + 1;
    }
    cells.add(inner.substring(from).strip());
    return cells;
  }

  private static void prose(String line, List<String> into) {
    int start = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      boolean ends =
          (c == '.' || c == '!' || c == '?')
              && (i + 1 == line.length() || (line.charAt(i + 1) == ' ' && !abbreviation(line, i)));
      if (ends) {
        into.add(line.substring(start, i + 1).strip());
        start = i + 1;
      }
    }
    if (start < line.length() && !line.substring(start).isBlank()) {
      into.add(line.substring(start).strip());
    }
  }

  /** A point behind a single letter or a number and before a small letter ends no sentence. */
  private static boolean abbreviation(String line, int point) {
    if (line.charAt(point) != '.' || point + 2 >= line.length()) {
      return false;
    }
    boolean small = Character.isLowerCase(line.charAt(point + 2));
    boolean single =
        point < 2 || !Character.isLetter(line.charAt(point - 2)) && !digit(line, point - 1);
    return small || single && Character.isLetter(line.charAt(Math.max(0, point - 1)));
  }

  private static boolean digit(String line, int at) {
    return at >= 0 && Character.isDigit(line.charAt(at));
  }

  /** A short form of a word that other forms of it share, in English and German. */
  static String stem(String word) {
    String w = word.toLowerCase(Locale.ROOT).replace('ß', 's').replace("'s", "");
    for (String ending : ENDINGS) {
      if (w.length() > ending.length() + 3 && w.endsWith(ending)) {
        return w.substring(0, w.length() - ending.length());
      }
    }
    return w;
  }

  private static final List<String> ENDINGS =
      List.of("ungen", "ing", "ern", "ers", "ed", "en", "er", "es", "em", "s", "e", "n");
}
