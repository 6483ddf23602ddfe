package heist.eval;

import heist.detect.Transcript;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What an honest agent could say more in a game: sentences that others have said, talk without a
 * value in it, and questions on what others spoke of. Nothing comes twice. Used by one thread.
 */
final class Chatter {
  private static final Pattern END = Pattern.compile("(?<=[.!?])\\s+");
  private static final Pattern TAKEN_BACK =
      Pattern.compile(
          "(?iU)\\b(?:not|forget|instead of|no longer|nicht|kein\\w*|vergiss|vergesst|statt)\\s+(?:\\w+\\s+)?(\\w*\\d[\\w:]*)");
  private static final Pattern DENIED =
      Pattern.compile(
          "(?iU)\\b(?:not|forget|instead of|nicht|vergiss|vergesst|statt)\\s+([^,.;:!?]+)");
  private static final Pattern VALUE = Pattern.compile("(?U)\\w*\\d[\\w:]*");
  private static final Pattern MATTER =
      Pattern.compile("\\b[Tt]he ([a-z]+(?: [a-z]+)?) (?:is|are|was|has|can|stays|works)\\b");
  private static final Pattern MATTER_DE =
      Pattern.compile(
          "(?U)\\b[Dd](?:er|ie|as) (\\p{Lu}\\p{L}+(?: de[rs] \\p{Lu}\\p{L}+)?) (?:ist|sind|hat|war|steht|lautet)\\b");

  private static final List<String> BEGIN =
      List.of(
          "On my side",
          "Seen from here",
          "As for me",
          "For my part",
          "From where I stand",
          "In my corner",
          "Between the walls",
          "While we talk",
          "As before",
          "Once again",
          "In short",
          "In the meantime");
  private static final List<String> GO_ON =
      List.of(
          "the work goes on without a hitch.", "all is quiet and everybody knows the way.",
          "there is time to breathe and to go on.", "the talk goes well and nobody is in the way.",
          "I listen to everybody and keep the thread.", "the mood is good and the coffee is warm.",
          "nothing stands in the way of the next step.", "I keep my eyes on the task at hand.",
          "we work hand in hand as we planned.", "the lamps burn and the street is calm.",
          "I stand ready and wait for the word.", "every one of us does a fair share.");
  private static final List<String> BEGIN_DE =
      List.of(
          "Auf meiner Seite",
          "Von hier aus gesehen",
          "Was mich angeht",
          "In meiner Ecke",
          "An meinem Platz",
          "Hier bei mir",
          "Nach wie vor",
          "Unterdessen",
          "In aller Ruhe",
          "Wie bisher",
          "Kurz gesagt",
          "Zwischen den Mauern");
  private static final List<String> GO_ON_DE =
      List.of(
          "geht die Arbeit ohne Stocken voran.", "ist alles ruhig und jeder kennt den Weg.",
          "bleibt Zeit zum Atmen und Weitergehen.",
              "läuft das Gespräch gut und niemand steht im Weg.",
          "höre ich allen zu und behalte den Faden.", "ist die Stimmung gut und der Kaffee warm.",
          "steht dem nächsten Schritt nichts im Weg.", "habe ich die Aufgabe fest im Blick.",
          "arbeiten wir Hand in Hand wie geplant.", "brennen die Lampen und die Straße ist still.",
          "stehe ich bereit und warte auf das Wort.", "trägt jeder von uns seinen Teil bei.");
  private static final List<String> ASK =
      List.of(
          "Who has looked into the %s?", "How sure are we of the %s?",
          "Is the %s settled for everybody?", "What do we still need on the %s?",
          "Which paper speaks of the %s?", "Does anybody see the %s differently?",
          "Who could look at the %s once more?", "What hangs on the %s?");
  private static final List<String> ASK_DE =
      List.of(
          "Stichwort %s: wer hat da nachgesehen?", "Stichwort %s: wie sicher sind wir uns?",
          "Stichwort %s: ist das für alle geklärt?", "Stichwort %s: was fehlt uns noch?",
          "Stichwort %s: in welchem Papier steht das?", "Stichwort %s: sieht das jemand anders?",
          "Stichwort %s: wer schaut noch einmal hin?", "Stichwort %s: was hängt daran?");
  private static final List<String> WHOLE =
      List.of("whole plan", "order of things", "next step", "work ahead", "list");
  private static final List<String> WHOLE_DE =
      List.of("Plan", "Reihenfolge", "Nächstes", "Arbeit", "Liste");

