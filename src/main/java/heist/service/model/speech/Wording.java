package heist.service.model.speech;

import heist.service.model.mind.Dice;
import heist.service.model.mind.Labels;
import heist.service.model.prompt.Field;
import heist.service.model.prompt.Language;
import heist.service.model.prompt.View;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Slots and flags for a phrase: how a field, a source and a value are called. */
final class Wording {
  /** "Who turns the second key": a name in place of "who" makes a sentence of it. */
  private static final Pattern DOES = Pattern.compile("(?i)who (\\w+s\\b.*)");

  private static final Pattern GERMAN_REST =
      Pattern.compile(" (?:vom|von|aus|zur|zum|der|des|über|für|auf|im|in) ");

  final Map<String, String> slots = new HashMap<>();
  final Set<String> flags = new HashSet<>();
  private final View view;
  private final Dice dice;
  private final boolean german;

  Wording(View view, Dice dice) {
    this.view = view;
    this.dice = dice;
    this.german = view.language() == Language.DE;
    slots.put("me", view.me());
    slots.put("role", view.role());
    slots.put("job", job(view.title()));
  }

  /** "Halcyon Trust: the vault" is called Halcyon Trust. */
  private static String job(String title) {
    return title.split(": ", 2)[0];
  }

  /** Sets the slots {@code label}, {@code topic}, {@code wh} and the flag {@code wh}. */
  Wording field(Field f) {
    return field(f, "");
  }

  /** The same for a second field, with {@code suffix} after each slot's name. */
  Wording field(Field f, String suffix) {
    var d = Labels.description(f);
    boolean question = Labels.question(d);
    boolean part = view.parts().contains(f);
    int words = d.split(" ").length;
    boolean np = !question && words >= 2 && words <= 9 && (german || singular(d));
    slots.put("label" + suffix, label(f));
    var name = label(f);
    boolean many = !german && name.endsWith("s") && !name.endsWith("ss");
    flags.remove("many");
    flag("many", many && suffix.isEmpty());
    slots.remove("label" + suffix + ".article");
    if (german) {
      Declension.gender(label(f)).ifPresent(g -> slots.put("label" + suffix + ".article", g));
    }
    if (part && np) {
      d = Labels.brief(d);
    }
    if (question && words <= 14) {
      slots.put("wh" + suffix, Labels.lower(d, german));
      flags.add("wh" + suffix);
    }
    var does = DOES.matcher(d);
    if (f.type() == Field.Type.AGENT && !german && does.matches()) {
      slots.put("does" + suffix, does.group(1));
      flags.add("does" + suffix);
    }
    boolean full = np && (part || (words <= 5 && dice.chance(0.35, "np", f.name())));
    slots.put("topic" + suffix, full ? article(Labels.lower(d, german)) : topic(f));
    if (np && german) {
      flags.add("np" + suffix);
    }
    if (part && !np) {
      flags.add("clause" + suffix);
    }
    flags.add(f.type().name().toLowerCase(Locale.ROOT) + suffix);
    return this;
  }

  /** English noun phrases that take "is". */
  private static boolean singular(String d) {
    var first = d.split(" ", 2)[0].toLowerCase(Locale.ROOT);
    return !first.endsWith("s") || first.endsWith("ss") || first.equals("this");
  }

  private String article(String np) {
    return german || np.matches("(?i)(the|a|an|this|our|my|all|every|each) .*") ? np : "the " + np;
  }

  private String label(Field f) {
    var n = view.parts().contains(f) ? Labels.brief(Labels.name(f)) : Labels.name(f);
    return german ? n.substring(0, 1).toUpperCase(Locale.ROOT) + n.substring(1) : n;
  }

  private String topic(Field f) {
    return german ? label(f) : "the " + label(f);
  }

  /** Sets a slot. */
  Wording put(String slot, String value) {
    slots.put(slot, value);
    return this;
  }

  /** Sets a flag if {@code on}. */
  Wording flag(String flag, boolean on) {
    if (on) {
      flags.add(flag);
    }
    return this;
  }

  /** Sets the slots {@code file} and {@code src}, and the flag {@code plural}. */
  Wording source(String name) {
    var spoken = spoken(name);
    slots.put("file", name);
    slots.put("src", spoken);
    slots.remove("src.article");
    if (german) {
      var gender = Declension.gender(spoken);
      gender.ifPresent(g -> slots.put("src.article", g));
      return flag("plural", gender.filter("pl"::equals).isPresent());
    }
    var head = head(spoken);
    return flag("plural", head.endsWith("s") && !head.endsWith("ss"));
  }

  private String spoken(String name) {
    var source = view.sources().stream().filter(s -> s.name().equals(name)).findFirst();
    var title = source.map(View.Source::title).orElse("");
    var t = title.split("[;:,.(]| - | – ", 2)[0].strip();
    int words = t.isEmpty() ? 0 : t.split(" ").length;
    boolean fit =
        words >= 1
            && words <= 6
            && !Labels.question(t)
            && !t.startsWith("What ")
            && !t.toLowerCase(Locale.ROOT).startsWith("for ")
            && !t.matches(".*\\b(?:as|know|knows|was|were|is|are|have|has|wie|weiß|wissen)\\b.*");
    if (german) {
      var noun =
          fit ? t : Declension.umlauts(name.replaceFirst("\\.\\w{1,4}$", "").replace('_', ' '));
      var big = noun.substring(0, 1).toUpperCase(Locale.ROOT) + noun.substring(1);
      // a known noun stands with its article, and after the first time without what follows it
      return Declension.gender(big).isPresent()
          ? (dice.chance(0.7, "short", name) ? GERMAN_REST.split(big, 2)[0] : big)
          : "„" + (fit ? t : name) + "“";
    }
    if (!fit) {
      var n = name.replaceFirst("\\.\\w{1,4}$", "").replace('_', ' ').replace('-', ' ');
      return switch (source.map(View.Source::kind).orElse(View.Source.Kind.DOCUMENT)) {
        case TABLE -> "the table of " + n;
        case SURVEY -> "the survey of " + n;
        case DOCUMENT -> n.startsWith("the ") ? n : "the " + n + " file";
      };
    }
    var low = t.substring(0, 1).toLowerCase(Locale.ROOT) + t.substring(1);
    boolean acronym = t.length() > 1 && Character.isUpperCase(t.charAt(1));
    var first = acronym ? t : low;
    // "the vault manual with pencil notes" is "the vault manual" the next time
    var head = head(first);
    var called = head.split(" ").length >= 2 && dice.chance(0.6, "short", name) ? head : first;
    return called.matches("(?i)(the|a|an|my|our|today's|tonight's)\\b.*")
        ? called
        : "the " + called;
  }

  private static String head(String np) {
    return np.split(" (?:of|with|for|on|from|in|by) ", 2)[0];
  }
}
