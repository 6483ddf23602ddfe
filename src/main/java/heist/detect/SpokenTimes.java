package heist.detect;

import heist.detect.Numerals.Numeral;
import heist.detect.Values.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Times as they are spoken: half past five, ten to six, six o'clock, noon; halb sechs, fünf vor
 * halb sechs, dreiviertel sechs, sechs Uhr, Mitternacht. Up to twelve they leave open which half of
 * the day is meant. Pure.
 */
final class SpokenTimes {
  private static final int HALF = 30;
  private static final int QUARTER = 15;
  private static final int THREE_QUARTERS = 45;

  /** Words that a time may begin with, in minutes; of the day, if it is one by itself. */
  static final Map<String, Integer> OPENING =
      new HashMap<>(
          Map.ofEntries(
              Map.entry("half", HALF),
              Map.entry("halb", HALF),
              Map.entry("quarter", QUARTER),
              Map.entry("viertel", QUARTER),
              Map.entry("dreiviertel", THREE_QUARTERS),
              Map.entry("one", 1),
              Map.entry("ein", 1),
              Map.entry("eins", 1),
              Map.entry("noon", 720),
              Map.entry("midday", 720),
              Map.entry("mittag", 720),
              Map.entry("mittags", 720),
              Map.entry("midnight", 1440),
              Map.entry("mitternacht", 1440),
              Map.entry("mitternachts", 1440)));

  private static final Set<String> PAST = Set.of("past", "after", "nach");
  private static final Set<String> BEFORE = Set.of("to", "before", "vor", "till");
  private static final Set<String> MINUTES = Set.of("minutes", "minute", "minuten", "min");
  private static final Set<Integer> ROUND = Set.of(5, 10, 20, 25);
  private static final Set<String> AFTER_A_TIME =
      Set.of(
          "sharp",
          "tomorrow",
          "today",
          "tonight",
          "precisely",
          "exactly",
          "latest",
          "morgens",
          "abends",
          "nachts",
          "nachmittags",
          "vormittags",
          "früh",
          "heute",
          "morgen",
          "pünktlich",
          "genau",
          "spätestens",
          "pm",
          "p",
          "says",
          "said",
          "according",
          "laut");
  private static final Lexicon STOP = Lexicon.of("stop");

  private SpokenTimes() {}

  /** Whether the word is o'clock or Uhr. */
  static boolean clock(String word) {
    return word.equals("o'clock") || word.equals("o\u2019clock") || word.equals("uhr");
  }

  /**
   * Reads a time that begins with word {@code i}; answers how many words it takes, 0 if none does.
   *
   * @param number the number that begins there
   */
  static int at(
      String text, List<Words.Word> words, int i, @Nullable Numeral number, List<Value> into) {
    if (number != null) {
      return numbered(text, words, i, number, into);
    }
    Integer minutes = OPENING.get(words.get(i).text());
    if (minutes == null) {
      return 0;
    }
    if (minutes >= 720) {
      into.add(Values.time(minutes, words.get(i).start(), words.get(i).end()));
      return 1;
    }
    if (minutes == 1) {
      return clock(word(words, i + 1)) ? hours(words, i, 1, i + 1, into) : 0;
    }
    return parts(text, words, i, i, minutes, into);
  }

  /** half past five, quarter to six; halb sechs, viertel sechs, dreiviertel sechs. */
  private static int parts(
      String text, List<Words.Word> words, int start, int i, int minutes, List<Value> into) {
    String next = word(words, i + 1);
    boolean past = PAST.contains(next);
    if (past || (minutes == QUARTER && BEFORE.contains(next))) {
      int hour = hour(words, i + 2);
      return hour < 0 ? 0 : spoken(words, start, i + 2, hour, past ? minutes : -minutes, into);
    }
    String first = words.get(i).text();
    boolean english = first.equals("half") || first.equals("quarter");
    int hour = english ? -1 : hour(words, i + 1);
    boolean sure = minutes != QUARTER || !counts(text, words, i + 2);
    return hour < 1 || !sure ? 0 : spoken(words, start, i + 1, hour, minutes - 60, into);
  }

