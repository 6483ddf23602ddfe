package heist.service.model.speech;

import heist.service.model.mind.Dice;
import heist.service.model.mind.Words;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A way of speaking, derived from a persona's words; a persona that gives no hint gets one by hash,
 * always the same.
 */
public enum Voice {
  /** Leads: short orders, lists, deadlines. */
  COMMANDER(
      "order orders command commands leader lead boss deadline deadlines organise mastermind strategist chess structure"
          + " ordnung anführer leiten chefin chef kommando kommandos frist fristen strategie schach planerin führt"),
  /** Says little. */
  TERSE(
      "terse short brief few laconic silent taciturn clipped grunt grunts sparing words quiet minimal"
          + " knapp kurz wortkarg schweigsam lakonisch einsilbig wenig worte still"),
  /** Counts, measures, cites. */
  PRECISE(
      "count counts counting number numbers exact exactly precise measure measures statistics figures detail details accurate data pedantic source sources"
          + " zählt zahlen genau präzise messen misst statistik pedantisch akribisch quelle quellen daten"),
  /** Keeps a ledger: first, second, third; settled and open. */
  LEDGER(
      "points ledger settled schoolmasterly teacher agenda tick ticks"
          + " erstens zweitens drittens punkt punkte kontobuch heft erledigt lehrerhaft lehrerin abhaken"),
  /** Types like a terminal. */
  TERMINAL(
      "terminal log logs output system process processes port ports type types lower case ack nope data race condition screen screens"
          + " terminal protokoll ausgabe system prozess prozesse ports tippt kleinschreibung daten bildschirm bildschirme"),
  /** Qualifies everything. */
  HEDGED(
      "likely certain belief degree probably hedge hedges hedged careful cautious doubt doubts perhaps maybe sceptical skeptical tentative unsure probability probable qualifies"
          + " vorsichtig zweifel zweifelt vielleicht skeptisch abwägend unsicher wahrscheinlich zögert"),
  /** Talks like the street. */
  SLANG(
      "slang street hacker jargon casual cocky swagger leet cool loose young lowercase jokes"
          + " slang jargon locker lässig straße jung umgangssprache flapsig szene"),
  /** Worries. */
  ANXIOUS(
      "anxious nervous worried worries worry jumpy fear fearful paranoid fret frets tense edgy watchful nerves"
          + " ängstlich nervös besorgt sorge sorgen angst paranoid schreckhaft unruhig angespannt"),
  /** Thinks with the hands. */
  TACTILE(
      "hands hand feel feels touch touches metal steel craft craftsman tools fingertips tactile listen listens slow patient weight mechanical"
          + " hände hand fühlt fühlen metall stahl handwerk fingerspitzen geduldig mechanik tastet schwer"),
  /** Deadpan. */
  IRONIC(
      "ironic irony dry sarcastic sarcasm deadpan wry wit witty cynical amused gallows"
          + " ironisch ironie trocken sarkastisch zynisch spöttisch spott witz galgenhumor"),
  /** Holds people together. */
  WARM(
      "warm friendly kind encouraging cheerful cheery charming charm people smile smiles optimistic motherly fatherly thanks polite"
          + " warm freundlich herzlich aufmunternd fröhlich charmant lächelt optimistisch mütterlich väterlich höflich"),
  /** Talks of roads, engines and own deeds. */
  ROAD(
      "drive drives driver car cars engine road roads wheel speed racing race route routes street streets traffic gear boast boasts brag"
          + " fahrer fahrerin fährt auto autos motor straße lenkrad tempo rennen strecke verkehr gang prahlt");

  private final Set<String> stems;

  Voice(String keywords) {
    stems =
        Arrays.stream(keywords.split("\\s+"))
            .flatMap(w -> Words.tokens(w).stream())
            .map(Words.Token::stem)
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Tag of this voice in the phrase books. */
  String tag() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** Whether a persona writes in lower case. */
  static boolean lowerCase(String persona) {
    return persona.matches(
            "(?is).*\\b(lower ?case|kleinschreibung|klein geschrieben|kleinbuchstaben)\\b.*")
        || (!persona.isBlank() && persona.equals(persona.toLowerCase(java.util.Locale.ROOT)));
  }

  /** The voice of a persona. Words about speech count double. */
  public static Voice of(String persona, String role) {
    var weight = new java.util.EnumMap<Voice, Double>(Voice.class);
    for (var sentence : persona.split("(?<=[.!?;])\\s+")) {
      var f = Words.fold(sentence);
      double w =
          f.matches(
                  "(?s).*(speak|speech|talk|say|says|sentence|voice|tone|spricht|sprich|rede|sagt|saetze|ton|stimme|word|wort).*")
              ? 2.2
              : 1;
      for (var stem : Words.tokens(sentence).stream().map(Words.Token::stem).distinct().toList()) {
        for (var v : values()) {
          if (v.stems.contains(stem)) {
            weight.merge(v, w, Double::sum);
          }
        }
      }
    }
    for (var stem : Words.stems(role)) {
      for (var v : values()) {
        if (v.stems.contains(stem)) {
          weight.merge(v, 0.6, Double::sum);
        }
      }
    }
    return weight.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElseGet(() -> new Dice(Dice.hash(persona + role)).pick(List.of(values())));
  }
}
