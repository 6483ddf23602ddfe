package heist.service.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Facts to plant and questions about them, in English and German, and the talk they lie in. The
 * talk holds names and figures, too, so that neither alone gives a fact away.
 */
public final class Planted {
  /** What a question shares with its fact. */
  public enum Kind {
    /** Other words, but a name or a figure is kept. */
    ENGLISH,
    /** The same in German. */
    GERMAN,
    /** No content word is shared. */
    ENGLISH_NOTHING_SHARED,
    /** The same in German. */
    GERMAN_NOTHING_SHARED
  }

  /** A fact and a question that it answers. */
  public record Fact(String fact, String question) {}

  /** Each has one fact of a kind. */
  private static final List<String> NAMES =
      List.of(
          """
          Lindqvist Abendroth Okafor Marchetti Novak Petersen Yilmaz Dubois Kowalski Haddad
          Ferreira Bergman Castellanos Moreau Takeda Ivanova Schuster Oyelaran Galanis Vermeer
          Rasmussen Popescu Achterberg Delacroix Nakamura Fitzgerald Horvath Salazar Eriksen Montague
          Bianchi Weissmann Adeyemi Kaplan Sorokin Valtonen Brandauer Quintero Holloway Zielinski
          Aslanidis Thorvald Mbeki Ravensburg Callahan Ostrowski Lefebvre Hagedorn Pacheco Winterfeld
          """
              .strip()
              .split("\\s+"));

  private static final List<String> CREW =
      List.of("the planner", "Kit", "Pip", "Dutch", "Samira", "Mister Abend");

  /** One in so many names that talk drops belongs to somebody who has a planted fact, too. */
  private static final int DISTRACTS = 5;

  /** Fact, then question; NAME and FIGURE are filled in. */
  private static final String[][] ENGLISH = {
    {
      "NAME keeps the spare key under the third flower pot.",
      "Where did NAME hide the second opener?"
    },
    {"The alarm of the archive is armed at FIGURE sharp.", "What gets switched on at FIGURE?"},
    {"NAME parks the grey van behind the bakery.", "Where does NAME leave that vehicle?"},
    {"Locker FIGURE holds the uniforms for the cleaners.", "What do we find inside number FIGURE?"},
    {
      "NAME is allergic to dogs and will not enter the yard.", "Why does NAME refuse to go outside?"
    },
    {"The goods lift stops for inspection at FIGURE.", "What is out of order from FIGURE on?"},
    {"NAME pays the night porter every second Friday.", "Whom does NAME bribe?"},
    {"The badge with number FIGURE opens the roof hatch.", "What is FIGURE good for?"},
    {"NAME was trained on this very model of safe.", "What does NAME know from school?"},
    {
      "The sprinkler test of hall two begins at FIGURE.", "Which exercise was announced for FIGURE?"
    },
  };

  private static final String[][] GERMAN = {
    {
      "NAME bewahrt den Ersatzschlüssel unter dem dritten Blumentopf auf.",
      "Wo hat NAME den zweiten Öffner versteckt?"
    },
    {"Die Alarmanlage im Archiv wird um FIGURE scharf geschaltet.", "Was passiert um FIGURE?"},
    {"NAME parkt den grauen Lieferwagen hinter der Bäckerei.", "Wohin stellt NAME das Fahrzeug?"},
    {"Im Spind FIGURE hängen die Kittel der Putzkolonne.", "Was finden wir in Nummer FIGURE?"},
    {"NAME verträgt keine Hunde und geht nicht in den Hof.", "Warum bleibt NAME lieber drinnen?"},
    {"Der Lastenaufzug steht ab FIGURE wegen der Prüfung still.", "Was fällt ab FIGURE aus?"},
    {"NAME zahlt dem Nachtportier jeden zweiten Freitag etwas.", "Wen besticht NAME?"},
    {"Der Ausweis mit der Nummer FIGURE öffnet die Dachluke.", "Wozu taugt FIGURE?"},
    {"NAME wurde an genau diesem Tresormodell ausgebildet.", "Was kennt NAME von der Schule?"},
    {
      "Die Probe der Sprinkler in Halle zwei beginnt um FIGURE.",
      "Welche Übung ist für FIGURE angesagt?"
    },
  };