  /** ten to six, fünf vor sechs, fünf nach halb sechs; six o'clock, sechs Uhr dreißig, six pm. */
  private static int numbered(
      String text, List<Words.Word> words, int i, Numeral number, List<Value> into) {
    int at = i + number.used();
    if (at >= words.size() || !Values.beside(text, words.get(at - 1), words.get(at))) {
      return 0;
    }
    String next = words.get(at).text();
    boolean figure = words.get(i).digits();
    if (!figure && clock(next) && number.value() <= 24) {
      return hours(words, i, number.value(), at, into);
    }
    if (!figure && number.value() <= 12 && Values.half(words, at) == 'p') {
      return at - i + half(words, i, number.value() * 60, at, into);
    }
    if (number.value() == 3 && next.equals("viertel")) {
      return parts(text, words, i, at, THREE_QUARTERS, into);
    }
    boolean counted = MINUTES.contains(next);
    at += counted ? 1 : 0;
    next = word(words, at);
    boolean past = PAST.contains(next);
    if (number.value() >= 60
        || !(past || BEFORE.contains(next))
        || !(counted || ROUND.contains(number.value()))) {
      return 0;
    }
    int sign = past ? 1 : -1;
    if (word(words, at + 1).equals("halb")) {
      int hour = hour(words, at + 2);
      return hour < 1 ? 0 : spoken(words, i, at + 2, hour, sign * number.value() - HALF, into);
    }
    int hour = hour(words, at + 1);
    boolean doubtful = next.equals("to") || next.equals("after") || next.equals("before");
    if (hour < 0
        || (doubtful && (figure || since(words, i) || counts(text, words, at + 2)))
        || (figure && words.get(at + 1).digits() && !clock(word(words, at + 2)))) {
      return 0;
    }
    return spoken(words, i, at + 1, hour, sign * number.value(), into);
  }

  private static boolean since(List<Words.Word> words, int i) {
    return i > 0
        && (words.get(i - 1).text().equals("from") || words.get(i - 1).text().equals("between"));
  }

  /**
   * Whether what stands before this word counts something: a word follows that is neither a small
   * one nor goes with a time.
   */
  static boolean counts(String text, List<Words.Word> words, int i) {
    if (i >= words.size() || words.get(i).mention() || words.get(i).digits()) {
      return false;
    }
    String w = words.get(i).text();
    return Values.beside(text, words.get(i - 1), words.get(i))
        && !clock(w)
        && !AFTER_A_TIME.contains(w)
        && !STOP.has(w)
        && Values.half(words, i) == 0;
  }

  /** six o'clock, sechs Uhr, sechs Uhr dreißig. */
  private static int hours(List<Words.Word> words, int i, int hour, int clock, List<Value> into) {
    int minute = words.get(clock).text().equals("uhr") ? Numerals.word(word(words, clock + 1)) : -1;
    int last = minute > 0 && minute < 60 ? clock + 1 : clock;
    return spoken(words, i, last, hour, Math.max(0, last == clock ? 0 : minute), into);
  }

  private static int spoken(
      List<Words.Word> words, int i, int last, int hour, int minutes, List<Value> into) {
    int end = clock(word(words, last + 1)) ? last + 1 : last;
    int time = hour * 60 + minutes;
    if (hour <= 12 && Values.half(words, end + 1) == 'p') {
      return end + 1 - i + half(words, i, time, end + 1, into);
    }
    int from = words.get(i).start();
    int to = words.get(end).end();
    into.add(hour <= 12 ? Values.spoken(time, from, to) : Values.time(time, from, to));
    return end + 1 - i;
  }

  /** Adds a time of the afternoon; answers how many words pm or p.m. takes. */
  private static int half(List<Words.Word> words, int i, int time, int pm, List<Value> into) {
    int used = words.get(pm).text().length() == 1 ? 2 : 1;
    int day = time >= 720 ? time - 720 : time;
    into.add(Values.time(day + 720, words.get(i).start(), words.get(pm + used - 1).end()));
    return used;
  }

  private static int hour(List<Words.Word> words, int i) {
    String w = word(words, i);
    if (w.isEmpty()) {
      return -1;
    }
    int hour =
        w.equals("one") ? 1 : Character.isDigit(w.charAt(0)) ? Values.hour(w) : Numerals.word(w);
    return hour >= 0 && hour <= 24 ? hour : -1;
  }

  private static String word(List<Words.Word> words, int i) {
    return i < words.size() ? words.get(i).text() : "";
  }
}
