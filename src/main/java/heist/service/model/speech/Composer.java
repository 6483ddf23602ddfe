package heist.service.model.speech;

import heist.service.model.mind.Dice;
import heist.service.model.mind.Sentences;
import heist.service.model.prompt.Language;
import heist.service.model.prompt.View;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Makes text of a rule: draws several versions and keeps the one whose words have been heard least.
 * A sentence that stands in the conversation already is never said again.
 */
final class Composer {
  private static final int DRAWS = 14;

  /** "Packzeit 4 Minuten", "Packzeit: 4 Minuten", "Packzeit?" */
  private static final Pattern BARE = Pattern.compile(" ?(?:\\{[vwa]}|[:=?]|, \\{[vw]})");

  private static final Set<String> NAMES = Set.of("who", "other", "next");

  private static final Pattern SLOT = Pattern.compile("\\{(\\w+)}");

  private final PhraseBook book;
  private final Voice voice;
  private final boolean lower;

  /** Whether names are nouns with a capital, as in German. */
  private final boolean called;

  private final Dice dice;
  private final Set<String> heard = new HashSet<>();
  private final String talk;
  private final String mine;
  private final StringBuilder now = new StringBuilder();
  private int counter;

  Composer(PhraseBook book, View view, Voice voice, Dice dice) {
    this.book = book;
    this.voice = voice;
    this.lower = Voice.lowerCase(view.persona());
    this.called = view.language() == Language.DE && !lower;
    this.dice = dice;
    var all = new StringBuilder();
    var own = new StringBuilder();
    for (var s : view.conversation()) {
      for (var x : Sentences.of(s.text())) {
        heard.add(Sentences.key(x));
      }
      all.append(s.text().toLowerCase(Locale.ROOT)).append('\n');
      if (s.speaker().equals(view.me())) {
        own.append(s.text().toLowerCase(Locale.ROOT)).append('\n');
      }
    }
    this.talk = all.toString();
    this.mine = own.toString();
  }

  private record Draw(String text, double cost) {}

  /** A fresh text of {@code rule}, or nothing if all that can be said was said. */
  Optional<String> say(String rule, Map<String, String> slots, Set<String> flags) {
    Draw best = null;
    for (int i = 0; i < DRAWS; i++) {
      var literals = new ArrayList<String>();
      var text = finish(expand(rule, slots, flags, literals, 0), lower);
      if (text.isBlank() || stale(text)) {
        continue;
      }
      double cost = dice.unit("cost", counter++) * 0.4;
      for (var l : literals) {
        var chunk = l.strip().toLowerCase(Locale.ROOT);
        if (chunk.length() >= 9) {
          cost += mine.contains(chunk) ? 2 : talk.contains(chunk) ? 1 : 0;
          cost += now.indexOf(chunk) >= 0 ? 2 : 0;
        }
      }
      if (best == null || cost < best.cost()) {
        best = new Draw(text, cost);
      }
    }
    if (best == null) {
      return Optional.empty();
    }
    for (var s : Sentences.of(best.text())) {
      heard.add(Sentences.key(s));
    }
    now.append(best.text().toLowerCase(Locale.ROOT)).append('\n');
    return Optional.of(best.text());
  }

  /** A piece of a sentence by {@code rule}, one that was not heard yet if there is any. */
  String phrase(String rule, Map<String, String> slots, Set<String> flags) {
    var text = "";
    for (int i = 0; i < DRAWS; i++) {
      text = expand(rule, slots, flags, new ArrayList<>(), 0);
      if (!used(text)) {
        break;
      }
    }
    now.append(text.toLowerCase(Locale.ROOT)).append('\n');
    return text;
  }

  private boolean used(String text) {
    var low = text.toLowerCase(Locale.ROOT);
    return talk.contains(low) || now.indexOf(low) >= 0;
  }

  private boolean stale(String text) {
    return Sentences.of(text).stream().anyMatch(s -> heard.contains(Sentences.key(s)));
  }

  private String expand(
      String rule, Map<String, String> slots, Set<String> flags, List<String> literals, int depth) {
    var fitting = fitting(rule, flags);
    if (fitting.isEmpty() || depth > 6) {
      return "";
    }
    return fill(pick(fitting, flags).text(), slots, flags, literals, depth);
  }

  /** What can be said; sentences made for a post ("who does it") beat labels with a name. */
  private List<PhraseBook.Alternative> fitting(String rule, Set<String> flags) {
    var fitting = book.alternatives(rule).stream().filter(a -> a.fits(voice, flags)).toList();
    if (fitting.isEmpty() && flags.contains("clause")) {
      var rest = new HashSet<>(flags);
      rest.removeAll(Set.of("clause", "clause2"));
      return book.alternatives(rule).stream().filter(a -> a.fits(voice, rest)).toList();
    }
    var whole = fitting.stream().filter(a -> a.flags().contains("does")).toList();
    return whole.isEmpty() ? fitting : whole;
  }

  /** Alternatives of the speaker's own voice, and those made for the case, are drawn more often. */
  private PhraseBook.Alternative pick(List<PhraseBook.Alternative> from, Set<String> flags) {
    long own = from.stream().filter(a -> !a.voices().isEmpty()).count();
    double plain = own >= 3 ? 0.3 : own > 0 ? 0.6 : 1;
    double sum = 0;
    for (var a : from) {
      sum += weight(a, plain);
    }
    double x = dice.unit("alt", counter++) * sum;
    for (var a : from) {
      x -= weight(a, plain);
      if (x < 0) {
        return a;
      }
    }
    return from.getLast();
  }

