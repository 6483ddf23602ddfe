package heist.service.model;

import heist.service.model.mind.Sentences;
import heist.service.model.prompt.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Answers requests to summarise: keeps the sentences with values, in order. Extractive, no model.
 */
final class Summaries {
  private static final Pattern VALUE = Pattern.compile("\\d");
  private static final Pattern SPEAKER = Pattern.compile("^(?:#\\d+ )?([\\w.-]+): (.*)$");

  private Summaries() {}

  static boolean asked(List<Message> messages) {
    return !messages.isEmpty()
        && messages.getFirst().role().equals("system")
        && messages.getFirst().content().strip().startsWith("Summarise");
  }

  /** At most {@code words} words. */
  static String of(List<Message> messages, int words) {
    record Piece(int at, double score, String text) {}
    var pieces = new ArrayList<Piece>();
    for (var m : messages.subList(1, messages.size())) {
      for (var line : m.content().lines().toList()) {
        var s = SPEAKER.matcher(line.strip());
        var who = s.matches() ? s.group(1) + ": " : "";
        var text = s.matches() ? s.group(2) : line.strip();
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
