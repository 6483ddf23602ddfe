package heist.scenario;

import heist.HeistException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Text with places to fill: {@code {{fact}}}, {@code {{fact|cap}}} (first letter large), {@code
 * {{pick: one | another}}} (drawn), {@code {{it.column}}} in rows made for each part of a list.
 * Lines between {@code <!-- shuffle -->} and {@code <!-- end -->} change places. {@code
 * {{plan.FIELD}}}, {@code {{role.ROLE}}} and {@code {{field}}} stay until the story is told.
 */
public final class Template {
  private static final Pattern PLACE = Pattern.compile("\\{\\{([^{}]+)}}");
  private static final Pattern SHUFFLE =
      Pattern.compile("<!-- shuffle -->\\R(.*?)<!-- end -->(\\R|$)", Pattern.DOTALL);

  private Template() {}

  /** The facts that a text names, to be held against those that exist. */
  public static Set<String> facts(String text) {
    Set<String> names = new TreeSet<>();
    for (MatchResult m : PLACE.matcher(text).results().toList()) {
      String name = head(m.group(1));
      if (!name.startsWith("pick:") && !name.startsWith("it.") && !later(name)) {
        names.add(name);
      }
    }
    return names;
  }

  /** The plan's fields and the roles that a text names, as {@code plan.FIELD} and so on. */
  public static Set<String> later(List<String> texts) {
    Set<String> names = new TreeSet<>();
    for (String text : texts) {
      PLACE
          .matcher(text)
          .results()
          .map(m -> head(m.group(1)))
          .filter(Template::later)
          .forEach(names::add);
    }
    return names;
  }

  /** Fills in everything that is known when a world is drawn. */
  static String fill(
      String text, Map<String, String> facts, Map<String, String> it, RandomGenerator random) {
    String shuffled =
        SHUFFLE
            .matcher(text)
            .replaceAll(m -> Matcher.quoteReplacement(shuffle(m.group(1), random)));
    return replace(
        shuffled,
        place -> {
          String name = head(place);
          if (later(name)) {
            return null;
          }
          if (name.startsWith("pick:")) {
            List<String> words =
                Arrays.stream(place.substring(5).split("\\|")).map(String::strip).toList();
            return words.get(random.nextInt(words.size()));
          }
          String value = name.startsWith("it.") ? it.get(name.substring(3)) : facts.get(name);
          if (value == null) {
            throw new HeistException(
                HeistException.Kind.BAD_INPUT,
                "There is no fact named '" + name + "' for {{" + place + "}}.");
          }
          return value;
        });
  }

  /** Fills in what is known when the plan is carried out. */
  static String tell(
      String text, Map<String, String> plan, Map<String, String> present, @Nullable String field) {
    return replace(
        text,
        place -> {
          String name = head(place);
          if (name.equals("field")) {
            return field == null ? "" : field;
          }
          if (name.startsWith("plan.")) {
            return plan.getOrDefault(name.substring(5), "?");
          }
          String role = name.startsWith("role.") ? name.substring(5) : name;
          return present.entrySet().stream()
              .filter(e -> e.getValue().equals(role))
              .map(Map.Entry::getKey)
              .sorted()
              .findFirst()
              .orElse(role);
        });
  }

  private static boolean later(String name) {
    return name.startsWith("plan.") || name.startsWith("role.") || name.equals("field");
  }

  private static String head(String place) {
    int bar = place.indexOf('|');
    return (bar < 0 ? place : place.substring(0, bar)).strip();
  }

  private interface Filler {
    /** The value, or null to leave the place as it is. */
    @Nullable String at(String place);
  }

  private static String replace(String text, Filler filler) {
    return PLACE
        .matcher(text)
        .replaceAll(m -> {
          String place = m.group(1);
          String value = filler.at(place);
          if (value == null) {
            return Matcher.quoteReplacement(m.group());
          }
          return Matcher.quoteReplacement(place.strip().endsWith("|cap") ? capital(value) : value);
        });
  }

  private static String capital(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  private static String shuffle(String block, RandomGenerator random) {
    List<String> lines = new ArrayList<>(block.lines().toList());
    Collections.shuffle(lines, random);
    return String.join("\n", lines) + "\n";
  }
}