  private static double weight(PhraseBook.Alternative a, double plain) {
    return (a.voices().isEmpty() ? plain : 2.2) * (a.flags().isEmpty() ? 1 : 1.5);
  }

  private String fill(
      String template,
      Map<String, String> slots,
      Set<String> flags,
      List<String> literals,
      int depth) {
    var out = new StringBuilder();
    var literal = new StringBuilder();
    String text = template;
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '[') {
        int end = close(text, i);
        var options = split(text.substring(i + 1, end));
        var chosen = dice.pick(options, "opt", counter++);
        literals.add(literal.toString());
        literal.setLength(0);
        out.append(fill(chosen, slots, flags, literals, depth + 1));
        i = end + 1;
      } else if (c == '<') {
        int end = text.indexOf('>', i);
        literals.add(literal.toString());
        literal.setLength(0);
        out.append(expand(text.substring(i + 1, end), slots, flags, literals, depth + 1));
        i = end + 1;
      } else if (c == '{') {
        var m = SLOT.matcher(text).region(i, text.length());
        if (m.lookingAt()) {
          literals.add(literal.toString());
          literal.setLength(0);
          i = m.end();
          boolean german = slots.containsKey("src.article");
          // "laut den Mails ist ...": the mails are not what is
          boolean subject = !german || !Declension.asksForArticle(out, text.substring(i));
          slot(out, m.group(1), slots, text.substring(i));
          if (m.group(1).equals("src") && flags.contains("plural") && subject) {
            text = text.substring(0, i) + agreed(text.substring(i), german);
          } else if (flags.contains("many") && Set.of("topic", "label").contains(m.group(1))) {
            text = text.substring(0, i) + agreed(text.substring(i), false);
          }
        } else {
          out.append(c);
          i++;
        }
      } else {
        out.append(c);
        literal.append(c);
        i++;
      }
    }
    literals.add(literal.toString());
    return out.toString();
  }

  /** The value of a slot; a German noun has its article unless its value follows at once. */
  private void slot(StringBuilder out, String name, Map<String, String> slots, String after) {
    var value = slots.getOrDefault(name, "");
    var gender = slots.get(name + ".article");
    boolean bare =
        name.startsWith("label")
            && BARE.matcher(after).lookingAt()
            && !Declension.asksForArticle(out, after);
    if (gender == null || bare) {
      out.append(called && NAMES.contains(name) ? big(value) : value);
    } else {
      Declension.append(out, value, gender);
    }
  }

  /** A rest of a template after a subject in the plural, also where its verb is a choice. */
  private static String agreed(String rest, boolean german) {
    if (!rest.startsWith(" [")) {
      return Agreement.plural(rest, german);
    }
    int end = close(rest, 1);
    var options =
        split(rest.substring(2, end)).stream()
            .map(o -> Agreement.plural(" " + o, german).substring(1))
            .toList();
    return " [" + String.join("|", options) + rest.substring(end);
  }

  private static String big(String name) {
    return name.isEmpty() ? name : Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  private static int close(String text, int open) {
    int depth = 0;
    for (int i = open; i < text.length(); i++) {
      if (text.charAt(i) == '[') {
        depth++;
      } else if (text.charAt(i) == ']' && --depth == 0) {
        return i;
      }
    }
    throw new IllegalStateException("A bracket is not closed in the phrase: " + text);
  }

  private static List<String> split(String text) {
    var out = new ArrayList<String>();
    int depth = 0;
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '[') {
        depth++;
      } else if (c == ']') {
        depth--;
      } else if (c == '|' && depth == 0) {
        out.add(text.substring(from, i));
        from = i + 1;
      }
    }
    out.add(text.substring(from));
    return out;
  }

  /** Spaces, doubled marks and capitals at the beginning of sentences. */
  static String finish(String text, boolean lower) {
    var t =
        text.replaceAll("\\s+", " ")
            .replaceAll(" ([,.;:!?])", "$1")
            .replaceAll("\\.(\\.)(?!\\.)", ".")
            .replaceAll("([?!])\\.", "$1")
            .replaceAll(",\\.", ".")
            .strip();
    if (!t.isEmpty() && ".!?…\"“)".indexOf(t.charAt(t.length() - 1)) < 0) {
      t += ".";
    }
    var out = new StringBuilder(t);
    boolean start = true;
    for (int i = 0; i < out.length(); i++) {
      char c = out.charAt(i);
      if (start && Character.isLetterOrDigit(c)) {
        out.setCharAt(i, lower ? small(out, i) : Character.toUpperCase(c));
        start = false;
      } else if ((c == '.' || c == '!' || c == '?')
          && i + 1 < out.length()
          && out.charAt(i + 1) == ' ') {
        start = !abbreviation(out, i);
      }
    }
    return lower ? out.toString().replaceAll("\\bI\\b", "i") : out.toString();
  }

  /** The small letter, unless a word in capitals begins here. */
  private static char small(CharSequence s, int i) {
    boolean capitals = i + 1 < s.length() && Character.isUpperCase(s.charAt(i + 1));
    return capitals ? s.charAt(i) : Character.toLowerCase(s.charAt(i));
  }

  private static boolean abbreviation(CharSequence s, int dot) {
    return dot >= 2
        && s.charAt(dot) == '.'
        && Character.isLetter(s.charAt(dot - 1))
        && !Character.isLetterOrDigit(s.charAt(dot - 2))
        && Character.isLowerCase(s.charAt(dot - 1));
  }
}