  private final boolean german;
  private final Set<String> own = new HashSet<>();
  private final Set<String> takenBack = new HashSet<>();
  private final Set<String> denied = new HashSet<>();
  private final Set<String> used = new HashSet<>();
  private final Deque<String> heard = new ArrayDeque<>();
  private final Set<String> matters = new LinkedHashSet<>();
  private int talked;
  private int asked;

  Chatter(Transcript t, String agent, String language) {
    german = language.equals("de");
    for (Transcript.Message m : t.messages()) {
      if (m.agent().equals(agent)) {
        own.addAll(sentences(m.text()));
      }
      TAKEN_BACK.matcher(m.text()).results().forEach(r -> takenBack.add(r.group(1)));
      DENIED.matcher(m.text()).results().forEach(r -> denied.add(plain(r.group(1))));
    }
  }

  static List<String> sentences(String text) {
    return List.of(END.split(text.strip()));
  }

  static int words(String text) {
    return text.isBlank() ? 0 : text.strip().split("\\s+").length;
  }

  /** Takes in what somebody else has said. */
  void hear(String text) {
    for (String s : sentences(text)) {
      if (s.endsWith(".")
          && words(s) > 3
          && whole(s)
          && !own.contains(s)
          && holds(s)
          && used.add(s)) {
        heard.add(s);
      }
    }
    (german ? MATTER_DE : MATTER)
        .matcher(text)
        .results()
        .map((MatchResult r) -> r.group(1))
        .forEach(matters::add);
  }

  /** Whether no quotation begins or ends outside of the sentence. */
  private static boolean whole(String sentence) {
    long marks = sentence.chars().filter(c -> c == '"' || c == '„' || c == '“' || c == '”').count();
    return marks % 2 == 0;
  }

  /** Whether nobody takes back a value or a word of the sentence anywhere in the game. */
  private boolean holds(String sentence) {
    String words = plain(sentence);
    return VALUE.matcher(sentence).results().noneMatch(r -> takenBack.contains(r.group()))
        && denied.stream().noneMatch(words::contains);
  }

  /** Its words between spaces. */
  private static String plain(String text) {
    return " " + text.replaceAll("(?U)[^\\w:]+", " ").strip() + " ";
  }

  /** About so many words more, beginning with a space. */
  String more(int words) {
    StringBuilder text = new StringBuilder();
    for (int left = words; left > 0; ) {
      String next = heard.isEmpty() ? plain() : heard.remove();
      text.append(' ').append(next);
      left -= words(next);
    }
    return text.toString();
  }

  private String plain() {
    List<String> begin = german ? BEGIN_DE : BEGIN;
    List<String> goOn = german ? GO_ON_DE : GO_ON;
    // every pair once before any comes again, and neighbours differ in both halves
    int round = talked / begin.size();
    String first = begin.get(talked % begin.size());
    String rest = goOn.get((talked + round) % goOn.size());
    talked++;
    return first + " " + rest;
  }

  /** A question that was not asked before, beginning with a space. */
  String question() {
    List<String> about = new ArrayList<>(matters);
    about.addAll(german ? WHOLE_DE : WHOLE);
    List<String> ask = german ? ASK_DE : ASK;
    for (int tried = 0; tried < about.size() * ask.size(); tried++) {
      String question =
          ask.get(asked % ask.size())
              .formatted(about.get((asked / ask.size() + asked) % about.size()));
      asked++;
      if (used.add(question)) {
        return " " + question;
      }
    }
    return "";
  }
}
