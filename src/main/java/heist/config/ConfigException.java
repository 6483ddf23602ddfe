package heist.config;

import heist.HeistException;
import java.util.List;

/** Configuration that cannot be used. The message lists every problem, numbered, with its line. */
public final class ConfigException extends HeistException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  ConfigException(Problems problems) {
    super(Kind.BAD_INPUT, heading(problems) + "\n" + problems.numbered());
    this.problems = problems.list();
  }

  /** The problems, in the order of the files and lines. */
  public List<Problem> problems() {
    return problems;
  }

  private static String heading(Problems problems) {
    int n = problems.count();
    long files = problems.list().stream().map(Problem::file).distinct().count();
    String where =
        files == 1 ? " in " + problems.list().getFirst().file() : " in " + files + " files";
    return (n == 1 ? "1 problem" : n + " problems") + where + ":";
  }
}
