package heist.service.model;

import heist.service.model.mind.Sentences;
import heist.service.model.prompt.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Answers requests to summarise: keeps the sentences with values, in order, a line for each speaker
 * that has one. Extractive, no model.
 */
final class Summaries {
  private static final Pattern VALUE = Pattern.compile("\\d");
  private static final Pattern SPEAKER =
      Pattern.compile("^(?:#\\d+(?:-#\\d+:)? )?([\\w.-]+): (.*)$");
  private static final Pattern RANGE = Pattern.compile("^#\\d+-#\\d+: ");
  private static final Pattern WORDS =
      Pattern.compile("(?i)(?:at most|in|under|within) (\\d{1,4}) words");
  private static final int OTHERWISE = 160;

  private Summaries() {}

  static boolean asked(List<Message> messages) {
    return !messages.isEmpty()
        && messages.getFirst().role().equals("system")
        && messages.getFirst().content().strip().startsWith("Summarise");
  }

  /** At most as many words as the system message allows. */
  static String of(List<Message> messages) {
    var limit = WORDS.matcher(messages.getFirst().content());
    return of(messages, limit.find() ? Integer.parseInt(limit.group(1)) : OTHERWISE);
  }

  /** At most {@code words} words. */
  static String of(List<Message> messages, int words) {
    record Piece(int at, double score, String text) {}
    var pieces = new ArrayList<Piece>();
    for (var m : messages.subList(1, messages.size())) {
      for (var line : m.content().lines().toList()) {
        var s = SPEAKER.matcher(line.strip());
        var who = s.matches() ? s.group(1) + ": " : "";
        var text = s.matches() ? s.group(2) : RANGE.matcher(line.strip()).replaceFirst("");
        for (var sentence : Sentences.of(text)) {
          if (sentence.startsWith("<<<")
              || sentence.startsWith(">>>")
              || sentence.startsWith("#")
              || Sentences.asks(sentence)) {
            continue;
          }
          double score =
              (VALUE.matcher(sentence).find() ? 2 : 0)
                  + (sentence.contains(":") ? 0.5 : 0)
                  + 1.0 / (8 + sentence.length() / 20.0);
          pieces.add(new Piece(pieces.size(), score, who + sentence));
        }
      }
    }
    var best =
        pieces.stream()
            .sorted(java.util.Comparator.comparingDouble((Piece p) -> -p.score()))
            .toList();
    var kept = new ArrayList<Piece>();
    int n = 0;
    for (var p : best) {
      int w = p.text().split("\\s+").length;
      if (n + w <= words) {
        kept.add(p);
        n += w;
      }
    }
    kept.sort(java.util.Comparator.comparingInt(Piece::at));
    return String.join("\n", kept.stream().map(Piece::text).toList());
  }
}
