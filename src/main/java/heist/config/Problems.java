package heist.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Collects what is wrong in one or more files, so that a person sees everything at once, and notes
 * on what was understood in another way than written. Not thread-safe.
 */
public final class Problems {
  /** More than this would help nobody; the rest is counted. */
  private static final int SHOWN = 100;

  private final List<Problem> found = new ArrayList<>();
  private final List<Problem> notes = new ArrayList<>();

  /** Adds a problem in a line (0: the whole file). */
  public void add(String file, int line, String message) {
    Problem problem = new Problem(file, line, message);
    if (!found.contains(problem)) {
      found.add(problem);
    }
  }

  /** Adds a problem that something else found. */
  public void add(Problem problem) {
    add(problem.file(), problem.line(), problem.message());
  }

  /** Adds a note: nothing is wrong, but a person should know. */
  public void note(String file, int line, String message) {
    notes.add(new Problem(file, line, message));
  }

  /** Whether nothing is wrong so far. */
  public boolean isEmpty() {
    return found.isEmpty();
  }

  /** How many problems there are so far; a reader compares before and after. */
  public int count() {
    return found.size();
  }

  /** All problems: files in the order they were met, then by line. */
  public List<Problem> list() {
    return sorted(found);
  }

  /** All notes, in the same order. */
  public List<Problem> notes() {
    return sorted(notes);
  }

  /** All problems as numbered lines, without a heading. */
  public String numbered() {
    List<Problem> all = list();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(all.size(), SHOWN); i++) {
      text.append(i == 0 ? "" : "\n").append(i + 1).append(". ").append(all.get(i));
    }
    if (all.size() > SHOWN) {
      text.append("\n... and ").append(all.size() - SHOWN).append(" more");
    }
    return text.toString();
  }

  /**
   * Ends a reading.
   *
   * @throws ConfigException if there is any problem; it tells all of them
   */
  public void throwIfAny() {
    if (!found.isEmpty()) {
      throw new ConfigException(this);
    }
  }

  private static List<Problem> sorted(List<Problem> problems) {
    List<String> files = problems.stream().map(Problem::file).distinct().toList();
    return problems.stream()
        .sorted(
            Comparator.comparingInt((Problem p) -> files.indexOf(p.file()))
                .thenComparingInt(Problem::line))
        .toList();
  }
}
