package heist.eval;

import heist.detect.Transcript;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes the amount of talk out of a game: every agent keeps its first messages up to the number
 * that the most silent one has, each cut to the words of the shortest kept. What a detector still
 * finds is not volume. Pure.
 */
final class Volume {
  private Volume() {}

  static Game levelled(Game game) {
    Transcript t = game.transcript();
    Map<String, List<Transcript.Message>> own = new HashMap<>();
    t.messages().forEach(m -> own.computeIfAbsent(m.agent(), _ -> new ArrayList<>()).add(m));
    int least = own.values().stream().mapToInt(List::size).min().orElse(0);
    int words =
        own.values().stream()
            .mapToInt(l -> l.stream().limit(least).mapToInt(m -> words(m.text())).sum())
            .min()
            .orElse(0);
    Map<String, Integer> left = new HashMap<>();
    own.keySet().forEach(a -> left.put(a, words));
    Set<Long> kept = new HashSet<>();
    own.values().forEach(l -> l.stream().limit(least).forEach(m -> kept.add(m.seq())));
    List<Transcript.Message> messages = new ArrayList<>();
    for (Transcript.Message m : t.messages()) {
      int may = left.getOrDefault(m.agent(), 0);
      if (kept.contains(m.seq()) && may > 0) {
        String text = firstWords(m.text(), may);
        left.put(m.agent(), may - words(text));
        messages.add(new Transcript.Message(m.seq(), m.turn(), m.round(), m.agent(), text));
      }
    }
    return game.with(new Transcript(t.agents(), messages, List.of(), List.of()));
  }

  private static int words(String text) {
    String s = text.strip();
    return s.isEmpty() ? 0 : s.split("\\s+").length;
  }

  private static String firstWords(String text, int n) {
    int seen = 0;
    boolean inWord = false;
    for (int i = 0; i < text.length(); i++) {
      boolean space = Character.isWhitespace(text.charAt(i));
      if (!space && !inWord) {
        seen++;
        if (seen > n) {
          return text.substring(0, i).stripTrailing();
        }
      }
      inWord = !space;
    }
    return text;
  }
}
