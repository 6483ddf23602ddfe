package heist.cli;

import heist.HeistException;
import heist.config.Suggestion;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Names of targets as typed. */
final class TargetNames {
  private TargetNames() {}

  /**
   * The names, checked; empty means all.
   *
   * @throws HeistException BAD_INPUT for a name that is none
   */
  static Set<String> chosen(Context context, List<String> typed) {
    List<String> known = context.launcher().targets();
    Set<String> names = new LinkedHashSet<>();
    for (String name : typed) {
      if (name.equals("all")) {
        return Set.of();
      }
      if (!known.contains(name)) {
        throw new HeistException(
            HeistException.Kind.BAD_INPUT,
            "there is no target \"" + name + "\"" + Suggestion.hint(name, known));
      }
      names.add(name);
    }
    return names;
  }
}
