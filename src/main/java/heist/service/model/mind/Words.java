package heist.service.model.mind;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Words of a text, folded and cut to stems roughly, in English and German alike. */
public final class Words {
  private static final Pattern TOKEN =
      Pattern.compile("\\d{1,2}[:.]\\d{2}(?!\\d)|[\\p{L}\\d]+(?:'[\\p{L}]+)?");

  /** Words that tell nothing apart. Negations are not among them: they do. */
  private static final Set<String> STOP =
      words(
          """
          a an the of in on at to for from by with and or is are was were be been being it its this that these those
          as into onto over under than then so we our us you your they their them he she his her i my me who whom whose
          which what when where how why there here will would shall should can could may might must do does did has
          have had having all any each every some more most other another one ones up down out off about after before
          between during per only just also very too via use used using go goes in's crew plan job tonight night
          der die das des dem den ein eine einer eines einem einen und oder ist sind war waren wird werden wurde sein
          im in am an auf aus bei bis beim mit nach von vom vor zu zum zur ueber unter um durch fuer gegen als wie so
          es er sie wir ihr uns euch ihnen ihm ihn sich ich du mich dich mir dir man wer wen wem wo wann was welche
          welcher welches welchen welchem warum hier dort da dann auch nur noch schon sehr mehr alle aller alles jede
          jeder jedes diese dieser dieses diesem hat haben hatte kann koennen soll sollen muss muessen darf crew plan
          heute nacht wobei womit wodurch dass ob
          """);

  /** The same lines and sentences come back in every turn of a session. */
  private static final Cache<String, List<Token>> CACHE =
      Caffeine.newBuilder().maximumSize(8_000).build();

  private Words() {}

  private static Set<String> words(String text) {
    return Set.copyOf(List.of(text.strip().split("\\s+")));
  }

  /** A word with its place. */
  public record Token(String raw, String stem, int start, int end, boolean stop) {}

  /** All words of {@code text}, in order. */
  public static List<Token> tokens(String text) {
    return CACHE.get(text, Words::cut);
  }

  private static List<Token> cut(String text) {
    var out = new ArrayList<Token>();
    var m = TOKEN.matcher(text);
    while (m.find()) {
      var folded = fold(m.group());
      out.add(new Token(m.group(), stem(folded), m.start(), m.end(), STOP.contains(folded)));
    }
    return List.copyOf(out);
  }

  /** Stems of the words that tell something, in order, with repetitions. */
  public static List<String> stems(String text) {
    return tokens(text).stream().filter(t -> !t.stop()).map(Token::stem).toList();
  }

  /** Lower case, umlauts written out. */
  public static String fold(String word) {
    return word.toLowerCase(Locale.ROOT)
        .replace("ä", "ae")
        .replace("ö", "oe")
        .replace("ü", "ue")
        .replace("ß", "ss");
  }

  /** Cuts common endings; {@code word} is folded. */
  static String stem(String word) {
    var w = word.endsWith("'s") ? word.substring(0, word.length() - 2) : word;
    if (w.length() < 4 || Character.isDigit(w.charAt(0))) {
      return w;
    }
    for (var end :
        List.of(
            "ungen", "ings", "ing", "ies", "ied", "ern", "est", "ung", "ed", "es", "er", "en", "em",
            "s", "e", "n", "y")) {
      if (w.endsWith(end) && w.length() - end.length() >= 3) {
        w = w.substring(0, w.length() - end.length());
        break;
      }
    }
    // "planning" -> "plann" -> "plan"
    int n = w.length();
    return n > 3 && w.charAt(n - 1) == w.charAt(n - 2) ? w.substring(0, n - 1) : w;
  }

  /** How well two stems agree: 1 equal, 0.7 one holds the other (compounds), 0 not at all. */
  static double agree(String a, String b) {
    if (a.equals(b)) {
      return 1;
    }
    if (a.length() < 4 || b.length() < 4) {
      return 0;
    }
    var longer = a.length() > b.length() ? a : b;
    var shorter = a.length() > b.length() ? b : a;
    if (longer.startsWith(shorter) || longer.endsWith(shorter)) {
      return 0.7;
    }
    // compounds that share a part of six letters or more at an end
    int n = shorter.length() - 1;
    boolean shared =
        n >= 6
            && (longer.regionMatches(0, shorter, 0, 6)
                || longer.regionMatches(longer.length() - 6, shorter, shorter.length() - 6, 6));
    return shared ? 0.6 : 0;
  }
}
