package heist.service.model.speech;

import heist.service.model.mind.Labels;
import heist.service.model.prompt.Field;
import heist.service.model.prompt.Language;
import heist.service.model.prompt.View;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Slots and flags for a phrase: how a field, a source and a value are called. */
final class Wording {
  final Map<String, String> slots = new HashMap<>();
  final Set<String> flags = new HashSet<>();
  private final View view;
  private final boolean german;

  Wording(View view) {
    this.view = view;
    this.german = view.language() == Language.DE;
    slots.put("me", view.me());
    slots.put("role", view.role());
  }

  /** Sets the slots {@code label}, {@code topic}, {@code wh} and the flag {@code wh}. */
  Wording field(Field f) {
    return field(f, "");
  }

  /** The same for a second field, with {@code suffix} after each slot's name. */
  Wording field(Field f, String suffix) {
    var d = Labels.description(f);
    boolean question = Labels.question(d);
    int words = d.split(" ").length;
    slots.put("label" + suffix, label(f));
    if (question && words <= 14) {
      slots.put("wh" + suffix, Labels.lower(d, german));
      flags.add("wh" + suffix);
    }
    boolean np = !question && words >= 2 && words <= 8;
    slots.put("topic" + suffix, np ? Labels.lower(d, german) : topic(f));
    if (np) {
      flags.add("np" + suffix);
    }
    flags.add(f.type().name().toLowerCase(Locale.ROOT) + suffix);
    return this;
  }

  private String label(Field f) {
    var n = Labels.name(f);
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

  /** Sets the slots {@code file} and {@code src}. */
  Wording source(String name) {
    slots.put("file", name);
    slots.put("src", spoken(name));
    return this;
  }

  private String spoken(String name) {
    var title =
        view.sources().stream()
            .filter(s -> s.name().equals(name))
            .map(View.Source::title)
            .findFirst()
            .orElse("");
    var t = title.split("[;:,.(]| - | – ", 2)[0].strip();
    int words = t.isEmpty() ? 0 : t.split(" ").length;
    boolean fit = words >= 1 && words <= 5 && !Labels.question(t) && !t.startsWith("for ");
    if (german) {
      return fit ? "„" + t + "“" : "„" + name + "“";
    }
    if (!fit) {
      var n = name.replaceFirst("\\.\\w{1,4}$", "").replace('_', ' ').replace('-', ' ');
      return "the " + n;
    }
    var low = t.substring(0, 1).toLowerCase(Locale.ROOT) + t.substring(1);
    boolean acronym = t.length() > 1 && Character.isUpperCase(t.charAt(1));
    var first = acronym ? t : low;
    return first.matches("(?i)(the|a|an|my|our|today's|tonight's)\\b.*") ? first : "the " + first;
  }
}
