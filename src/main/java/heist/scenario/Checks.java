package heist.scenario;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a check holds, and what would make it hold. */
final class Checks {
  private Checks() {}

  static boolean holds(Check check, Map<String, String> plan, Map<String, String> present) {
    if (check instanceof Check.Present p) {
      return present.size() >= p.atLeast();
    }
    String planned = plan.get(Objects.requireNonNull(check.field()));
    if (planned == null) {
      return false;
    }
    return switch (check) {
      case Check.OneOf c ->
          c.values().stream().anyMatch(v -> Values.plain(v).equals(Values.plain(planned)));
      case Check.Within c -> within(c, planned);
      case Check.Role c -> present.containsKey(planned) && fits(c, present.get(planned), present);
      case Check.Differs c -> !planned.equals(plan.get(c.other()));
      case Check.Present _ -> true;
    };
  }

  private static boolean fits(
      Check.Role check, @Nullable String role, Map<String, String> present) {
    Optional<String> wanted = role(check, present);
    return wanted.isEmpty() || wanted.get().equals(role);
  }

  private static Optional<String> role(Check.Role check, Map<String, String> present) {
    return check.roles().stream().filter(present::containsValue).findFirst();
  }

  private static boolean within(Check.Within check, String planned) {
    String from = check.from();
    String to = check.to();
    if (Times.isTime(check.best())) {
      if (!Times.isTime(planned)) {
        return false;
      }
      String start = from == null ? "00:00" : from;
      String end = to == null ? "23:59" : to;
      return Times.between(start, planned) <= Times.between(start, end);
    }
    try {
      int number = Integer.parseInt(planned);
      return (from == null || number >= Integer.parseInt(from))
          && (to == null || number <= Integer.parseInt(to));
    } catch (NumberFormatException _) {
      return false;
    }
  }

  /** The best value of the check's field; null if it looks at no field or any other value does. */
  static @Nullable String wanted(
      Check check, Map<String, String> plan, Map<String, String> present) {
    return switch (check) {
      case Check.OneOf c -> c.values().getFirst();
      case Check.Within c -> c.best();
      case Check.Role c -> agentOf(role(c, present), present).orElse(c.roles().getFirst());
      case Check.Differs _, Check.Present _ -> null;
    };
  }

  private static Optional<String> agentOf(Optional<String> role, Map<String, String> present) {
    List<String> names =
        present.entrySet().stream()
            .filter(e -> role.isEmpty() || e.getValue().equals(role.get()))
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    return names.stream().findFirst();
  }
}
