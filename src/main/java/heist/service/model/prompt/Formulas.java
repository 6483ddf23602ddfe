package heist.service.model.prompt;

import heist.service.model.prompt.Field.Term;
import heist.service.model.prompt.Field.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A description may end in a sum in brackets, {@code (guard handover begins + minutes until the
 * yard is empty)}: then the field is computed, and the parts are looked up instead.
 */
final class Formulas {
  private static final Pattern SUM = Pattern.compile("\\(([^()]*?\\s[+\u2212\u2013-]\\s[^()]*)\\)");
  private static final Pattern SIGN = Pattern.compile("\\s([+\u2212\u2013-])\\s");
  private static final Pattern AMOUNT =
      Pattern.compile(
          "(?iu)^(?:minutes?|seconds?|hours?|metres?|meters?|number|minuten?|sekunden?|stunden?|meter|zahl|anzahl)\\b.*");

  private Formulas() {}

  /** The field with its formula, if its description has one. */
  static Field computed(Field f) {
    var m = SUM.matcher(f.description());
    if (!m.find() || (f.type() != Type.TIME && f.type() != Type.NUMBER)) {
      return f;
    }
    var terms = new ArrayList<Term>();
    var signs = SIGN.matcher(m.group(1));
    int from = 0;
    boolean minus = false;
    while (signs.find()) {
      terms.add(new Term(minus, name(m.group(1).substring(from, signs.start()))));
      minus = !signs.group(1).equals("+");
      from = signs.end();
    }
    terms.add(new Term(minus, name(m.group(1).substring(from))));
    var rest =
        (f.description().substring(0, m.start()) + f.description().substring(m.end())).strip();
    return new Field(f.name(), f.type(), 0, List.of(), rest, terms);
  }

  private static String name(String phrase) {
    return phrase.strip().replace(' ', '_');
  }

  /** The parts of all computed fields, to be looked up like fields. */
  static List<Field> parts(List<Field> fields) {
    var out = new ArrayList<Field>();
    for (var f : fields) {
      boolean time = f.type() == Type.TIME;
      for (var t : f.formula()) {
        var phrase = t.part().replace('_', ' ');
        boolean amount = AMOUNT.matcher(phrase).matches() || !time || t.minus();
        // a time has one time of day among its parts, the others are lengths
        var type =
            amount || (time && out.stream().anyMatch(o -> o.type() == Type.TIME && holds(f, o)))
                ? Type.NUMBER
                : Type.TIME;
        if (out.stream().noneMatch(o -> o.name().equals(t.part()))) {
          out.add(Field.plain(t.part(), type, 0, List.of(), description(phrase, type)));
        }
      }
    }
    return out;
  }

  private static boolean holds(Field f, Field part) {
    return f.formula().stream().anyMatch(t -> t.part().equals(part.name()));
  }

  /** A description that can be asked for: "how many minutes ...", "when the ...". */
  private static String description(String phrase, Type type) {
    var first = phrase.toLowerCase(Locale.ROOT).split(" ", 2)[0];
    return switch (first) {
      case "minutes", "seconds", "hours", "metres", "meters" -> "how many " + phrase;
      case "minuten", "sekunden", "stunden" -> "wie viele " + phrase;
      default -> type == Type.TIME && phrase.matches(".*[^s]s$") ? "when the " + phrase : phrase;
    };
  }
}
