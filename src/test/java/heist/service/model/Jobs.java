package heist.service.model;

import heist.service.model.Stage.Actor;
import heist.service.model.Stage.Job;
import heist.service.model.Stage.Paper;
import heist.service.model.Stage.Slot;
import java.util.List;
import java.util.Random;

/** Two made-up jobs, one in English and one in German. */
final class Jobs {
  static final String CONDITIONS =
      "Mishearing 3 %, stale papers 2 %, relaying 10 %, lost calls 2 %, slips 2 %. Difficulty normal.";

  private Jobs() {}

  static Job lighthouse(long seed) {
    var r = new Random(seed);
    var tide = time(r, 21, 23);
    var boat = time(r, 1, 3);
    var code = String.format("%05d", r.nextInt(100000));
    var door = List.of("boathouse", "cliff stairs", "keeper's gate").get(r.nextInt(3));
    var dogs = Integer.toString(2 + r.nextInt(4));
    var rope = Integer.toString(20 + r.nextInt(40));
    return new Job(
        "English",
        "The lamp at Gull Rock",
        "An old lens of crystal stands in a lighthouse, and a collector wants it. Get in, take it, leave by water.",
        List.of(
            new Actor(
                "skipper",
                "leader",
                "You plan the job. You give short orders and keep lists and deadlines."),
            new Actor(
                "wires", "electrician", "A young street hacker full of slang who jokes a lot."),
            new Actor(
                "picks",
                "locksmith",
                "You trust your hands and fingertips; you feel the metal, slow and patient."),
            new Actor(
                "paper",
                "archivist",
                "You count everything, quote exact numbers and cite your source."),
            new Actor(
                "oar",
                "boat driver",
                "You drive anything. Engines, speed and roads are your life; you brag."),
            new Actor("eyes", "lookout", "Nervous and watchful, you worry about everything.")),
        List.of(
            Paper.doc(
                "tide_table.md",
                "Tide table for the week",
                "oar",
                "# Tides at Gull Rock\n- Until last month the high water came at 20:15.\n- Tonight the water is high enough for the boat from "
                    + tide
                    + ".\n- The boat must leave the landing before the current turns at "
                    + boat
                    + ".\n- Fog is likely before dawn.\n"),
            Paper.doc(
                "keeper_letter.txt",
                "Letter of the keeper",
                "paper",
                "Dear brother, the lamp room lock has a new number since Monday: "
                    + code
                    + ". The old one, 11111, no longer works.\nI sleep badly. The foghorn goes every four hours.\n"),
            Paper.table(
                "patrol_log",
                "Log of the dog patrol",
                "eyes",
                List.of(
                    List.of("place", "dogs", "watched"),
                    List.of("boathouse", dogs, door.equals("boathouse") ? "no" : "yes"),
                    List.of("cliff stairs", "1", door.equals("cliff stairs") ? "no" : "yes"),
                    List.of("keeper's gate", "6", door.equals("keeper's gate") ? "no" : "yes"))),
            Paper.doc(
                "wall_note.md",
                "Note on the outer walls",
                "eyes",
                "The way in that nobody watches tonight is the "
                    + door
                    + ".\nThe cliff is wet, and gulls nest on it.\n"),
            Paper.doc(
                "lens_spec.md",
                "Data sheet of the lens",
                "picks",
                "| part | value |\n|---|---|\n| weight of the lens | 80 kg |\n| metres of rope to lower it | "
                    + rope
                    + " |\n| screws | 12 |\n"),
            Paper.survey("weather", "{\"wind\":\"north-west\",\"fog\":true,\"moon\":\"new\"}")),
        List.of(
            new Slot("landing", "time HH:MM", "When the water is high enough for the boat", tide),
            new Slot(
                "departure",
                "time HH:MM",
                "When the boat must leave before the current turns",
                boat),
            new Slot("lamp_code", "5 digits", "The number of the lamp room lock", code),
            new Slot(
                "entry",
                "one of: boathouse | cliff stairs | keeper's gate",
                "Which way in nobody watches",
                door),
            new Slot("rope", "number", "Metres of rope to lower the lens", rope),
            new Slot("helmsman", "agent", "Who drives the boat", "oar")),
        CONDITIONS);
  }

