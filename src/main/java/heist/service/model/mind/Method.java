package heist.service.model.mind;

import heist.service.model.prompt.View.Brief;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The ways of doing harm. A brief is read by its words: whatever strategy somebody writes, it is
 * played as the way that its text comes nearest to.
 */
enum Method {
  /** None: a loyal agent. */
  NONE(""),
  /** Says another value than its source. */
  FALSE_INFO(
      "false falsify falsely lie lies lying alter altered change changed swap invent invented wrong digit digits code value"
          + " figure neighbouring fake forge forged mislead untrue falsch fälsche fälschen lüg lüge lügen ändere ändern vertausche erfinde erfunden"
          + " ziffer ziffern code wert zahl irreführen"),
  /** Moves times and lengths of time. */
  TIMING(
      "time times timing minute minutes early late clock schedule hour hours shift window o'clock punctual"
          + " zeit zeiten minute minuten früh spät uhr uhrzeit zeitplan stunde schicht zeitfenster pünktlich"),
  /** Muddles who does what and what was agreed. */
  CHAOS(
      "confuse confused confusion chaos muddle muddled misquote misquoted reassign reopen reopened argue quarrel quarrels role roles post"
          + " posts task tasks agreed agreement settled mixed mix blame discord"
          + " verwirre verwirrung chaos durcheinander streit rolle rollen posten aufgabe aufgaben zusagen geklärtes verwechsle zitiere zwietracht"),
  /** Keeps back what others need. */
  DELAY(
      "delay delays withhold withheld silent silence slow slowly stall stalling wait waiting postpone hold held back half later"
          + " promise patience next round keep secret hide"
          + " verzögere verzögern verzögerung zurückhalten zurückgehalten schweig schweige schweigen hinhalten warte warten verschweige später"
          + " bestätigen bestätige zurück prüf frag fragst versprich hälfte halbe nächste geheim verstecke langsam"),
  /** Takes its values from where they do not belong. */
  WRONG_TOOLS(
      "tool tools query queries table survey source outdated stale old superseded obsolete calculation misuse sketchy rough"
          + " lookup search row column wrong"
          + " werkzeug werkzeuge abfrage tabelle erhebung quelle quellen veraltet veraltete alt alte überholt rechnung missbrauche spalte zeile");

  private static final List<String> SHIPPED =
      List.of("false_info", "timing_errors", "coordination_chaos", "subtle_delays", "wrong_tools");
  private static final List<Method> ORDER = List.of(FALSE_INFO, TIMING, CHAOS, DELAY, WRONG_TOOLS);

  /** How much of what it says of its main way a brief must say of a second one to play both. */
  private static final double NEARLY = 0.6;

  /** Says of a sentence that it tells what to leave alone, not what to do. */
  private static final String LEAVE_ALONE =
      "(?iu).*\\b(?:correctly|is correct|are correct|truthfully|never speak|private note|nobody may notice"
          + "|richtig wieder|ist richtig|wahrheitsgemäß|sprich nie|privaten notiz|niemand darf)\\b.*";

  private final Set<String> stems;

  Method(String words) {
    this.stems =
        Arrays.stream(words.split("\\s+"))
            .filter(w -> !w.isEmpty())
            .map(w -> Words.stem(Words.fold(w)))
            .collect(Collectors.toUnmodifiableSet());
  }

  /** The ways of a private brief, the main one first; none for a loyal agent. */
  static List<Method> of(Brief brief) {
    if (!brief.mole()) {
      return List.of();
    }
    int known = SHIPPED.indexOf(brief.method());
    return known >= 0 ? List.of(ORDER.get(known)) : ways(brief.method() + ". " + brief.text());
  }

  /** The way that a text comes nearest to. */
  static Method nearest(String text) {
    return ways(text).getFirst();
  }

  /** The way that a text comes nearest to, then those that it speaks of nearly as much. */
  static List<Method> ways(String text) {
    var said = new java.util.HashMap<Method, Double>();
    for (var sentence : text.replace('_', ' ').split("(?<=[.!?:;])\\s+|\\R\\s*\\R|\\R- ")) {
      if (sentence.matches("(?s)" + LEAVE_ALONE)
          || sentence.startsWith("Allegiance")
          || sentence.startsWith("Method")) {
        continue;
      }
      var stems = Words.tokens(sentence).stream().map(Words.Token::stem).toList();
      for (var m : ORDER) {
        long n = stems.stream().filter(m.stems::contains).count();
        said.merge(m, (double) n, Double::sum);
      }
    }
    double most = said.values().stream().mapToDouble(n -> n).max().orElse(0);
    if (most == 0) {
      return List.of(FALSE_INFO);
    }
    // the sort is stable: of ways spoken of as much, the first in the list comes first
    return ORDER.stream()
        .filter(m -> said.getOrDefault(m, 0.0) >= (most < 3 ? most : NEARLY * most))
        .sorted(Comparator.comparingDouble(m -> -said.getOrDefault(m, 0.0)))
        .limit(most < 3 ? 1 : 2)
        .toList();
  }

  /** Whether the brief's text, not its name, told the way. */
  static boolean told(Brief brief) {
    return brief.mole() && !SHIPPED.contains(brief.method());
  }
}
