package heist.model;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who says a line of a summary: its names stand before its first colon. Pure. */
public final class Speakers {
  private static final Pattern HEAD = Pattern.compile("^([^:]{1,80}):(?=[\\s*_]|$)");
  private static final Pattern NO_NAME = Pattern.compile("[^\\p{L}\\p{N}_-]+");

  private Speakers() {}

  /** Whether one of {@code names}, which are in lower case, says the line. */
  public static boolean speaks(String line, Collection<String> names) {
    Matcher head = HEAD.matcher(line.strip());
    return head.find()
        && List.of(NO_NAME.split(head.group(1).toLowerCase(Locale.ROOT), -1)).stream()
            .anyMatch(names::contains);
  }
}
