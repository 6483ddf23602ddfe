package heist.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a summary line by line, and who says each. Only a known name speaks: what stands before the
 * colon of {@code note: ...} or {@code Vault code: 4711} is part of the text. Pure.
 */
public final class Speakers {
  /** What stands before a colon, and after it. */
  private static final Pattern HEAD = Pattern.compile("([^:]{1,80}):(?=[\\s*_]|$)[*_]*\\s*(.*)");

  private static final Pattern NO_NAME = Pattern.compile("[^\\p{L}\\p{N}_-]+");

  /** Bullets, numbers of a list, and emphasis. */
  private static final Pattern DRESS =
      Pattern.compile("^(?:\\d+[.)]\\s+|[^\\p{L}\\p{N}])+|[^\\p{L}\\p{N}]+$");

  private static final Pattern BULLET = Pattern.compile("^[-*•]\\s+");

  private Speakers() {}

  /**
   * A line.
   *
   * @param speaker the known name that says it; null: nobody, or more than one
   * @param said what it says, without the speaker; empty if its bullets follow
   * @param whole the line as it stands
   */
  public record Line(@Nullable String speaker, String said, String whole) {
    /** Whether one of {@code names} says it, alone or with others. */
    public boolean isBy(Collection<String> names) {
      if (speaker != null && names.contains(speaker)) {
        return true;
      }
      Matcher head = HEAD.matcher(whole);
      return head.matches()
          && NO_NAME.splitAsStream(head.group(1)).anyMatch(word -> known(word, names) != null);
    }
  }

  /**
   * The lines of {@code summary} that are not blank, in order. Bullets under a bare name are what
   * it says.
   *
   * @param names who may speak
   */
  public static List<Line> lines(String summary, Collection<String> names) {
    List<Line> lines = new ArrayList<>();
    String above = null;
    for (String whole : summary.lines().map(String::strip).filter(l -> !l.isEmpty()).toList()) {
      Matcher head = HEAD.matcher(whole);
      String name =
          head.matches() ? known(DRESS.matcher(head.group(1)).replaceAll(""), names) : null;
      Matcher bullet = BULLET.matcher(whole);
      if (name != null) {
        lines.add(new Line(name, head.group(2), whole));
        above = head.group(2).isEmpty() ? name : null;
      } else if (above != null && bullet.find()) {
        lines.add(new Line(above, whole.substring(bullet.end()), whole));
      } else {
        lines.add(new Line(null, whole, whole));
        above = null;
      }
    }
    return lines;
  }

  private static @Nullable String known(String word, Collection<String> names) {
    return names.stream().filter(word::equalsIgnoreCase).findFirst().orElse(null);
  }
}
