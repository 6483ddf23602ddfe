package heist.scenario;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what people and models write into a field, strictly enough to refuse what is two things.
 */
final class Values {
  private static final Pattern TIME =
      Pattern.compile(
          "(?<![\\d:.])(\\d{1,2})[:.h](\\d{2})(?!\\d)\\s*(?:(a|p)\\.?m\\b\\.?)?",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern HOUR =
      Pattern.compile(
          "(?<![\\d:.])(\\d{1,2})\\s*(?:(a|p)\\.?m\\b|uhr|o'clock)", Pattern.CASE_INSENSITIVE);
  private static final Pattern BARE = Pattern.compile("(?<!\\d)([01]\\d|2[0-3])([0-5]\\d)(?!\\d)");
  private static final Pattern NUMBER =
      Pattern.compile("(?<![\\p{L}\\d.,:])-?\\d+(?!\\d|[.,:]\\d)");

  private Values() {}

  /** The value in the field's own form; empty if there is none or more than one. */
  static Optional<String> read(PlanForm.Field field, String raw, List<String> agentNames) {
    return switch (field.type()) {
      case CHOICE -> oneOf(field.options(), raw);
      case AGENT -> oneOf(agentNames, raw);
      case TIME -> time(raw);
      case NUMBER -> single(NUMBER.matcher(raw));
      case DIGITS -> digits(raw, Integer.parseInt(field.options().getFirst()));
      case TEXT -> Optional.of(raw);
    };
  }

  /** Every time of a TIME field's text, else every whole number. */
  static List<String> all(PlanForm.Field field, String text) {
    if (field.type() == PlanForm.Type.TIME) {
      return TIME.matcher(text)
          .results()
          .flatMap(m -> clock(m.group(1), m.group(2), m.group(3)).stream())
          .distinct()
          .toList();
    }
    return NUMBER
        .matcher(text)
        .results()
        .map(java.util.regex.MatchResult::group)
        .filter(n -> n.length() < 7)
        .distinct()
        .toList();
  }

  /** The one time of day in the text, as HH:MM. */
  static Optional<String> time(String raw) {
    List<String> found =
        TIME.matcher(raw)
            .results()
            .flatMap(m -> clock(m.group(1), m.group(2), m.group(3)).stream())
            .distinct()
            .toList();
    if (found.isEmpty()) {
      found =
          HOUR.matcher(raw)
              .results()
              .flatMap(m -> clock(m.group(1), "00", m.group(2)).stream())
              .distinct()
              .toList();
    }
    if (found.isEmpty()) {
      found =
          BARE.matcher(raw)
              .results()
              .flatMap(m -> clock(m.group(1), m.group(2), null).stream())
              .distinct()
              .toList();
    }
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  private static Optional<String> clock(
      String hours, String minutes, @org.jspecify.annotations.Nullable String half) {
    int h = Integer.parseInt(hours);
    int m = Integer.parseInt(minutes);
    if (half != null && h >= 1 && h <= 12) {
      h = h % 12 + (half.equalsIgnoreCase("p") ? 12 : 0);
    }
    return h < 24 && m < 60 ? Optional.of(Times.format(h * 60 + m)) : Optional.empty();
  }

  private static Optional<String> digits(String raw, int count) {
    Pattern exactly = Pattern.compile("(?<!\\d)\\d{" + count + "}(?!\\d)");
    Optional<String> found = single(exactly.matcher(raw));
    if (found.isPresent()) {
      return found;
    }
    String joined = raw.replaceAll("(?<=\\d)[\\s.-](?=\\d)", "");
    return single(exactly.matcher(joined));
  }

  private static Optional<String> single(Matcher matcher) {
    List<String> found =
        matcher.results().map(java.util.regex.MatchResult::group).distinct().toList();
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  private static Optional<String> oneOf(List<String> options, String raw) {
    String words = " " + plain(raw) + " ";
    for (String option : options) {
      if (words.strip().equals(plain(option))) {
        return Optional.of(option);
      }
    }
    // An option within a sentence; one that is part of a longer one found there does not count.
    List<String> found =
        options.stream().filter(o -> words.contains(" " + plain(o) + " ")).toList();
    List<String> longest =
        found.stream()
            .filter(o ->
                found.stream()
                    .noneMatch(
                        p -> !p.equals(o) && (" " + plain(p) + " ").contains(" " + plain(o) + " ")))
            .toList();
    return longest.size() == 1 ? Optional.of(longest.getFirst()) : Optional.empty();
  }

  /** Lower case, words apart by one blank, without punctuation and leading articles. */
  static String plain(String text) {
    String words = text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", " ").strip();
    return Arrays.stream(words.split(" "))
        .dropWhile(w -> List.of("the", "a", "an", "der", "die", "das").contains(w))
        .collect(java.util.stream.Collectors.joining(" "));
  }
}
