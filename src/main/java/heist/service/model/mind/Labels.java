package heist.service.model.mind;

import heist.service.model.prompt.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** How people call a field. */
public final class Labels {
  private static final Pattern WH =
      Pattern.compile(
          "(?iu)^(?:(?:who|where|when|which|what|how|whether|wer|wen|wem|wo|wann|was|wie|ob|womit|wohin|woher|wodurch|welche[rsnm]?)"
              + "|(?:by|at|in|with|from|through|on|for|um|mit|durch|auf|von|bis|in|an|ab|über|aus|für) (?:which|what|welche[rsnm]?|whom|wann|was|wie)(?: \\w+)?)\\b.*");

  private Labels() {}

  /** The field's name with spaces. */
  public static String name(Field f) {
    return f.name().replace('_', ' ').replace('-', ' ').strip();
  }

  /** A long name up to its first preposition: "safe working time" with the sensors as set. */
  public static String brief(String name) {
    var cut = name.split(" (?:with|mit|bei|laut|nach) ", 2)[0];
    return cut.split(" ").length >= 2 ? cut : name;
  }

  /** The first clause of the description, without its last mark. */
  public static String description(Field f) {
    var d = f.description().split("[;(.]| - | – | — ", 2)[0].strip();
    var clause = d.split(",", 2)[0].strip();
    if (clause.split(" ").length >= 3 || !question(d)) {
      d = clause;
    }
    return d.replaceAll("[.:]$", "");
  }

  /** Whether a description is an indirect question, such as "When the crew goes in". */
  public static boolean question(String description) {
    return WH.matcher(description).matches();
  }

  /** A description begun in lower case, if it does not begin with a German noun. */
  public static String lower(String description, boolean german) {
    if (description.isEmpty()) {
      return description;
    }
    var first = description.split("[ ,]", 2)[0];
    boolean function =
        question(description)
            || first
                .toLowerCase(Locale.ROOT)
                .matches("der|die|das|den|dem|des|ein|eine|einer|the|a|an|wie|anzahl");
    boolean acronym = first.length() > 1 && first.equals(first.toUpperCase(Locale.ROOT));
    return (german && (!function || first.equals("Anzahl"))) || acronym
        ? description
        : description.substring(0, 1).toLowerCase(Locale.ROOT) + description.substring(1);
  }

  /** All phrases that mean the field. */
  static List<String> phrases(Field f) {
    var out = new ArrayList<String>();
    out.add(name(f));
    var brief = brief(name(f));
    if (!brief.equals(name(f))) {
      out.add(brief);
    }
    var d = description(f);
    if (Words.tokens(d).size() >= 2) {
      out.add(d);
      var bare = d.replaceFirst("(?iu)^(?:the|a|an|der|die|das|ein|eine) ", "");
      if (!bare.equals(d) && Words.tokens(bare).size() >= 1) {
        out.add(bare);
      }
    }
    return out;
  }
}