  static Job museum(long seed) {
    var r = new Random(seed);
    var change = time(r, 21, 23);
    var alarm = time(r, 2, 4);
    var code = String.format("%04d", r.nextInt(10000));
    var door = List.of("Lieferanteneingang", "Oberlicht", "Gartentor").get(r.nextInt(3));
    var guards = Integer.toString(2 + r.nextInt(6));
    return new Job(
        "German",
        "Die Nacht im Museum",
        "Im Stadtmuseum hängt ein kleines Bild. Der Auftraggeber will es bis zum Morgen.",
        List.of(
            new Actor(
                "planer",
                "Planer",
                "Du führst die Truppe, gibst knappe Kommandos und hältst Listen und Fristen."),
            new Actor("hacker", "Hacker", "Jung, lässig, voller Slang und Jargon."),
            new Actor(
                "schlosser",
                "Schlosser",
                "Du vertraust deinen Händen, fühlst Metall und Stahl und bist geduldig."),
            new Actor("archiv", "Archivarin", "Trocken und ironisch, mit Sinn für Galgenhumor."),
            new Actor(
                "fahrer", "Fahrer", "Autos, Motoren, Tempo: du fährst alles und prahlst damit."),
            new Actor("wache", "Späherin", "Nervös, ängstlich, immer besorgt.")),
        List.of(
            Paper.doc(
                "dienstplan.md",
                "Dienstplan der Wachen",
                "wache",
                "# Dienstplan\n- Der Wachwechsel im Ostflügel ist um "
                    + change
                    + " Uhr.\n- Bis letzten Monat war der Wachwechsel um 20:30 Uhr.\n- In der Nacht gehen "
                    + guards
                    + " Wachen durch die Säle.\n- Der Hund heißt Hasso.\n"),
            Paper.doc(
                "brief.txt",
                "Brief des Kustos",
                "archiv",
                "Lieber Kollege, der Code der Vitrine lautet ab heute "
                    + code
                    + ". Der alte Code 1234 ist überholt. Bitte den Tee nicht vergessen.\n"),
            Paper.table(
                "sensoren",
                "Sensoren an den Zugängen",
                "hacker",
                List.of(
                    List.of("zugang", "sensor", "zustand"),
                    List.of(
                        "Lieferanteneingang",
                        "Bewegung",
                        door.equals("Lieferanteneingang") ? "ausgefallen" : "aktiv"),
                    List.of(
                        "Oberlicht",
                        "Glasbruch",
                        door.equals("Oberlicht") ? "ausgefallen" : "aktiv"),
                    List.of(
                        "Gartentor",
                        "Magnet",
                        door.equals("Gartentor") ? "ausgefallen" : "aktiv"))),
            Paper.doc(
                "wartung.md",
                "Wartungsheft der Alarmanlage",
                "schlosser",
                "Die Alarmanlage startet jede Nacht um "
                    + alarm
                    + " Uhr neu. Das dauert drei Minuten.\nDer Aufzug klemmt im ersten Stock.\n"),
            Paper.doc(
                "stadtplan.md",
                "Stadtplan",
                null,
                "Die Brücke ist gesperrt. Der kürzeste Weg führt am Fluss entlang.\n")),
        List.of(
            new Slot("wachwechsel", "time HH:MM", "Wann der Wachwechsel im Ostflügel ist", change),
            new Slot("neustart", "time HH:MM", "Wann die Alarmanlage neu startet", alarm),
            new Slot("vitrine", "4 digits", "Code der Vitrine", code),
            new Slot(
                "eingang",
                "one of: Lieferanteneingang | Oberlicht | Gartentor",
                "Zugang, dessen Sensor ausgefallen ist",
                door),
            new Slot("wachen", "number", "Zahl der Wachen in der Nacht", guards),
            new Slot("wagen", "agent", "Wer als Fahrer im Wagen wartet", "fahrer")),
        CONDITIONS);
  }

  private static String time(Random r, int from, int to) {
    return String.format("%02d:%02d", (from + r.nextInt(to - from + 1)) % 24, r.nextInt(12) * 5);
  }
}
