package heist.service.model.mind;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import heist.service.model.prompt.Field;
import heist.service.model.prompt.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Values of a field's type in a text. */
final class Values {
  private static final Pattern TIME =
      Pattern.compile("(?<![\\d:.])([01]?\\d|2[0-4])[:.]([0-5]\\d)(?!\\d|:\\d|\\.\\d)");
  private static final Pattern CLOCK =
      Pattern.compile(
          "(?iu)(?<![\\d:.])(\\d{1,2})(?: *(am|pm|a\\.m\\.|p\\.m\\.)\\b| (uhr)\\b| (o'clock)\\b)");
  private static final Pattern NUMBER =
      Pattern.compile("(?<![\\p{L}\\d:.,-])\\d+(?:[.,]\\d+)?(?![\\d:]|[.,]\\d|\\p{L}*\\d)");
  private static final Map<String, String> NUMBER_WORDS =
      Map.ofEntries(
          Map.entry("two", "2"),
          Map.entry("three", "3"),
          Map.entry("four", "4"),
          Map.entry("five", "5"),
          Map.entry("six", "6"),
          Map.entry("seven", "7"),
          Map.entry("eight", "8"),
          Map.entry("nine", "9"),
          Map.entry("ten", "10"),
          Map.entry("eleven", "11"),
          Map.entry("twelve", "12"),
          Map.entry("zwei", "2"),
          Map.entry("drei", "3"),
          Map.entry("vier", "4"),
          Map.entry("fuenf", "5"),
          Map.entry("sechs", "6"),
          Map.entry("sieben", "7"),
          Map.entry("acht", "8"),
          Map.entry("neun", "9"),
          Map.entry("zehn", "10"),
          Map.entry("elf", "11"),
          Map.entry("zwoelf", "12"));
  private static final Pattern NUMBER_WORD = Pattern.compile("\\p{L}+");

  private static final Cache<Place, List<Hit>> CACHE =
      Caffeine.newBuilder().maximumSize(16_000).build();

  private Values() {}

  /** A value as it stands in a text, from {@code start} to {@code end}. */
  record Hit(String value, int start, int end) {}

  /** All values of the type of {@code field} in {@code text}, in order. */
  static List<Hit> in(String text, Field field, View view) {
    return field.type() == Field.Type.AGENT
        ? agents(text, view)
        : CACHE.get(new Place(text, field.type(), field.digits(), field.options()), Values::find);
  }

  /** Where to look for what. */
  private record Place(String text, Field.Type type, int digits, List<String> options) {}

  private static List<Hit> find(Place p) {
    return switch (p.type()) {
      case TIME -> times(p.text());
      case DIGITS -> digits(p.text(), p.digits());
      case NUMBER -> numbers(p.text());
      case CHOICE -> choices(p.text(), p.options());
      case AGENT, TEXT -> List.of();
    };
  }

  static List<Hit> times(String text) {
    var out = new ArrayList<Hit>();
    var m = TIME.matcher(text);
    while (m.find()) {
      out.add(new Hit(clock(Integer.parseInt(m.group(1)), m.group(2)), m.start(), m.end()));
    }
    var c = CLOCK.matcher(text);
    while (c.find()) {
      int h = Integer.parseInt(c.group(1));
      if (c.group(2) != null) {
        h = h % 12 + (c.group(2).toLowerCase(Locale.ROOT).startsWith("p") ? 12 : 0);
      }
      if (h <= 24) {
        out.add(new Hit(clock(h, "00"), c.start(), c.end()));
      }
    }
    out.sort(java.util.Comparator.comparingInt(Hit::start));
    return out;
  }

  private static String clock(int hours, String minutes) {
    return String.format(Locale.ROOT, "%02d:%s", hours % 24, minutes);
  }

  private static List<Hit> digits(String text, int n) {
    var out = new ArrayList<Hit>();
    var m =
        Pattern.compile("(?<![\\d:.,-])(?:\\d[ -]?){" + (n - 1) + "}\\d(?![\\d:]|[.,]\\d|[-]\\d)")
            .matcher(text);
    while (m.find()) {
      out.add(new Hit(m.group().replaceAll("\\D", ""), m.start(), m.end()));
    }
    return out;
  }

  private static List<Hit> numbers(String text) {
    var out = new ArrayList<Hit>();
    var times = times(text);
    var m = NUMBER.matcher(text);
    while (m.find()) {
      int at = m.start();
      if (times.stream().noneMatch(t -> at >= t.start() && at < t.end())) {
        out.add(new Hit(m.group().replace(',', '.'), m.start(), m.end()));
      }
    }
    var w = NUMBER_WORD.matcher(text);
    while (w.find()) {
      var n = NUMBER_WORDS.get(Words.fold(w.group()));
      if (n != null) {
        out.add(new Hit(n, w.start(), w.end()));
      }
    }
    out.sort(java.util.Comparator.comparingInt(Hit::start));
    return out;
  }

  private static List<Hit> choices(String text, List<String> options) {
    var out = new ArrayList<Hit>();
    var taken = new boolean[text.length() + 1];
    var tokens = Words.tokens(text);
    options.stream()
        .sorted(java.util.Comparator.comparingInt(String::length).reversed())
        .forEach(o -> {
          var want = Words.tokens(o);
          if (want.isEmpty()) {
            return;
          }
          for (int i = 0; i + want.size() <= tokens.size(); i++) {
            boolean same = true;
            for (int k = 0; k < want.size() && same; k++) {
              same = sameWord(tokens.get(i + k), want.get(k));
            }
            int start = tokens.get(i).start();
            if (same && !taken[start]) {
              int end = tokens.get(i + want.size() - 1).end();
              java.util.Arrays.fill(taken, start, end, true);
              out.add(new Hit(o, start, end));
            }
          }
        });
    out.sort(java.util.Comparator.comparingInt(Hit::start));
    return out;
  }

  private static boolean sameWord(Words.Token a, Words.Token b) {
    return a.raw().length() == 1 || b.raw().length() == 1
        ? a.raw().equals(b.raw())
        : a.stem().equals(b.stem());
  }

  private static List<Hit> agents(String text, View view) {
    var out = new ArrayList<Hit>();
    for (var t : Words.tokens(text)) {
      if (Words.fold(view.now().gone()).equals(Words.fold(t.raw()))) {
        out.add(new Hit(view.now().gone(), t.start(), t.end()));
      }
      for (var m : view.crew()) {
        if (Words.fold(m.name()).equals(Words.fold(t.raw()))
            || Words.fold(m.role()).equals(Words.fold(t.raw()))) {
          out.add(new Hit(m.name(), t.start(), t.end()));
          break;
        }
      }
    }
    return out;
  }

  /** Minutes since midnight. */
  static Optional<Integer> minutes(String time) {
    var m = TIME.matcher(time);
    return m.matches()
        ? Optional.of(Integer.parseInt(m.group(1)) % 24 * 60 + Integer.parseInt(m.group(2)))
        : Optional.empty();
  }

  /** Minutes since midnight as a time of day. */
  static String time(int minutes) {
    int m = Math.floorMod(minutes, 24 * 60);
    return String.format(Locale.ROOT, "%02d:%02d", m / 60, m % 60);
  }
}
