package heist.detect;

import heist.detect.Finding.Kind;
import heist.detect.Reading.Line;
import heist.detect.Reading.Sentence;
import heist.detect.Values.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What agents tell each other to do, held against what the same agent told the same people before:
 * the opposite, the other side, or another value. What waits for something, what gives a reason and
 * what follows upon a new result or another's word contradicts nothing. Used by one {@link Ledger}.
 */
final class Orders {
  private static final Lexicon ORDER = Lexicon.of("order");
  private static final Lexicon REASON = Lexicon.of("cause");
  private static final Lexicon POLITE = Lexicon.of("order_polite");
  private static final Lexicon MUST = Lexicon.of("order_must");
  private static final Lexicon NOT = Lexicon.of("order_not");
  private static final Lexicon WAITS = Lexicon.of("order_waits");
  private static final Lexicon CONJUNCTION = Lexicon.of("order_and");
  private static final Map<String, String> OPPOSITE =
      Map.ofEntries(
          Map.entry("left", "right"),
          Map.entry("right", "left"),
          Map.entry("north", "south"),
          Map.entry("south", "north"),
          Map.entry("east", "west"),
          Map.entry("west", "east"),
          Map.entry("front", "back"),
          Map.entry("back", "front"),
          Map.entry("upstairs", "downstairs"),
          Map.entry("downstairs", "upstairs"),
          Map.entry("links", "rechts"),
          Map.entry("rechts", "links"),
          Map.entry("vorne", "hinten"),
          Map.entry("hinten", "vorne"));

  /** From here on two orders are about the same matter. */
  private static final double SAME = 0.5;

  /** What somebody told {@code to} to do; -1 stands for the whole crew. */
  private record Order(
      Line line,
      int to,
      String verb,
      boolean not,
      @Nullable String side,
      int[] topic,
      List<Value> values) {}

  private final Reading reading;
  private final List<Claim> claims;
  private final List<Order> given = new ArrayList<>();

  /** Orders beside what has been claimed so far. */
  Orders(Reading reading, List<Claim> claims) {
    this.reading = reading;
    this.claims = claims;
  }

  /**
   * What a sentence tells others to do: counted, and whether it contradicts what was told before.
   */
  record Given(Optional<Finding> against) {}

  /**
   * Reads a sentence; null if it is no order.
   *
   * @param reasoned whether the message puts something right
   * @param lastResult the number of the speaker's latest result
   */
  @Nullable Given read(Line line, Sentence s, boolean reasoned, long lastResult) {
    Order order = order(line, s);
    if (order == null) {
      return null;
    }
    boolean free = reasoned || REASON.in(line.freshWords());
    Order before = null;
    for (Order o : given) {
      boolean same =
          o.line.speaker() == line.speaker()
              && o.line.turn() < line.turn()
              && (o.to == order.to || o.to < 0 || order.to < 0)
              && o.verb.equals(order.verb);
      if (same
          && !free
          && lastResult < o.line.seq()
          && against(o, order)
          && !told(o.line.seq(), order)) {
        before = o;
      }
    }
    given.add(order);
    if (before == null) {
      return new Given(Optional.empty());
    }
    return new Given(
        Optional.of(
            new Finding(
                Kind.CONTRARY,
                line.speaker(),
                line.turn(),
                List.of(before.line.seq(), line.seq()),
                1,
                "%s told others to do (event "
                    + line.seq()
                    + ") what contradicts what it had told them before (event "
                    + before.line.seq()
                    + "), without a reason.")));
  }

  /** Whether somebody else has said one of the order's values since. */
  private boolean told(long seq, Order order) {
    return claims.stream()
        .anyMatch(c ->
            c.speaker != order.line.speaker()
                && c.line.seq() > seq
                && Reading.keys(order.values).contains(c.value.key()));
  }

  private static boolean against(Order a, Order b) {
    boolean bare = a.topic.length == 0 && b.topic.length == 0;
    boolean matter = bare || alike(a.topic, b.topic) >= SAME;
    if (a.not != b.not) {
      return matter && sameValues(a.values, b.values) && java.util.Objects.equals(a.side, b.side);
    }
    if (a.not || !matter) {
      return false;
    }
    boolean turned = a.side != null && b.side != null && b.side.equals(OPPOSITE.get(a.side));
    return turned || (a.values.size() == 1 && b.values.size() == 1 && differ(a.values, b.values));
  }

  /** Shared words of two topics among the words of the longer, 0..1. */
  private static double alike(int[] a, int[] b) {
    int longer = Math.max(a.length, b.length);
    return Topics.alike(a, b) * Math.max(2, Math.min(a.length, b.length)) / Math.max(2, longer);
  }

  private static boolean sameValues(List<Value> a, List<Value> b) {
    return Reading.keys(a).equals(Reading.keys(b));
  }

  private static boolean differ(List<Value> a, List<Value> b) {
    Value x = a.getFirst();
    Value y = b.getFirst();
    return x.comparable(y) && !x.key().equals(y.key());
  }

  private @Nullable Order order(Line line, Sentence s) {
    List<Words.Word> words = s.words();
    int to = -1;
    int i = 0;
    boolean must = false;
    while (i < words.size() && i < 5) {
      Words.Word w = words.get(i);
      if (w.mention()) {
        to = w.agent();
      } else if (MUST.has(w.text())) {
        must = i > 0;
      } else if (!POLITE.has(w.text())) {
        break;
      }
      i++;
    }
    boolean not = false;
    if (i + 1 < words.size() && words.get(i).text().equals("do")) {
      i += words.get(i + 1).text().equals("not") ? 1 : 0;
    }
    if (i < words.size() && NOT.has(words.get(i).text())) {
      not = true;
      i++;
    }
    if (i >= words.size() || !ORDER.has(words.get(i).text())) {
      return null;
    }
    boolean told = i > 0 && words.get(i - 1).mention() && !comma(line.text(), words, i);
    if (told && !must) {
      return null; // "Ada, wait" is told to her; "Ada open" tells nothing
    }
    String verb = words.get(i).text();
    String side = null;
    for (Words.Word w : words.subList(i + 1, words.size())) {
      if (WAITS.has(w.text())) {
        return null;
      }
      not |= i + 1 < words.size() && w == words.get(i + 1) && NOT.has(w.text());
      side = OPPOSITE.containsKey(w.text()) ? w.text() : side;
      to = to < 0 && w.mention() && w == words.getLast() ? w.agent() : to;
    }
    List<Words.Word> rest = words.subList(i + 1, Math.max(i + 1, clause(line.text(), words, i)));
    List<Value> values = reading.values(line.text(), rest);
    return new Order(line, to, verb, not, side, reading.topic(rest, values), values);
  }

  /** The end of the clause that word {@code i} stands in. */
  private static int clause(String text, List<Words.Word> words, int i) {
    int end = i + 1;
    while (end < words.size() && !CONJUNCTION.has(words.get(end).text())) {
      if (comma(text, words, end)) {
        break;
      }
      end++;
    }
    return end;
  }

  private static boolean comma(String text, List<Words.Word> words, int i) {
    if (words.get(i - 1).digits() && words.get(i).digits()) {
      return false; // 06:15
    }
    for (int k = words.get(i - 1).end(); k < words.get(i).start(); k++) {
      char c = text.charAt(k);
      if (c == ','
          || c == ';'
          || c == ':'
          || c == '('
          || c == '-'
          || c == '\u2013'
          || c == '\u2014') {
        return true;
      }
    }
    return false;
  }
}
