package heist.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The form that the crew's plan is written on. */
public record PlanForm(List<Field> fields) {
  /** What a field takes. */
  public enum Type {
    /** One of the options. */
    CHOICE,
    /** A time of day, HH:MM. */
    TIME,
    /** A whole number. */
    NUMBER,
    /** So many digits; the one option is how many. */
    DIGITS,
    /** The name of an agent of the crew. */
    AGENT,
    /** Any words. */
    TEXT
  }

  /**
   * A field.
   *
   * @param name as the plan names it
   * @param options what can be chosen, of a CHOICE; how many digits, of DIGITS; else empty
   * @param description what it asks for; shares its words with the line that answers it. One that
   *     is worked out says how at its end, in brackets: {@code (guard handover begins + minutes
   *     until the yard is empty)}
   */
  public record Field(String name, Type type, List<String> options, String description) {
    /** Copies the list. */
    public Field {
      options = List.copyOf(options);
    }

    /** The field as a prompt shows it: {@code start [time HH:MM]: When ...}. */
    public String line() {
      String kind =
          switch (type) {
            case CHOICE -> "one of: " + String.join(" | ", options);
            case TIME -> "time HH:MM";
            case NUMBER -> "number";
            case DIGITS -> options.getFirst() + " digits";
            case AGENT -> "agent";
            case TEXT -> "text";
          };
      return name + " [" + kind + "]: " + description;
    }
  }

  /** Copies the list. */
  public PlanForm {
    fields = List.copyOf(fields);
  }

  /** The field of this name. */
  public Optional<Field> field(String name) {
    return fields.stream().filter(f -> f.name().equals(name)).findFirst();
  }

  /**
   * A plan as somebody wrote it, brought into the form: names of fields in any case and with spaces
   * or dashes, times as {@code 9:05 pm}, {@code 21.05 Uhr} or {@code 2105}, choices within a
   * sentence. What cannot be read stays as it is, for {@link #problems} to tell; fields that the
   * form does not have and empty ones are left out. The result is in the form's order.
   */
  public Map<String, String> normalise(Map<String, String> raw, List<String> agentNames) {
    Map<String, String> byName = new LinkedHashMap<>();
    raw.forEach((name, value) -> byName.putIfAbsent(key(name), value));
    Map<String, String> plan = new LinkedHashMap<>();
    for (Field field : fields) {
      String value = byName.get(key(field.name()));
      if (value != null && !value.isBlank()) {
        plan.put(field.name(), Values.read(field, value.strip(), agentNames).orElse(value.strip()));
      }
    }
    return plan;
  }

  /**
   * What is missing in a normalised plan or cannot be read, each told in words; empty: all well.
   */
  public List<String> problems(Map<String, String> plan, List<String> agentNames) {
    List<String> problems = new ArrayList<>();
    for (Field field : fields) {
      String value = plan.get(field.name());
      if (value == null || value.isBlank()) {
        problems.add("missing: " + field.line());
      } else if (Values.read(field, value, agentNames).isEmpty()) {
        String wanted =
            field.type() == Type.AGENT ? "one of " + String.join(", ", agentNames) : field.line();
        problems.add("'" + value + "' does not fit " + field.name() + "; wanted: " + wanted);
      }
    }
    return problems;
  }

  private static String key(String name) {
    return name.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s_-]+", "_");
  }
}