  private static final String[][] NOTHING_SHARED = {
    {"The dog sleeps beside the boiler.", "Which animal rests near the furnace?"},
    {"Our chemist prefers tea.", "What does the pharmacist like to drink?"},
    {"The painting hangs crooked.", "Is any picture askew?"},
    {"A child broke the window.", "Who smashed that pane?"},
    {"The cellar is flooded.", "Where is there water in the basement?"},
    {"The doctor resigned yesterday.", "Has the physician quit?"},
    {"Snow is forecast.", "What weather do we expect?"},
    {"The lawyer owns a yacht.", "Whose boat belongs to the attorney?"},
    {"The corridor smells of gas.", "Why does the hallway stink?"},
    {"The cook hums loudly.", "Which kitchen worker makes noise?"},
  };

  private static final String[][] NICHTS_GEMEINSAM = {
    {"Der Hund schläft neben dem Heizkessel.", "Welches Tier ruht beim Ofen?"},
    {"Unser Apotheker trinkt gern Tee.", "Welches Getränk mag der Pharmazeut?"},
    {"Das Gemälde hängt schief.", "Ist irgendein Bild verrutscht?"},
    {"Ein Kind zerbrach das Fenster.", "Wer hat die Scheibe eingeschlagen?"},
    {"Der Keller steht unter Wasser.", "Was wurde im Untergeschoss überflutet?"},
    {"Der Arzt kündigte gestern.", "Hat der Doktor aufgehört?"},
    {"Schnee ist angesagt.", "Welches Wetter erwarten wir?"},
    {"Der Anwalt besitzt eine Jacht.", "Wessen Boot gehört dem Juristen?"},
    {"Im Flur riecht es nach Gas.", "Warum stinkt der Gang?"},
    {"Die Köchin summt laut.", "Wer macht in der Küche Lärm?"},
  };

  private static final String[] TALK = {
    "I have looked at the roster again, and NAME agrees with me about FIGURE.",
    "Let us settle the entry first, then the getaway.",
    "The camera at the loading dock turns every FIGURE seconds.",
    "NAME says the guard comes by at FIGURE.",
    "Ich habe den Dienstplan noch einmal gelesen, und NAME sieht es wie ich.",
    "Um FIGURE geht die Wache am Tor vorbei.",
    "Wer prüft den Weg durch den Hof? NAME hatte Zweifel.",
    "Nobody has told me yet how long the vault takes; NAME guessed FIGURE minutes.",
    "Wir brauchen für den Tresor FIGURE Minuten, nicht mehr.",
    "Good. Then the plan stands, unless NAME objects.",
  };

  private Planted() {}

  /** A hundred facts of a kind. */
  public static List<Fact> facts(Kind kind) {
    String[][] patterns =
        switch (kind) {
          case ENGLISH -> ENGLISH;
          case GERMAN -> GERMAN;
          case ENGLISH_NOTHING_SHARED -> NOTHING_SHARED;
          case GERMAN_NOTHING_SHARED -> NICHTS_GEMEINSAM;
        };
    List<Fact> facts = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      String[] pattern = patterns[i % patterns.length];
      int group = i / patterns.length;
      String figure =
          pattern[0].contains("ocker")
                  || pattern[0].contains("umber")
                  || pattern[0].contains("ummer")
                  || pattern[0].contains("Spind")
              ? String.valueOf(4_100 + 37 * group + i)
              : "%d:%02d".formatted(18 + group % 6, (7 * i + group) % 60);
      String name = NAMES.get(group * 5 + i % patterns.length / 2);
      facts.add(new Fact(filled(pattern[0], name, figure), filled(pattern[1], name, figure)));
    }
    return facts;
  }

  /** Something that somebody might say. */
  public static String talk(Random random) {
    String figure =
        random.nextBoolean()
            ? String.valueOf(random.nextInt(1_000))
            : "%d:%02d".formatted(18 + random.nextInt(6), random.nextInt(60));
    List<String> names = random.nextInt(DISTRACTS) == 0 ? NAMES : CREW;
    String name = names.get(random.nextInt(names.size()));
    return filled(TALK[random.nextInt(TALK.length)], name, figure);
  }

  private static String filled(String pattern, String name, String figure) {
    return pattern.replace("NAME", name).replace("FIGURE", figure);
  }
}
