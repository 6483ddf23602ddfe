package heist.service.model.speech;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * German nouns with their article in the case that the word before asks for: "laut dem Zettel", "im
 * Buch", "für die Tür". Genders come from a list of nouns ({@code de.nouns}), compounds go by their
 * last part; what is not in the list has no article. Pure and thread-safe.
 */
final class Declension {
  private static final String DATIVE = "dative";
  private static final String ACCUSATIVE = "accusative";
  private static final Map<String, String> NOUNS = load();

  private static final Pattern LAST_WORD = Pattern.compile("(?u)(\\p{L}+)\\s*$");
  private static final Set<String> WITH_DATIVE =
      Set.of(
          "in", "aus", "laut", "nach", "zu", "bei", "von", "vor", "mit", "an", "unter", "trauen");
  private static final Set<String> WITH_ACCUSATIVE =
      Set.of("durch", "für", "um", "ohne", "auf", "gegen", "über");

  /** Verbs in front of their subject. */
  private static final Set<String> COPULA = Set.of("ist", "wäre", "war", "bleibt");

  /** Verbs in front of their object. */
  private static final Set<String> TRANSITIVE =
      Set.of(
          "hat",
          "habe",
          "haben",
          "kennt",
          "braucht",
          "brauche",
          "nehme",
          "übernimmt",
          "übernehme",
          "lese",
          "drehe",
          "finde");

  /** Prepositions that melt with the article. */
  private static final Map<String, String> MELTED =
      Map.of(
          "in dem", "im", "an dem", "am", "zu dem", "zum", "zu der", "zur", "von dem", "vom",
          "bei dem", "beim");

  private Declension() {}

  /** A noun phrase whose head is its first word, if its gender is known: der, die, das or pl. */
  static Optional<String> gender(String phrase) {
    var head = phrase.split("[ ,(]", 2)[0];
    if (head.isEmpty() || !Character.isUpperCase(head.charAt(0))) {
      return Optional.empty();
    }
    var low = head.toLowerCase(Locale.ROOT);
    for (int from = 0; from + 2 < low.length(); from++) {
      var gender = NOUNS.get(low.substring(from));
      if (gender != null) {
        return Optional.of(gender);
      }
    }
    return Optional.empty();
  }

  /**
   * Puts the phrase after what was said so far, with its article.
   *
   * @param out what was said so far; a preposition at its end may melt with the article
   */
  static void append(StringBuilder out, String phrase, String gender) {
    var m = LAST_WORD.matcher(out);
    var before = m.find() ? m.group(1) : "";
    var asked = asked(before.toLowerCase(Locale.ROOT));
    var article = article(gender, asked);
    var noun = asked.equals(DATIVE) && gender.equals("pl") ? dativePlural(phrase) : phrase;
    var melted = MELTED.get(before.toLowerCase(Locale.ROOT) + " " + article);
    if (melted != null) {
      out.setLength(m.start(1));
      boolean big = Character.isUpperCase(before.charAt(0));
      out.append(
          big ? melted.substring(0, 1).toUpperCase(Locale.ROOT) + melted.substring(1) : melted);
    } else {
      out.append(article);
    }
    out.append(' ').append(noun);
  }

  /** Whether a preposition stands before, which wants an article even if a value follows. */
  static boolean asksForArticle(CharSequence out, String after) {
    var m = LAST_WORD.matcher(out);
    if (after.startsWith(":") || after.startsWith("=") || !m.find()) {
      return false;
    }
    var before = m.group(1).toLowerCase(Locale.ROOT);
    return WITH_DATIVE.contains(before)
        || WITH_ACCUSATIVE.contains(before)
        || COPULA.contains(before);
  }

  /** "zugaenge" is "zugänge", if that is a noun of the list. */
  static String umlauts(String word) {
    var other = word.replace("ae", "ä").replace("oe", "ö").replace("ue", "ü");
    return NOUNS.containsKey(other.toLowerCase(Locale.ROOT)) ? other : word;
  }

  private static String asked(String before) {
    return WITH_DATIVE.contains(before)
        ? DATIVE
        : WITH_ACCUSATIVE.contains(before) || TRANSITIVE.contains(before) ? ACCUSATIVE : "";
  }

  private static String article(String gender, String asked) {
    return switch (asked) {
      case DATIVE ->
          switch (gender) {
            case "die" -> "der";
            case "pl" -> "den";
            default -> "dem";
          };
      case ACCUSATIVE ->
          switch (gender) {
            case "der" -> "den";
            case "pl" -> "die";
            default -> gender;
          };
      default -> gender.equals("pl") ? "die" : gender;
    };
  }

  /** "Ausweise" is "Ausweisen" in the dative. */
  private static String dativePlural(String phrase) {
    var parts = phrase.split(" ", 2);
    var head = parts[0].matches(".*[ns]") ? parts[0] : parts[0] + "n";
    return parts.length == 1 ? head : head + " " + parts[1];
  }

  private static Map<String, String> load() {
    var out = new HashMap<String, String>();
    var in = Declension.class.getResourceAsStream("de.nouns");
    if (in == null) {
      throw new IllegalStateException("The list de.nouns is missing from the program.");
    }
    try (var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        var words = line.strip().toLowerCase(Locale.ROOT).split("\\s+");
        if (!words[0].startsWith("#")) {
          for (int i = 1; i < words.length; i++) {
            out.put(words[i], words[0]);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.copyOf(out);
  }
}
